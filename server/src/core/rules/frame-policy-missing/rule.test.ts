import { describe, test } from 'node:test';
import { check, type CheckOptions } from '../../../../../test/support/check.ts';

/** Nothing is reported at all. */
function silent(name: string, source: string, options: CheckOptions = {}): void {
  test(name, () => check(source, options));
}

/** Exactly what is marked is reported, by whatever rule. */
const reported = silent;

describe('no framing policy is reported once, at the outermost place where one insertion mends it', () => {
  reported(
    'a server without any headers, on its keyword',
    `
    server {
    ^^^^^^ frame-policy-missing: any site can frame the pages of server example.com
        listen 80;
        server_name example.com www.example.com;
        root /srv/www;
        location / { try_files $uri /index.html; }
        location /api/ { proxy_pass http://127.0.0.1:8080; }
        location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }
    }
    `,
  );
  reported(
    'a server is named by its address where it has no name, or only the catch-all one',
    `
    server {
    ^^^^^^ frame-policy-missing: the pages of server (listen 443) and
        listen 443 ssl;
        server_name _;
    }
    `,
  );
  reported(
    'an empty server',
    `
    server { }
    ^^^^^^ frame-policy-missing: the pages of server and
    `,
  );
  reported(
    'a main file with one server',
    `
    events { }
    http {
        server {
        ^^^^^^ frame-policy-missing
            listen 80;
        }
    }
    `,
  );
  reported(
    'several servers in one http block, on http',
    `
    events { }
    http {
    ^^^^ frame-policy-missing: the pages of 2 servers or routes in this block
        server { listen 80; server_name a.example; }
        server { listen 80; server_name b.example; location /x/ { root /srv; } }
        server { listen 80; server_name c.example; return 301 https://a.example$request_uri; }
    }
    `,
  );
  reported(
    'several servers in a file that http includes, each in its own',
    `
    server { listen 80; server_name a.example; }
    ^^^^^^ frame-policy-missing: server a.example
    server { listen 80; server_name b.example; }
    ^^^^^^ frame-policy-missing: server b.example
    `,
    { path: 'conf.d/sites.conf' },
  );
  reported(
    'servers in included files, each where a person sees it',
    `
    -- nginx.conf --
    events { }
    http { include conf.d/*.conf; }
    -- conf.d/a.conf --
    server { listen 80; server_name a.example; }
    ^^^^^^ frame-policy-missing: server a.example
    -- conf.d/b.conf --
    server { listen 80; server_name b.example; }
    ^^^^^^ frame-policy-missing: server b.example
    `,
  );
  reported(
    'only the open one of several servers, on that server',
    `
    events { }
    http {
        server { listen 80; server_name a.example; add_header X-Frame-Options DENY always; }
        server {
        ^^^^^^ frame-policy-missing: server b.example
            listen 80;
            server_name b.example;
        }
    }
    `,
  );
  reported(
    'two open servers beside one that headers-more protects: a line in http would make that one conflict',
    `
    events { }
    http {
        server { listen 80; server_name a.example; more_set_headers "X-Frame-Options: DENY"; }
        server { listen 80; server_name b.example; }
        ^^^^^^ frame-policy-missing: server b.example
        server { listen 80; server_name c.example; }
        ^^^^^^ frame-policy-missing: server c.example
    }
    `,
  );
  reported(
    'the one location that is left open',
    `
    server {
        listen 80;
        location / { add_header X-Frame-Options DENY always; root /srv; }
        location /embed/ {
        ^^^^^^^^^^^^^^^^ frame-policy-missing: the pages of location /embed/ and
            root /srv;
        }
    }
    `,
  );
  reported(
    'two open locations beside a closed one, on the server whose one line mends both',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        location / { add_header X-Frame-Options DENY always; root /srv; }
        location /a/ { root /srv; }
        location /b/ { root /srv; }
    }
    `,
  );
  reported(
    'a server with other headers, and a location whose own headers would drop what is inserted there',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        add_header X-Content-Type-Options nosniff always;
        location /api/ {
        ^^^^^^^^^^^^^^ frame-policy-missing: location /api/
        ^^^^^^^^^^^^^^ header-lost: X-Content-Type-Options
            add_header Cache-Control no-store;
            proxy_pass http://127.0.0.1:8080;
        }
    }
    `,
  );
  reported(
    'nested locations that inherit are no findings of their own',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        location /a/ {
            location /a/b/ { root /srv; }
            location ~ \\.html$ { root /srv; }
        }
    }
    `,
  );
  reported(
    'the same included file with servers, judged under two main files, is reported once',
    `
    -- nginx.conf --
    events { }
    http { include shared/site.conf; }
    -- other.conf --
    events { }
    http { include shared/site.conf; }
    -- shared/site.conf --
    server { listen 80; }
    ^^^^^^ frame-policy-missing
    `,
  );
  reported(
    'an included file of locations: at the server that includes them',
    `
    -- nginx.conf --
    events { }
    http {
        server {
        ^^^^^^ frame-policy-missing
            listen 80;
            include locations.conf;
        }
    }
    -- locations.conf --
    location /a/ { root /srv; }
    location /b/ { root /srv; }
    `,
  );
  reported(
    'CRLF line ends and tabs',
    'server {\r\n^^^^^^ frame-policy-missing\r\n\tlisten 80;\r\n\tlocation / {\r\n\t\troot /srv;\r\n\t}\r\n}\r\n',
  );
  reported(
    'a quoted keyword is the same keyword',
    `
    "server" {
    ^^^^^^^^ frame-policy-missing
        listen 80;
    }
    `,
  );
});

describe('what else does not protect', () => {
  for (const [what, lines] of Object.entries({
    'another header': 'add_header X-Content-Type-Options nosniff always;',
    'a policy without frame-ancestors': `add_header Content-Security-Policy "default-src 'self'" always;`,
    'a policy with a nonce and without frame-ancestors': `add_header Content-Security-Policy "script-src 'nonce-$request_id'; default-src 'none'" always;`,
    'a header removed by headers-more': 'more_clear_headers X-Frame-Options;',
    'headers-more without a value': 'more_set_headers "X-Frame-Options:";',
    'headers-more on another status': 'more_set_headers -s 404 "X-Frame-Options: DENY";',
    proxy_hide_header: 'proxy_hide_header X-Frame-Options;',
    'Lua that speaks of other headers': `header_filter_by_lua_block { ngx.header["X-Served-By"] = "gw" }`,
    expires: 'expires 1d;',
  })) {
    reported(
      what,
      `
      server {
      ^^^^^^ frame-policy-missing
          listen 80;
          ${lines}
      }
      `,
    );
  }
});

describe('a policy in any form is silent', () => {
  for (const [what, lines] of Object.entries({
    SAMEORIGIN: 'add_header X-Frame-Options SAMEORIGIN always;',
    'DENY in quotes': 'add_header X-Frame-Options "DENY" always;',
    'single quotes': "add_header X-Frame-Options 'DENY' always;",
    'quoted name, odd case, white space around': 'add_header  "x-FRAME-options"\t" deny "   always ;',
    'frame-ancestors': `add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'" always;`,
    'frame-ancestors beside a nonce': `add_header Content-Security-Policy "script-src 'nonce-$request_id'; frame-ancestors 'none'" always;`,
    'an allow-list': `add_header Content-Security-Policy "frame-ancestors 'self' https://partner.example" always;`,
    'headers-more': 'more_set_headers "X-Frame-Options: DENY";',
    'headers-more without a colon': 'more_set_headers "X-Frame-Options DENY";',
    'headers-more for the status of a page': 'more_set_headers -s "200 404 403 500" "X-Frame-Options: DENY";',
    'a value that run time decides': 'add_header X-Frame-Options $xfo always;',
    'a policy that run time decides': 'add_header Content-Security-Policy $csp always;',
    'a policy known in parts': 'add_header Content-Security-Policy "$base; object-src \'none\'" always;',
    'a value by content type': 'more_set_headers -t "text/html" "X-Frame-Options: DENY";',
    'Lua that names the header': 'header_filter_by_lua_block { ngx.header["X-Frame-Options"] = "DENY" }',
    'Lua of another phase that names it': 'access_by_lua_block { ngx.header["X-Frame-Options"] = "DENY" }',
    'Lua in a file': 'header_filter_by_lua_file /etc/nginx/headers.lua;',
    'Lua that loads more Lua': 'header_filter_by_lua_block { require("headers").secure() }',
    'a header filter of njs': 'js_header_filter main.headers;',
    'the security_headers module': 'security_headers on;',
  })) {
    silent(
      what,
      `
      server {
          listen 80;
          ${lines}
      }
      `,
      { rules: ['frame-policy-missing', 'frame-policy-invalid', 'frame-policy-lost'] },
    );
  }
  silent(
    'a header in http reaches every server',
    `
    events { }
    http {
        add_header X-Frame-Options DENY always;
        server { listen 80; location / { root /srv; } }
        server { listen 81; }
    }
    `,
  );
  silent(
    'the order of header lines and blocks does not matter',
    `
    server {
        listen 80;
        location / { root /srv; }
        add_header X-Frame-Options DENY always;
    }
    `,
  );
  silent(
    'a header that an included file brings',
    `
    -- nginx.conf --
    events { }
    http { server { listen 80; include snippets/headers.conf; } }
    -- snippets/headers.conf --
    add_header X-Frame-Options DENY always;
    `,
  );
  silent(
    'a header of the http block that includes the file',
    `
    -- conf.d/site.conf --
    server { listen 80; }
    -- nginx.conf --
    events { }
    http { add_header X-Frame-Options DENY always; include /etc/nginx/conf.d/*.conf; }
    `,
  );
});

