import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint, type CheckOptions } from '../../../../../test/support/check.ts';

function reported(name: string, source: string, options: CheckOptions = {}): void {
  test(name, () => check(source, options));
}
const silent = reported;

describe('a block whose own header lines drop the inherited policy', () => {
  reported(
    'is marked at its head, and told what it loses',
    `
    server {
        listen 80;
        add_header X-Frame-Options "DENY" always;
        location /api/ {
        ^^^^^^^^^^^^^^ frame-policy-lost: location /api/ does not send X-Frame-Options: DENY
            add_header Cache-Control no-store;
            proxy_pass http://127.0.0.1:8080;
        }
    }
    `,
  );
  reported(
    'one finding per block',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location /a/ {
        ^^^^^^^^^^^^ frame-policy-lost
            add_header X-A 1;
        }
        location /b/ { }
        location /c/ {
        ^^^^^^^^^^^^ frame-policy-lost
            add_header X-C 1;
        }
    }
    `,
  );
  reported(
    'a server that drops the lines of http, once, for all that inherits from it',
    `
    events { }
    http {
        add_header X-Frame-Options SAMEORIGIN always;
        server {
        ^^^^^^ frame-policy-lost: server a.example
            listen 80;
            server_name a.example;
            add_header Strict-Transport-Security max-age=63072000 always;
            location / { root /srv; }
            location /api/ { proxy_pass http://127.0.0.1:8080; }
        }
        server { listen 80; server_name b.example; }
    }
    `,
  );
  reported(
    'nested: the block that cuts, and each further one that cuts again',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location /a/ {
        ^^^^^^^^^^^^ frame-policy-lost: location /a/
            add_header X-A 1;
            location /a/b/ {
            ^^^^^^^^^^^^^^ frame-policy-lost: location /a/b/
                add_header X-B 1;
            }
            location /a/c/ { root /srv; }
        }
    }
    `,
  );
  reported(
    'an if in a location is a block of its own',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
            if ($request_method = GET) {
            ^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-lost: if ($request_method = GET)
                add_header X-Get 1;
            }
            proxy_pass http://127.0.0.1:8080;
        }
    }
    `,
  );
  reported(
    'an if that drops the policy of its location',
    `
    server {
        listen 80;
        location / {
            add_header X-Frame-Options DENY always;
            if ($arg_debug) {
            ^^^^^^^^^^^^^^^ frame-policy-lost
                add_header X-Debug 1;
            }
        }
    }
    `,
  );
  reported(
    'an empty value sends nothing and drops all the same',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
        ^^^^^^^^^^ frame-policy-lost
            add_header X-A "";
        }
    }
    `,
  );
  reported(
    'lines that an included file brings drop too, and the block is marked, not the file',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            add_header X-Frame-Options DENY always;
            location / {
            ^^^^^^^^^^ frame-policy-lost
                include cors.conf;
                proxy_pass http://127.0.0.1:8080;
            }
        }
    }
    -- cors.conf --
    add_header Access-Control-Allow-Origin "*" always;
    `,
  );
  reported(
    'a location in an included file loses the policy of the server that includes it',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            add_header X-Frame-Options DENY always;
            include locations.conf;
        }
    }
    -- locations.conf --
    location /a/ {
    ^^^^^^^^^^^^ frame-policy-lost
        add_header X-A 1;
    }
    `,
  );
  reported(
    'a file of locations that two servers include: only one of them has a policy to lose',
    `
    -- nginx.conf --
    events { }
    http {
        server { listen 80; add_header X-Frame-Options DENY always; include locations.conf; }
        server {
        ^^^^^^ frame-policy-missing
            listen 81;
            include locations.conf;
        }
    }
    -- locations.conf --
    location /a/ {
    ^^^^^^^^^^^^ frame-policy-lost
    ^^^^^^^^^^^^ frame-policy-missing
        add_header X-A 1;
    }
    `,
  );
  reported(
    'a frame-ancestors is lost like any other header',
    `
    server {
        listen 80;
        add_header Content-Security-Policy "frame-ancestors 'self'" always;
        location / {
        ^^^^^^^^^^ frame-policy-lost: does not send Content-Security-Policy: frame-ancestors 'self'
            add_header X-A 1;
        }
    }
    `,
  );
  reported(
    'a value that run time decides is lost for certain',
    `
    server {
        listen 80;
        add_header X-Frame-Options $xfo always;
        location / {
        ^^^^^^^^^^ frame-policy-lost: location / does not send X-Frame-Options: its own
            add_header X-A 1;
        }
    }
    `,
  );
  reported(
    'inside a fragment: a file of one server',
    `
    add_header X-Frame-Options DENY always;
    location / {
    ^^^^^^^^^^ frame-policy-lost
        add_header X-A 1;
    }
    `,
    { path: 'snippets/app.conf' },
  );
  reported(
    'add_header_inherit on is the default',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
        ^^^^^^^^^^ frame-policy-lost
            add_header_inherit on;
            add_header X-A 1;
        }
    }
    `,
  );
  reported(
    "a line of nginx's own that is spoilt by a missing semicolon still drops",
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
        ^^^^^^^^^^ frame-policy-lost
            add_header X-A 1
            ^^^^^^^^^^^^^^^^ nginx-syntax
        }
    }
    `,
  );
  reported(
    'CRLF and tabs',
    'server {\r\n\tlisten 80;\r\n\tadd_header X-Frame-Options DENY always;\r\n\tlocation / {\r\n\t^^^^^^^^^^ frame-policy-lost\r\n\t\tadd_header X-A 1;\r\n\t}\r\n}\r\n',
  );
});

