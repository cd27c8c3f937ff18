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
});