describe('nothing that a frame could show is silent', () => {
  for (const [what, lines] of Object.entries({
    'a redirect to https': 'return 301 https://$host$request_uri;',
    'a redirect without a status': 'return https://example.com$request_uri;',
    'a permanent redirect': 'return 308 https://example.com$request_uri;',
    'a redirect by rewrite': 'rewrite ^(.*)$ https://example.com$1 permanent;',
    'a redirect by rewrite without a flag': 'rewrite ^ https://$host$request_uri?;',
    'a redirect in the location that takes everything': 'location / { return 302 /app/; }',
    "certbot's redirect":
      'if ($host = www.example.com) { return 301 https://$host$request_uri; } server_name www.example.com; return 404;',
    'a closed connection': 'return 444;',
    'no content': 'return 204;',
    'a bare status': 'return 403;',
    'a redirect besides the challenges of an authority':
      'location ^~ /.well-known/acme-challenge/ { root /var/www/certbot; } location / { return 301 https://$host$request_uri; }',
    'a location that refuses everyone': 'location / { deny all; }',
    'no handshake': 'listen 443 ssl default_server; ssl_reject_handshake on;',
    'an answer by if, and nothing else':
      'if ($bad_bot) { return 403; } location / { return 301 https://$host$request_uri; }',
  })) {
    silent(
      what,
      `
      server {
          ${what === 'no handshake' ? '' : 'listen 80;'}
          ${lines}
      }
      `,
    );
  }
  reported(
    'but a text is something',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        return 200 "ok";
    }
    `,
  );
  reported(
    "and so is an error page of one's own",
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        return 404 "<h1>Nothing here</h1>";
    }
    `,
  );
  reported(
    'and a text that an if of the server returns before any redirect',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        if ($arg_status) { return 200 "alive"; }
        return 301 https://$host$request_uri;
    }
    `,
  );
  reported(
    'and plain requests to a server that refuses handshakes',
    `
    server {
    ^^^^^^ frame-policy-missing
        listen 80;
        listen 443 ssl;
        ssl_reject_handshake on;
    }
    `,
  );
  silent(
    'stream and mail',
    `
    events { }
    stream { server { listen 12345; proxy_pass 127.0.0.1:5432; } }
    mail { server { listen 25; protocol smtp; } }
    `,
  );
  silent('stream servers in a file of their own', 'server { listen 53 udp; proxy_pass 127.0.0.1:5353; }\n', {
    path: 'stream.d/dns.conf',
  });
  silent('a file without servers', 'gzip on;\nserver_tokens off;\n', { path: 'conf.d/tuning.conf' });
  silent('a map of content types', 'types {\n    text/html html;\n}\n', { path: 'mime.types' });
});

describe('only images, styles, scripts or fonts are information', () => {
  for (const head of [
    '~* \\.(js|css|png|jpe?g|gif|ico|svg|woff2?)$',
    '~ \\.css$',
    '~* "\\.(?:ttf|otf|eot)$"',
    '= /favicon.ico',
    '= /robots.txt',
    '/logo.png',
  ]) {
    reported(
      `location ${head}`,
      `
      server {
          listen 80;
          location / { add_header X-Frame-Options DENY always; root /srv; }
          location ${head} {
          ${'^'.repeat(`location ${head}`.length)} frame-policy-missing: serves only images, styles, scripts or fonts
              root /srv;
          }
      }
      `,
    );
  }
  for (const head of [
    '~* \\.(html|css)$',
    '~ \\.php$',
    '/static/',
    '~* \\.(pdf|png)$',
    '~ ^/img/',
    '~* css',
  ]) {
    reported(
      `but not location ${head}`,
      `
      server {
          listen 80;
          location / { add_header X-Frame-Options DENY always; root /srv; }
          location ${head} {
          ${'^'.repeat(`location ${head}`.length)} frame-policy-missing: any site can frame the pages
              root /srv;
          }
      }
      `,
    );
  }
});

describe('a fragment that has no main file', () => {
  silent('of locations proves nothing by absence', 'location / {\n    root /srv;\n}\n', {
    path: 'snippets/static.conf',
  });
  silent('of a proxy', 'proxy_set_header Host $host;\nproxy_http_version 1.1;\n', { path: 'proxy_params' });
  silent(
    'with a context comment proves nothing either',
    '# gateway-lint: context=http,server\nlocation / {\n    proxy_pass http://127.0.0.1;\n}\n',
    { path: 'parts/app.inc' },
  );
  reported(
    'with a whole server is judged as it stands',
    `
    # gateway-lint: context=http
    server { }
    ^^^^^^ frame-policy-missing
    `,
    { path: 'parts/app.inc' },
  );
  silent(
    'is read as what its comment says: a stream',
    `
    # gateway-lint: context=stream
    server { listen 12345; proxy_pass 127.0.0.1:5432; }
    `,
    { path: 'parts/db.inc' },
  );
});

describe('a broken file', () => {
  reported(
    'a missing semicolon spoils one directive only',
    `
    events { }
    http {
        server {
            listen 80
            ^^^^^^^^^ nginx-syntax
            add_header X-Frame-Options DENY always;
        }
        server {
        ^^^^^^ frame-policy-missing
            listen 81;
        }
    }
    `,
  );
  reported(
    'a brace that is never closed',
    `
    server {
    ^^^^^^ nginx-syntax
    ^^^^^^ frame-policy-missing
        listen 80;
    `,
  );
});
