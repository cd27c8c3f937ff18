import { describe, test } from 'node:test';
import { checkFix, type FixOptions } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-missing';

/** The first fix, taken; it chooses a policy, so it is never taken unasked. */
function mends(name: string, source: string, expected: string, options: FixOptions, title = ''): void {
  test(name, () => checkFix(source, { rule, title, safe: false }, expected, options));
}

const server: FixOptions = { changes: ['server', 'server (listen 80)', 'server (listen 80) > location /'] };

describe('the line is inserted where a person would write it', () => {
  mends(
    'after the last simple directive before the first block, with its indentation',
    `
    server {
        listen 80;
        root /srv/www;

        location / {
            try_files $uri =404;
        }
    }
    `,
    `
    server {
        listen 80;
        root /srv/www;
        add_header X-Frame-Options "SAMEORIGIN" always;

        location / {
            try_files $uri =404;
        }
    }
    `,
    server,
  );
  mends(
    'after the header lines that are there',
    `
    server {
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy no-referrer;
        listen 80;
    }
    `,
    `
    server {
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy no-referrer;
        add_header X-Frame-Options "SAMEORIGIN" always;
        listen 80;
    }
    `,
    server,
  );
  mends(
    'after a header line that stands below the locations',
    `
    server {
        listen 80;
        location / {
            root /srv;
        }
        add_header X-A 1; # last
    }
    `,
    `
    server {
        listen 80;
        location / {
            root /srv;
        }
        add_header X-A 1; # last
        add_header X-Frame-Options "SAMEORIGIN" always;
    }
    `,
    server,
  );
  mends(
    'behind a comment at the line end, not before it',
    `
    server {
        listen 80; # plain; no { TLS }
    }
    `,
    `
    server {
        listen 80; # plain; no { TLS }
        add_header X-Frame-Options "SAMEORIGIN" always;
    }
    `,
    server,
  );
  mends(
    'after a value that runs over several lines',
    `
    server {
        listen 80;
        add_header Content-Security-Policy "
            default-src 'self';
            object-src 'none'
        " always;
    }
    `,
    `
    server {
        listen 80;
        add_header Content-Security-Policy "
            default-src 'self';
            object-src 'none'
        " always;
        add_header X-Frame-Options "SAMEORIGIN" always;
    }
    `,
    server,
  );
  mends(
    'with tabs',
    'server {\n\tlisten 80;\n}\n',
    'server {\n\tlisten 80;\n\tadd_header X-Frame-Options "SAMEORIGIN" always;\n}\n',
    server,
  );
  mends(
    'with CRLF',
    'server {\r\n    listen 80;\r\n    root /srv;\r\n}\r\n',
    'server {\r\n    listen 80;\r\n    root /srv;\r\n    add_header X-Frame-Options "SAMEORIGIN" always;\r\n}\r\n',
    server,
  );
  mends(
    'with CRLF and a comment',
    'server {\r\n    listen 80; # http\r\n}\r\n',
    'server {\r\n    listen 80; # http\r\n    add_header X-Frame-Options "SAMEORIGIN" always;\r\n}\r\n',
    server,
  );
  mends(
    'in a file without a last line end',
    'server {\n    listen 80;\n}',
    'server {\n    listen 80;\n    add_header X-Frame-Options "SAMEORIGIN" always;\n}',
    server,
  );
  mends(
    'into a block on one line',
    `
    server { listen 80; root /srv; location / { } }
    `,
    `
    server { listen 80; root /srv; add_header X-Frame-Options "SAMEORIGIN" always; location / { } }
    `,
    server,
  );
  mends(
    'into an empty block on one line',
    `
    server {}
    `,
    `
    server { add_header X-Frame-Options "SAMEORIGIN" always; }
    `,
    server,
  );
  mends(
    'into an empty block on two lines, with the indentation of the file',
    `
    types {
      text/html html;
    }
    server {
    }
    `,
    `
    types {
      text/html html;
    }
    server {
      add_header X-Frame-Options "SAMEORIGIN" always;
    }
    `,
    server,
  );
  mends(
    'into a block with a comment only',
    `
    server { # the default
        # nothing yet
    }
    `,
    `
    server { # the default
        add_header X-Frame-Options "SAMEORIGIN" always;
        # nothing yet
    }
    `,
    server,
  );
  mends(
    'into a block with blocks only',
    `
    server {
        location / {
            root /srv;
        }
    }
    `,
    `
    server {
        add_header X-Frame-Options "SAMEORIGIN" always;
        location / {
            root /srv;
        }
    }
    `,
    { changes: ['server', 'server > location /'] },
  );
  mends(
    'behind the brace where a block follows it on the line',
    `
    server { location / {
        root /srv;
    } }
    `,
    `
    server { add_header X-Frame-Options "SAMEORIGIN" always; location / {
        root /srv;
    } }
    `,
    { changes: ['server', 'server > location /'] },
  );
  mends(
    'beside directives that share their line',
    `
    server {
        listen 80; root /srv;
        location / { }
    }
    `,
    `
    server {
        listen 80; root /srv; add_header X-Frame-Options "SAMEORIGIN" always;
        location / { }
    }
    `,
    server,
  );
  mends(
    'in the server, not in the file that it includes',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            include common.conf;
            location / { }
        }
    }
    -- common.conf --
    root /srv;
    index index.html;
    `,
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            add_header X-Frame-Options "SAMEORIGIN" always;
            include common.conf;
            location / { }
        }
    }
    -- common.conf --
    root /srv;
    index index.html;
    `,
    server,
  );
  mends(
    'in a server that is nothing but an include',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            include common.conf;
        }
    }
    -- common.conf --
    listen 80;
    `,
    `
    -- nginx.conf --
    events { }
    http {
        server {
            include common.conf;
            add_header X-Frame-Options "SAMEORIGIN" always;
        }
    }
    -- common.conf --
    listen 80;
    `,
    server,
  );
  mends(
    'in the location that is left open',
    `
    server {
        listen 80;
        location / {
            add_header X-Frame-Options DENY always;
        }
        location /embed/ {
            proxy_pass http://127.0.0.1:8080;
        }
    }
    `,
    `
    server {
        listen 80;
        location / {
            add_header X-Frame-Options DENY always;
        }
        location /embed/ {
            proxy_pass http://127.0.0.1:8080;
            add_header X-Frame-Options "SAMEORIGIN" always;
        }
    }
    `,
    { changes: ['server (listen 80) > location /embed/'], appears: ['frame-policy-conflict'] },
  );
  mends(
    'a location with a missing semicolon keeps it: the line goes behind a whole directive',
    `
    server {
        listen 80;
        root /srv
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options "SAMEORIGIN" always;
        root /srv
    }
    `,
    server,
  );
});

describe('which policy and which place', () => {
  const both = {
    changes: ['server a.example', 'server b.example'],
  } satisfies FixOptions;
  const two = `
    events { }
    http {
        sendfile on;
        include mime.types;
        server { listen 80; server_name a.example; }
        server { listen 80; server_name b.example; }
    }
    `;
  mends(
    'one line in http mends all its servers',
    two,
    `
    events { }
    http {
        sendfile on;
        add_header X-Frame-Options "SAMEORIGIN" always;
        include mime.types;
        server { listen 80; server_name a.example; }
        server { listen 80; server_name b.example; }
    }
    `,
    both,
    'in http',
  );
  mends(
    'DENY is offered as well',
    `
    server {
        listen 80;
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options "DENY" always;
    }
    `,
    server,
    '"DENY"',
  );
  mends(
    'and alone where the project asks for it',
    `
    server {
        listen 80;
    }
    `,
    `
    server {
        listen 80;
        add_header X-Frame-Options "DENY" always;
    }
    `,
    { ...server, settings: { policy: 'DENY' } },
  );
  mends(
    'a server may be mended at http level too',
    `
    events { }
    http {
        sendfile on;
        server { listen 80; }
    }
    `,
    `
    events { }
    http {
        sendfile on;
        add_header X-Frame-Options "SAMEORIGIN" always;
        server { listen 80; }
    }
    `,
    server,
    'in http',
  );
});
