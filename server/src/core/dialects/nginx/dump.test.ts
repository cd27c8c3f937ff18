import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { tokenTexts } from '../../syntax/nginx/tokens.ts';
import type { Uri } from '../../model/place.ts';
import { parseFile } from './parse.ts';

const uri = 'file:///ws/dump.txt' as Uri;

describe('what nginx -T prints', () => {
  test('is read as the files that it prints, at their places in the dump', async () => {
    await check(
      `
      -- dump.txt --
      nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
      nginx: configuration file /etc/nginx/nginx.conf test is successful
      # configuration file /etc/nginx/nginx.conf:
      events { }
      http {
          include /etc/nginx/conf.d/*.conf;
          include headers.conf;
      }

      # configuration file /etc/nginx/conf.d/b.conf:
      server {
          listen 81;
          location / {
          ^^^^^^^^^^ frame-policy-lost
              add_header Cache-Control no-store;
          }
      }

      # configuration file /etc/nginx/conf.d/a.conf:
      server { listen 80 }
               ^^^^^^^^^ nginx-syntax

      # configuration file /etc/nginx/headers.conf:
      add_header X-Frame-Options DENY always;
      `,
    );
  });

  test('does not look for its includes beside it', async () => {
    const { findings } = await lint({
      'dump.txt':
        '# configuration file /etc/nginx/nginx.conf:\nevents { }\nhttp { include a.conf; }\n' +
        '# configuration file /etc/nginx/a.conf:\nserver { listen 80; }\n',
      'a.conf': 'add_header X-Frame-Options DENY always;\n',
    });
    const inDump = findings.filter(({ path }) => path === 'dump.txt');
    assert.deepEqual(
      inDump.map(({ finding }) => finding.rule),
      ['frame-policy-missing'],
    );
  });

  test('judges a file where it is included, though all of them are one', async () => {
    await check(
      `
      -- dump.txt --
      # configuration file /etc/nginx/nginx.conf:
      events { }
      http { server { include a.conf; add_header X-Frame-Options DENY always; } include b.conf; }
      # configuration file /etc/nginx/a.conf:
      location / { root /srv; }
      # configuration file /etc/nginx/b.conf:
      location / { root /srv; }
      ^^^^^^^^ nginx-directive: "location" may not stand in "http"
      `,
    );
  });

  test('a comment that was left over makes no dump', () => {
    const text = '# configuration file /etc/nginx/nginx.conf:\nevents { }\n';
    assert.equal(parseFile({ uri, version: 0, text }).parts, undefined);
  });

  test('its tokens, joined, are the dump', () => {
    const text =
      'nginx: ok\n# configuration file /a/nginx.conf:\r\nevents { }\n\n# configuration file /a/b.conf:\nhttp { a "b;" }';
    const { tree, parts } = parseFile({ uri, version: 0, text });
    assert.equal(tokenTexts(tree.tokens).join(''), text);
    assert.deepEqual(
      tree.directives.map(({ start, end }) => text.slice(start, end)),
      ['events { }', 'http { a "b;" }'],
    );
    assert.deepEqual(
      parts?.map(({ path, parsed }) => [path, parsed.tree.directives[0]?.keyword]),
      [
        ['/a/nginx.conf', 'events'],
        ['/a/b.conf', 'http'],
      ],
    );
  });
});
