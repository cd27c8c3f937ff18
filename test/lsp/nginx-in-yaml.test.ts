import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyAction } from '../support/lsp-document.ts';
import { withClient } from '../support/lsp-client.ts';

const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  nginx.conf: |
    events {}
    http {
      server {
        server_name shop.example;
        add_header X-Frame-Options "DENY" always;
        location /cart {
          root /srv;
        }
      }
    }
`;

const compose = `services:
  web:
    image: nginx:1.29
    configs:
      - source: site
        target: /etc/nginx/conf.d/default.conf
configs:
  site:
    content: |
      server {
        listen 80;
        server_name shop.example;
        add_header X-Frame-Options SAMEORIGIN always;
        location /cart {
          proxy_set_header Host $$host;
          proxy_pass http://cart;
        }
      }
`;

const ingress = (annotation: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    ${annotation}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: shop, port: { number: 80 } } }
`;

describe('nginx in the YAML of the editor', () => {
  it(
    'a directive in a ConfigMap is explained with its manual page, at its name',
    withClient({ files: { 'web.yaml': configMap } }, async (client) => {
      const file = await client.open('web.yaml');
      const hover = await file.hover('root /srv', 2);
      assert.ok(hover?.range);
      assert.equal(file.textOf(hover.range), 'root');
      assert.match(await file.hoverText('root /srv', 2), /https:\/\/nginx\.org\/en\/docs\/.*#root/);
    }),
  );

  it(
    'a server and a location in a ConfigMap tell what they send, a header what browsers make of it',
    withClient({ files: { 'web.yaml': configMap } }, async (client) => {
      const file = await client.open('web.yaml');
      assert.match(await file.hoverText('location', 2), /\| X-Frame-Options \| `DENY` \|/);
      assert.match(await file.hoverText('X-Frame-Options', 2), /sends `X-Frame-Options: DENY`.*\n.*nobody/);
      await file.change('root /srv;', 'add_header X-Other yes;');
      assert.match(
        await file.hoverText('X-Frame-Options', 2),
        /Lost in `server shop\.example > location \/cart`/,
      );
    }),
  );

  it(
    'directives are offered by the block around, headers and values where they stand',
    withClient({ files: { 'web.yaml': configMap } }, async (client) => {
      const file = await client.open('web.yaml');
      await file.change('root /srv;', 'add_h');
      const directives = (await file.complete('add_h')).map(({ label }) => label);
      assert.ok(directives.includes('add_header'), directives.join());
      assert.ok(!directives.includes('worker_processes'), 'a directive of the main level');
      await file.change('add_h', 'add_header X-Fr');
      const names = (await file.complete('add_header X-Fr')).map(({ label }) => label);
      assert.equal(names[0], 'X-Frame-Options');
      await file.change('add_header X-Fr', 'add_header X-Frame-Options ');
      const values = (await file.complete('add_header X-Frame-Options ', ' ')).map(({ label }) => label);
      assert.ok(values.includes('SAMEORIGIN'), values.join());
    }),
  );

  it(
    'a configuration in a Compose file is explained and completed, its dollar signs doubled',
    withClient({ files: { 'compose.yaml': compose } }, async (client) => {
      const file = await client.open('compose.yaml');
      assert.match(await file.hoverText('proxy_pass', 2), /#proxy_pass/);
      assert.match(await file.hoverText('location', 2), /\| X-Frame-Options \| `SAMEORIGIN` \|/);
      await file.change('$$host;', '');
      const values = await file.complete('proxy_set_header Host ', ' ');
      assert.ok(
        values.some(({ textEdit }) => textEdit?.newText === '$$host'),
        values.map(({ label }) => label).join(),
      );
    }),
  );

  it(
    'a snippet of ingress-nginx is completed as what stands in a location',
    withClient(
      {
        files: {
          'ingress.yaml': ingress(
            'nginx.ingress.kubernetes.io/configuration-snippet: |\n      more_set_headers "X-Frame-Options: DENY";\n      l',
          ),
        },
      },
      async (client) => {
        const file = await client.open('ingress.yaml');
        assert.match(await file.hoverText('X-Frame-Options', 2), /shop\.example/);
        assert.match(await file.hoverText('more_set_headers', 2), /Contexts:/);
        const directives = (await file.complete('\n      l')).map(({ label }) => label);
        assert.ok(directives.includes('limit_rate'), directives.join());
        assert.ok(!directives.includes('listen'), 'a directive of servers');
      },
    ),
  );

  it(
    'a snippet is completed from its first letter, and an empty one in its quotes',
    withClient(
      {
        files: {
          'ingress.yaml': ingress('nginx.ingress.kubernetes.io/server-snippet: |\n      a'),
          'inline.yaml': ingress('nginx.org/location-snippets: ""'),
        },
      },
      async (client) => {
        const file = await client.open('ingress.yaml');
        const directives = (await file.complete('snippet: |\n      a')).map(({ label }) => label);
        assert.ok(directives.includes('add_header'), directives.join());
        const inline = await client.open('inline.yaml');
        const offered = (await inline.complete('snippets: "')).map(({ label }) => label);
        assert.ok(offered.includes('add_header'), offered.join());
      },
    ),
  );

  it(
    "a snippet of F5's controller is completed on its one line, in its quotes",
    withClient(
      { files: { 'ingress.yaml': ingress('nginx.org/server-snippets: "add_header X-Frame-Options "') } },
      async (client) => {
        const file = await client.open('ingress.yaml');
        assert.match(await file.hoverText('add_header', 2), /#add_header/);
        const values = await file.complete('X-Frame-Options ', ' ');
        assert.deepEqual(
          values.map(({ textEdit }) => textEdit?.newText),
          ['\\"DENY\\"', '\\"SAMEORIGIN\\"'],
        );
      },
    ),
  );

  it(
    'a header in a snippet is put in its quotes at once',
    withClient(
      {
        files: {
          'ingress.yaml': ingress(
            'nginx.ingress.kubernetes.io/configuration-snippet: |\n      more_set_headers X-Frame-Options: DENY;',
          ),
        },
      },
      async (client) => {
        const file = await client.open('ingress.yaml');
        await applyAction(client, await file.fixAll());
        assert.match(file.text, / {6}more_set_headers "X-Frame-Options: DENY";\n/);
        assert.deepEqual(await file.findings(), []);
      },
    ),
  );

  it(
    'findings follow each keystroke',
    withClient({ files: { 'web.yaml': configMap } }, async (client) => {
      const file = await client.open('web.yaml');
      assert.deepEqual(await file.findings(), []);
      await file.change('"DENY"', '"DENX"');
      assert.deepEqual(await file.findings(), ['frame-policy-invalid at "DENX"']);
      await file.change('"DENX"', '"DENY"');
      await file.change('root /srv;', 'root /srv');
      assert.deepEqual(await file.findings(), ['nginx-syntax at root /srv']);
    }),
  );
});
