import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until, withClient } from '../support/lsp-client.ts';
import { springProfiles } from '../support/spring-samples.ts';
import { mainFile, openServer, safeServer } from './samples.ts';

const files = { 'nginx.conf': mainFile(openServer) };

describe('settings', () => {
  it(
    'a rule that is off reports nothing',
    withClient({ files, settings: { severities: { 'frame-policy-missing': 'off' } } }, async (client) => {
      assert.deepEqual(await (await client.open('nginx.conf')).findings(), []);
    }),
  );

  for (const [name, severity] of [
    ['error', 1],
    ['warning', 2],
    ['information', 3],
  ] as const) {
    it(
      `a rule may be ${name}`,
      withClient({ files, settings: { severities: { 'frame-policy-missing': name } } }, async (client) => {
        const [finding] = await (await client.open('nginx.conf')).diagnostics();
        assert.equal(finding?.severity, severity);
      }),
    );
  }

  it(
    'a stricter policy reports what "any" allows, and its fix writes what was asked for',
    withClient(
      { files: { 'nginx.conf': mainFile(safeServer.replace('DENY', 'SAMEORIGIN')) } },
      async (client) => {
        const document = await client.open('nginx.conf');
        assert.deepEqual(await document.findings(), []);
        await client.configure({ policy: 'DENY' });
        await until('a refresh', () => client.refreshes > 0);
        const [finding] = await document.diagnostics();
        assert.equal(finding?.code, 'frame-policy-weaker');
      },
    ),
  );

  it(
    'a change is taken up: the editor is told once and gets other findings',
    withClient({ files }, async (client) => {
      const document = await client.open('nginx.conf');
      const before = await document.pull();
      await client.configure({ severities: { 'frame-policy-missing': 'off' } });
      await client.configure({ severities: { 'frame-policy-missing': 'error' } });
      await until('a refresh', () => client.refreshes > 0);
      const after = await document.pull(before.resultId);
      assert.equal(after.kind === 'full' && after.items[0]?.severity, 1);
      assert.equal(client.refreshes, 1);
    }),
  );

  it(
    'the profiles that are active decide which documents of a Spring application count',
    withClient({ files: { 'application.yml': springProfiles } }, async (client) => {
      const document = await client.open('application.yml');
      assert.deepEqual(await document.findings(), ['frame-policy-lost at default-filters']);
      await client.configure({ springCloudGateway: { profiles: ['default'] } });
      assert.deepEqual(await document.findings(), []);
      await client.configure({ springCloudGateway: { profiles: ['prod'] } });
      assert.deepEqual(await document.findings(), ['frame-policy-lost at default-filters']);
    }),
  );

  it(
    'the server asks to be told of changes in its section',
    withClient({}, async (client) => {
      const asked = await until('a registration', () =>
        client.registered.find(({ method }) => method === 'workspace/didChangeConfiguration'),
      );
      assert.deepEqual(asked?.registerOptions, { section: 'gatewayLint' });
    }),
  );

  it(
    'what cannot be understood is named in the log, once, and the default is used',
    withClient(
      {
        files: { ...files, 'other/nginx.conf': files['nginx.conf'] },
        settings: { policy: 'MAYBE', severities: { 'no-such-rule': 'error' } },
      },
      async (client) => {
        for (const path of ['nginx.conf', 'other/nginx.conf']) {
          assert.deepEqual(await (await client.open(path)).findings(), ['frame-policy-missing at server']);
        }
        assert.equal(client.log.length, 2);
        assert.match(client.log[0] ?? '', /gatewayLint\.policy is "MAYBE"/);
        assert.match(client.log[1] ?? '', /"no-such-rule", which is no rule/);
      },
    ),
  );

  it(
    'fixes on save follow the settings of the file',
    withClient(
      {
        files: { 'nginx.conf': mainFile(safeServer.replace(' always', '')) },
        settings: { severities: { 'frame-policy-success-only': 'off' } },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        assert.equal(await document.fixAll(), undefined);
      },
    ),
  );

  it(
    'settings are asked for again when a file was closed and is opened anew',
    withClient({ files }, async (client) => {
      const document = await client.open('nginx.conf');
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
      client.settings = { severities: { 'frame-policy-missing': 'off' } };
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
      await document.close();
      assert.deepEqual(await (await client.open('nginx.conf')).findings(), []);
    }),
  );
});
