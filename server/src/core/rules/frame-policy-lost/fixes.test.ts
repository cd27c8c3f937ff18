import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lint } from '../../../../../test/support/check.ts';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-lost';

function mends(name: string, source: string, expected: string, options: FixOptions): void {
  test(name, () =>
    checkFix(source, { rule, title: 'Repeat the lost header lines', safe: false }, expected, options),
  );
}

const root: FixOptions = { changes: ['server (listen 80) > location /'] };

describe('the lost lines are repeated', () => {
  mends(
    'all of them, in their order and as they are written',
    `
    server {
        listen 80;
        add_header   X-Frame-Options  'SAMEORIGIN'  always; # framing
        add_header X-Content-Type-Options nosniff;
        add_header Content-Security-Policy "default-src 'self'" always;
        location / {
            add_header Cache-Control no-store;
            root /srv;
        }
    }
    `,
    `
    server {
        listen 80;
        add_header   X-Frame-Options  'SAMEORIGIN'  always; # framing
        add_header X-Content-Type-Options nosniff;
        add_header Content-Security-Policy "default-src 'self'" always;
        location / {
            add_header Cache-Control no-store;
            add_header   X-Frame-Options  'SAMEORIGIN'  always;
            add_header X-Content-Type-Options nosniff;
            add_header Content-Security-Policy "default-src 'self'" always;
            root /srv;
        }
    }
    `,
    { ...root, appears: ['header-success-only'] },
  );
  mends(
    'but not those that the block sets itself, in whatever letter case',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Referrer-Policy no-referrer;
        location / {
            add_header referrer-policy origin;
        }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Referrer-Policy no-referrer;
        location / {
            add_header referrer-policy origin;
            add_header X-Frame-Options DENY always;
        }
    }
    `,
    root,
  );
  mends(
    'those of every level around it, the outermost first',
    `
    events { }
    http {
        add_header X-H 1;
        server {
            listen 80;
            add_header X-Frame-Options DENY always;
            location / {
                add_header X-A 1;
                if ($arg_x) {
                    add_header X-Frame-Options SAMEORIGIN always;
                }
            }
        }
    }
    `,
    `
    events { }
    http {
        add_header X-H 1;
        server {
            listen 80;
            add_header X-Frame-Options DENY always;
            location / {
                add_header X-A 1;
                add_header X-H 1;
                add_header X-Frame-Options DENY always;
                if ($arg_x) {
                    add_header X-Frame-Options SAMEORIGIN always;
                }
            }
        }
    }
    `,
    root,
  );
  mends(
    'a value over several lines stays as it is',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Permissions-Policy "
          camera=(),
          microphone=()
        ";
        location / {
            add_header X-A 1;
        }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        add_header Permissions-Policy "
          camera=(),
          microphone=()
        ";
        location / {
            add_header X-A 1;
            add_header X-Frame-Options DENY always;
            add_header Permissions-Policy "
          camera=(),
          microphone=()
        ";
        }
    }
    `,
    { ...root, appears: ['header-success-only'] },
  );
  mends(
    'in a block on one line',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { add_header X-A 1; root /srv; }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { add_header X-A 1; add_header X-Frame-Options DENY always; root /srv; }
    }
    `,
    root,
  );
  mends(
    'with tabs and CRLF',
    'server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options DENY always;\r\n\tlocation / {\r\n\t\tadd_header X-A 1; # a\r\n\t}\r\n}\r\n',
    'server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options DENY always;\r\n\tlocation / {\r\n\t\tadd_header X-A 1; # a\r\n\t\tadd_header X-Frame-Options DENY always;\r\n\t}\r\n}\r\n',
    root,
  );
  mends(
    'in an if',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
            if ($arg_a) {
                add_header X-A 1;
                set $a 1;
            }
        }
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
            if ($arg_a) {
                add_header X-A 1;
                add_header X-Frame-Options DENY always;
                set $a 1;
            }
        }
    }
    `,
    { changes: ['server (listen 80) > location / > if ($arg_a)'] },
  );
  mends(
    'from a file that the outer block includes, in the block, not in the file that cuts',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            include headers.conf;
            location / {
                include cors.conf;
                proxy_pass http://127.0.0.1:8080;
            }
        }
    }
    -- headers.conf --
    add_header X-Frame-Options DENY always;
    add_header X-Content-Type-Options nosniff always;
    -- cors.conf --
    add_header Access-Control-Allow-Origin "*";
    `,
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            include headers.conf;
            location / {
                include cors.conf;
                proxy_pass http://127.0.0.1:8080;
                add_header X-Frame-Options DENY always;
                add_header X-Content-Type-Options nosniff always;
            }
        }
    }
    -- headers.conf --
    add_header X-Frame-Options DENY always;
    add_header X-Content-Type-Options nosniff always;
    -- cors.conf --
    add_header Access-Control-Allow-Origin "*";
    `,
    root,
  );
  mends(
    'in a server, for all locations that inherit from it',
    `
    events { }
    http {
        add_header X-Frame-Options DENY always;
        server {
            listen 80;
            add_header X-S 1;
            location / { root /srv; }
        }
    }
    `,
    `
    events { }
    http {
        add_header X-Frame-Options DENY always;
        server {
            listen 80;
            add_header X-S 1;
            add_header X-Frame-Options DENY always;
            location / { root /srv; }
        }
    }
    `,
    { changes: ['server (listen 80)', 'server (listen 80) > location /'] },
  );
});

test('nothing is offered where a lost line is not whole', async () => {
  const { findings } = await lint({
    'nginx.conf': `server {
      add_header X-Frame-Options DENY always;
      add_header X-A 1
      location / { add_header X-B 1; }
    }`,
  });
  const lost = findings.filter(({ finding }) => finding.rule === rule);
  assert.deepEqual(
    lost.map(({ finding }) => finding.fixes),
    [[]],
  );
});
