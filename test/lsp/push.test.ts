import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pause, withClient } from '../support/lsp-client.ts';
import { mainFile, openServer } from './samples.ts';

const header = 'add_header X-Frame-Options DENY always;\n';
const including = mainFile('server {\n    listen 80;\n    include headers.conf;\n    root /srv/www;\n}');
const files = { 'nginx.conf': including, 'headers.conf': header };

describe('diagnostics, published to a client that cannot ask', () => {
  it(
    'the server offers no pulling',
    withClient({ diagnostics: 'push' }, (client) => {
      assert.equal(client.capabilities.diagnosticProvider, undefined);
      return Promise.resolve();
    }),
  );

  it(
    'findings come after the file is opened, with its version, and follow the typing',
    withClient({ diagnostics: 'push', files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const [finding] = await client.publishedFor(document.uri, (seen) => seen.length === 1);
      assert.equal(finding?.code, 'frame-policy-missing');
      assert.equal(client.published.at(-1)?.version, 1);
      await document.change('root', `${header} root`);
      await client.publishedFor(document.uri, (seen) => seen.length === 0);
      assert.equal(client.published.at(-1)?.version, 2);
    }),
  );

  it(
    'a burst of typing is answered once',
    withClient({ diagnostics: 'push', files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      await client.publishedFor(document.uri, (seen) => seen.length === 1);
      const before = client.published.length;
      for (const port of ['81', '82', '83'])
        await document.change(/listen \d+/.exec(document.text)?.[0] ?? '', `listen ${port}`);
      await pause(400);
      assert.deepEqual(
        client.published.slice(before).map(({ version }) => version),
        [4],
      );
    }),
  );

  it(
    'an edit of a fragment publishes its main file too',
    withClient({ diagnostics: 'push', files }, async (client) => {
      const main = await client.open('nginx.conf');
      const fragment = await client.open('headers.conf');
      await client.publishedFor(main.uri, (seen) => seen.length === 0);
      await fragment.setText('');
      await client.publishedFor(main.uri, (seen) => seen.length === 1);
    }),
  );

  it(
    'a fragment that changes on disk publishes its main file',
    withClient({ diagnostics: 'push', files }, async (client) => {
      const main = await client.open('nginx.conf');
      await client.publishedFor(main.uri, (seen) => seen.length === 0);
      await client.writeOutside({ 'headers.conf': '' });
      await client.publishedFor(main.uri, (seen) => seen.length === 1);
    }),
  );

  it(
    'a closed file keeps no findings',
    withClient({ diagnostics: 'push', files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      await client.publishedFor(document.uri, (seen) => seen.length === 1);
      await document.close();
      await client.publishedFor(document.uri, (seen) => seen.length === 0);
    }),
  );

  it(
    'a change of settings publishes anew',
    withClient({ diagnostics: 'push', files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      await client.publishedFor(document.uri, (seen) => seen.length === 1);
      await client.configure({ severities: { 'frame-policy-missing': 'off' } });
      await client.publishedFor(document.uri, (seen) => seen.length === 0);
    }),
  );

  it(
    'a client that can neither be asked for settings nor watch files is still served: settings as pushed, files on save',
    withClient(
      {
        diagnostics: 'push',
        files,
        capabilities: {
          workspace: { configuration: false, didChangeWatchedFiles: {}, didChangeConfiguration: {} },
        },
      },
      async (client) => {
        const main = await client.open('nginx.conf');
        await client.publishedFor(main.uri, (seen) => seen.length === 0);
        client.files.write('headers.conf', '');
        await main.save();
        await client.publishedFor(main.uri, (seen) => seen.length === 1);
        await client.connection.sendNotification('workspace/didChangeConfiguration', {
          settings: { gatewayLint: { severities: { 'frame-policy-missing': 'off' } } },
        });
        await client.publishedFor(main.uri, (seen) => seen.length === 0);
        assert.deepEqual(client.registered, []);
      },
    ),
  );
});
