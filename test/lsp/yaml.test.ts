import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withClient } from '../support/lsp-client.ts';

const routers = `http:
  routers:
    app:
      rule: Host(\`app.example.org\`)
      service: app
      middlewares:
        - secure
  services:
    app:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:8080
`;

const middlewares = `http:
  middlewares:
    secure:
      headers:
        frameDeny: true
`;

describe('gateway YAML in the editor', () => {
  it(
    'a router finds its middleware in another file of the folder',
    withClient({ files: { 'routers.yml': routers, 'middlewares.yml': middlewares } }, async (client) => {
      const file = await client.open('routers.yml');
      assert.deepEqual(await file.findings(), []);
    }),
  );

  it(
    'a router without a policy is told of',
    withClient({ files: { 'routers.yml': routers.replace(/ +middlewares:\n.*\n/, '') } }, async (client) => {
      const file = await client.open('routers.yml');
      assert.deepEqual(await file.findings(), ['frame-policy-missing at app']);
    }),
  );

  it(
    'YAML that is no gateway has no findings',
    withClient({ files: { 'playbook.yml': '- hosts: all\n  tasks: []\n' } }, async (client) => {
      const file = await client.open('playbook.yml');
      assert.deepEqual(await file.findings(), []);
    }),
  );

  it(
    'a router tells what it sends, and follows the file of its middlewares',
    withClient({ files: { 'routers.yml': routers, 'middlewares.yml': middlewares } }, async (client) => {
      const file = await client.open('routers.yml');
      assert.match(await file.hoverText('app.example.org', 3), /\| X-Frame-Options \| `DENY` \|/);
      const other = await client.open('middlewares.yml');
      await other.change('frameDeny: true', 'customFrameOptionsValue: SAMEORIGIN');
      assert.match(await file.hoverText('app.example.org', 3), /\| X-Frame-Options \| `SAMEORIGIN` \|/);
    }),
  );

  it(
    'headers and their values are offered where a middleware takes them',
    withClient(
      {
        files: {
          'middlewares.yml': middlewares.replace(
            'frameDeny: true',
            'customResponseHeaders:\n          X-Frame-Options: \n          X-Con\n',
          ),
        },
      },
      async (client) => {
        const file = await client.open('middlewares.yml');
        const names = (await file.complete('X-Con')).map(({ label }) => label);
        assert.ok(names.includes('X-Content-Type-Options'), names.join());
        const values = (await file.complete('Options: ', ' ')).map(({ label }) => label);
        assert.ok(values.includes('DENY'), values.join());
      },
    ),
  );

  it(
    'a broken file is told of at the fault, and mended in place',
    withClient(
      { files: { 'routers.yml': routers.replace('      service', '\tservice') } },
      async (client) => {
        const file = await client.open('routers.yml');
        assert.equal((await file.findings()).length, 1);
        await file.change('\tservice', '      service');
        assert.deepEqual(await file.findings(), ['frame-policy-unresolved at secure']);
      },
    ),
  );
});