describe('is silent where', () => {
  silent(
    'a preflight answer has nothing to show',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location /api/ {
            if ($request_method = OPTIONS) {
                add_header Access-Control-Allow-Origin "*";
                add_header Access-Control-Allow-Methods "GET, POST";
                add_header Content-Length 0;
                return 204;
            }
            proxy_pass http://127.0.0.1:8080;
        }
    }
    `,
  );
  silent(
    'the block redirects',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location /old/ { add_header Cache-Control no-store; return 301 /new/; }
        location /gone/ { add_header Cache-Control no-store; return 444; }
        location /none/ { add_header Cache-Control no-store; return 410; }
        location /re/ { add_header Cache-Control no-store; rewrite ^ /new/ permanent; }
        location /int/ { add_header Cache-Control no-store; rewrite ^ /new/ last; }
        location /no/ { add_header Cache-Control no-store; deny all; }
    }
    `,
  );
  silent(
    'the whole server redirects before any location',
    `
    events { }
    http {
        add_header X-Frame-Options DENY always;
        server {
            listen 80;
            location / { add_header X-A 1; }
            return 301 https://$host$request_uri;
        }
    }
    `,
  );
  silent(
    'the block repeats the policy',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { add_header X-A 1; add_header x-frame-options DENY always; }
    }
    `,
  );
  silent(
    'the block has the policy in another header',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { add_header Content-Security-Policy "frame-ancestors 'none'" always; }
    }
    `,
  );
  silent(
    'the policy comes from headers-more, which no add_header drops',
    `
    server {
        listen 80;
        more_set_headers "X-Frame-Options: DENY";
        location / { add_header X-A 1; }
    }
    `,
  );
  silent(
    'lines of other kinds drop nothing',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { expires 1d; add_trailer X-T 1; proxy_set_header Host $host; more_set_headers "X-A: 1"; proxy_pass http://127.0.0.1:8080; }
    }
    `,
  );
  silent(
    'an if without header lines shows those of its location',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { if ($arg_a) { set $b 1; } root /srv; }
    }
    `,
  );
  silent(
    'add_header_inherit merges',
    `
    server {
        listen 80;
        add_header_inherit merge;
        add_header X-Frame-Options DENY always;
        location / { add_header X-A 1; location /b/ { add_header X-B 1; } }
    }
    `,
  );
  silent(
    'merging is switched on in http, for everything inside',
    `
    events { }
    http {
        add_header_inherit merge;
        add_header X-Frame-Options DENY always;
        server { listen 80; add_header X-S 1; location / { add_header X-A 1; } }
    }
    `,
  );
  silent(
    'what may stand in the way cannot be read',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { add_header X-A 1; header_filter_by_lua_file secure.lua; }
    }
    `,
  );
});

describe('one defect is one finding', () => {
  reported(
    'nothing to lose: no policy above',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        add_header X-Content-Type-Options nosniff always;
        location / {
        ^^^^^^^^^^ frame-policy-missing: location /
        ^^^^^^^^^^ header-lost: X-Content-Type-Options
            add_header X-A 1;
        }
        location /b/ { root /srv; }
    }
    `,
  );
  reported(
    'the lost line would not have protected',
    `
    server {
        listen 80;
        add_header X-Frame-Options ALLOWALL always;
                                   ^^^^^^^^ frame-policy-invalid
        location / {
        ^^^^^^^^^^ frame-policy-missing: location /
            add_header X-A 1;
        }
    }
    `,
  );
  reported(
    'the block has a policy of its own that does not hold',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
            add_header X-Frame-Options SAME-ORIGIN always;
                                       ^^^^^^^^^^^ frame-policy-invalid
        }
    }
    `,
  );
  reported(
    'the block empties the header',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
            add_header X-Frame-Options "";
                                       ^^ frame-policy-invalid: is not sent at all
        }
    }
    `,
  );
  reported(
    'add_header_inherit off is meant: what is missing is missing here',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / {
        ^^^^^^^^^^ frame-policy-missing
            add_header_inherit off;
            add_header X-A 1;
        }
    }
    `,
  );
  reported(
    'only images, styles, scripts or fonts: information',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location ~* \\.(css|js|png)$ {
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-lost: so little is lost by it
            add_header Cache-Control "public, immutable";
        }
    }
    `,
  );
  test('and its severity says so', async () => {
    const { findings } = await lint({
      'nginx.conf': `server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location ~ \\.css$ { add_header X-A 1; }
        location / { add_header X-A 1; }
      }`,
    });
    assert.deepEqual(
      findings.map(({ finding }) => [finding.rule, finding.severity]),
      [
        ['frame-policy-lost', 'information'],
        ['frame-policy-lost', 'error'],
      ],
    );
  });
});

test('the finding points at every lost line of the policy and at the line that drops them', async () => {
  const text = `http {
    add_header X-Frame-Options DENY always;
    add_header Content-Security-Policy "frame-ancestors 'none'" always;
    server {
      listen 80;
      add_header X-A 1;
      add_header X-B 1;
    }
  }
  events { }
`;
  const { findings } = await lint({ 'nginx.conf': text }, { rules: ['frame-policy-lost'] });
  assert.deepEqual(
    findings[0]?.finding.related.map(({ at, message }) => [text.slice(at.start, at.end), message]),
    [
      ['add_header X-Frame-Options DENY always;', 'X-Frame-Options: DENY is set here and lost below.'],
      [
        `add_header Content-Security-Policy "frame-ancestors 'none'" always;`,
        "Content-Security-Policy: frame-ancestors 'none' is set here and lost below.",
      ],
      ['add_header X-A 1;', 'This line replaces every inherited header line.'],
    ],
  );
});
