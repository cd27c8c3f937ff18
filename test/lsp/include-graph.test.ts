import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until, withClient, type LspClient } from '../support/lsp-client.ts';
import { mainFile, openServer, safeServer } from './samples.ts';

const header = 'add_header X-Frame-Options DENY always;\n';

/** Waits until the editor is asked to ask again. */
async function told(client: LspClient, act: () => Promise<unknown>): Promise<void> {
  const before = client.refreshes;
  await act();
  await until('a refresh', () => client.refreshes > before);
}

describe('files that come and go', () => {
  it(
    'a new file, not saved yet, counts where a glob names it, and the editor is told',
    withClient({ files: { 'nginx.conf': mainFile('include parts/*;', openServer) } }, async (client) => {
      const main = await client.open('nginx.conf');
      assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
      await told(client, () => client.open('parts/policy', { text: header, languageId: 'plaintext' }));
      assert.deepEqual(await main.findings(), []);
    }),
  );

  it(
    'so does one that a path names, until it is closed',
    withClient({ files: { 'nginx.conf': mainFile('include parts/policy;', openServer) } }, async (client) => {
      const main = await client.open('nginx.conf');
      const missing = ['nginx-include at parts/policy', 'frame-policy-missing at server'];
      assert.deepEqual(await main.findings(), missing);
      await told(client, () => client.open('parts/policy', { text: header }));
      assert.deepEqual(await main.findings(), []);
      const fragment = client.documents.get(client.files.uri('parts/policy'));
      await told(client, () => fragment?.close() ?? Promise.resolve());
      assert.deepEqual(await main.findings(), missing);
    }),
  );

  it(
    'a file that is deleted is missed, and found again',
    withClient(
      { files: { 'nginx.conf': mainFile('include a.inc;', safeServer), 'a.inc': 'gzip on;' } },
      async (client) => {
        const main = await client.open('nginx.conf');
        assert.deepEqual(await main.findings(), []);
        await told(client, () => client.writeOutside({ 'a.inc': undefined }));
        assert.deepEqual(await main.findings(), ['nginx-include at a.inc']);
        await told(client, () => client.writeOutside({ 'a.inc': 'gzip on;' }));
        assert.deepEqual(await main.findings(), []);
      },
    ),
  );

  it(
    'what an include looks for is watched, be it there or not',
    withClient(
      { files: { 'nginx.conf': mainFile('include parts/*.inc; include a.inc;') } },
      async (client) => {
        const main = await client.open('nginx.conf');
        await main.diagnostics();
        await until('watchers', () =>
          client.watched().some((glob) => glob.endsWith('file:///ws/parts *.inc')),
        );
        assert.ok(client.watched().includes('file:///ws a.inc'), client.watched().join('\n'));
      },
    ),
  );

  it(
    'a circle that is typed is reported where it closes, in the file that closes it',
    withClient(
      { files: { 'nginx.conf': mainFile('include a.conf;', safeServer), 'a.conf': '# nothing\n' } },
      async (client) => {
        const main = await client.open('nginx.conf');
        const fragment = await client.open('a.conf');
        assert.deepEqual(await main.findings(), []);
        await fragment.setText('include a.conf;\n');
        assert.deepEqual(await fragment.findings(), ['nginx-include at a.conf']);
        assert.deepEqual(await main.findings(), []);
      },
    ),
  );
});

describe('gatewayLint.nginx.pathMap', () => {
  const files = {
    'deploy/nginx.conf': mainFile('include /srv/conf/policy.conf;', openServer),
    'shared/policy.conf': header,
  };
  const unmapped = ['nginx-include at /srv/conf/policy.conf', 'frame-policy-missing at server'];

  it(
    'finds paths of the machine in a folder of the workspace, and follows its changes',
    withClient({ files }, async (client) => {
      const main = await client.open('deploy/nginx.conf');
      assert.deepEqual(await main.findings(), unmapped);
      for (const folder of ['shared', '/ws/shared', '${workspaceFolder}/shared/']) {
        await client.configure({ nginx: { pathMap: { '/srv/conf': folder } } });
        assert.deepEqual(await main.findings(), []);
        await client.configure({});
        assert.deepEqual(await main.findings(), unmapped);
      }
    }),
  );

  it(
    'never leads out of the folders that are open',
    withClient(
      {
        files: { ...files, '/etc/policy.conf': header },
        settings: { nginx: { pathMap: { '/srv/conf': '/etc' } } },
      },
      async (client) => {
        const main = await client.open('deploy/nginx.conf');
        assert.deepEqual(await main.findings(), unmapped);
        assert.deepEqual(
          client.asked.filter((uri) => !uri.startsWith('file:///ws')),
          [],
        );
      },
    ),
  );
});

describe('the language that the editor names', () => {
  it(
    'is believed for a file that is empty, or has just begun',
    withClient({}, async (client) => {
      const document = await client.open('untitled', { text: '' });
      assert.ok((await document.complete('')).length > 0);
      await document.setText('add_h');
      assert.ok((await document.complete('add_h')).some(({ label }) => label === 'add_header'));
    }),
  );

  it(
    "is not believed for Apache's sites, which stand in folders of the same name",
    withClient({}, async (client) => {
      const text = '<VirtualHost *:80>\n  ServerName a\n</VirtualHost>\n';
      const document = await client.open('apache2/sites-available/a', { text });
      assert.deepEqual(await document.findings(), []);
    }),
  );
});
