import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint, type CheckOptions } from '../../../../../../test/support/check.ts';

const rules = ['nginx-include', 'nginx-syntax', 'nginx-directive'];

function says(name: string, source: string, options: CheckOptions = {}): void {
  test(name, () => check(source, { rules, ...options }));
}

describe('a file that is not there', () => {
  says(
    'below the directory of the main file, from wherever it is named',
    `
    -- nginx.conf --
    events { }
    http {
        include sites/*.conf;
        include snippets/tls.conf;
                ^^^^^^^^^^^^^^^^^ nginx-include: "snippets/tls.conf" does not exist here
    }
    -- sites/shop.conf --
    server { include "locations/a b.conf"; }
                     ^^^^^^^^^^^^^^^^^^^^ nginx-include: does not exist here
    `,
  );
  says(
    'in the folder that stands for one of the machine',
    `
    -- /ws/nginx/nginx.conf --
    events { }
    http {
        include /etc/nginx/snippets/tls.conf;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nginx-include: does not exist here
        include /etc/nginx/snippets/gzip.conf;
    }
    -- /ws/nginx/snippets/gzip.conf --
    gzip on;
    `,
  );
  says(
    'outside of what can be read, once for each file that names it',
    `
    -- /ws/nginx/nginx.conf --
    events { }
    http {
        include /opt/app/tls.conf;
                ^^^^^^^^^^^^^^^^^ nginx-include: is outside of what can be read here
        include ../../a.conf;
                ^^^^^^^^^^^^ nginx-include: is outside of what can be read here
        server { include /opt/app/tls.conf; }
        include sites/a.conf;
    }
    -- /ws/nginx/sites/a.conf --
    server { include /opt/app/tls.conf; }
                     ^^^^^^^^^^^^^^^^^ nginx-include: is outside
    `,
  );
  says(
    'beside a fragment that no main file includes',
    `
    -- conf.d/a.conf --
    server { include snippets/b.conf; }
                     ^^^^^^^^^^^^^^^ nginx-include: no main file here includes this one
    `,
  );
  says(
    'but comes with nginx or a distribution',
    `
    events { }
    http {
        include mime.types;
        include /etc/nginx/mime.types;
        server {
            include /etc/letsencrypt/options-ssl-nginx.conf;
            location ~ \\.php$ { include snippets/fastcgi-php.conf; include fastcgi_params; }
            location / { include proxy_params; include uwsgi_params; }
        }
    }
    `,
  );
  says(
    'or need not be there: a glob may match nothing',
    `
    events { }
    http { include conf.d/*.conf; include /etc/nginx/sites-enabled/*; include modules[0-9].conf; }
    `,
  );
  test('is an error where it must be there, information where it cannot be told', async () => {
    const main = 'events { } http { include a.conf; include /opt/b.conf; }';
    const { findings } = await lint({ 'nginx.conf': main }, { rules });
    assert.deepEqual(
      findings.map(({ finding }) => finding.severity),
      ['error', 'information'],
    );
  });
  says(
    'where the settings say it would be',
    `
    -- /ws/nginx.conf --
    events { }
    http { include /srv/conf/a.conf; include /srv/conf/b.conf; }
                                             ^^^^^^^^^^^^^^^^ nginx-include: does not exist here
    -- /ws/parts/a.conf --
    gzip on;
    `,
    { settings: { nginx: { pathMap: { '/srv/conf': '/ws/parts' } } } },
  );
});

describe('what nginx cannot read', () => {
  says(
    'a folder, named or matched by a glob',
    `
    -- nginx.conf --
    events { }
    http {
        include sites;
                ^^^^^ nginx-include: leads to a folder
        include sites/*;
                ^^^^^^^ nginx-include: leads to a folder
        include sites/*.conf;
    }
    -- sites/a.conf --
    server { listen 80; }
    -- sites/old/b.conf --
    server { listen 80; }
    `,
  );
  says(
    'a circle, reported where it closes',
    `
    -- nginx.conf --
    events { }
    http { include a.conf; }
    -- a.conf --
    server { include b.conf; }
    -- b.conf --
    location /b { include b.conf; }
                          ^^^^^^ nginx-include: leads back to a file from which it is read
    include a.conf;
            ^^^^^^ nginx-include: leads back
    `,
  );
  says(
    'the main file, by a glob over its own directory',
    `
    events { }
    http { include *.conf; }
                   ^^^^^^ nginx-include: leads back
    `,
  );
});

test('a fragment under two main files is judged under each, and each thing is said once', async () => {
  const files = {
    'one.conf': 'events { } http { include parts/a.conf; }',
    'two.conf': 'events { } http { include parts/a.conf; }',
    'parts/a.conf': 'include b.conf; include b.conf;',
  };
  const { findings } = await lint(files, { rules });
  assert.deepEqual(
    findings.map(({ path, finding }) => [path, finding.at.start]),
    [
      ['parts/a.conf', 8],
      ['parts/a.conf', 24],
    ],
  );
});
