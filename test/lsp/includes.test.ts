import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyAction } from '../support/lsp-document.ts';
import { pause, until, withClient, type LspClient } from '../support/lsp-client.ts';
import { losingServer, mainFile, openServer, safeServer } from './samples.ts';

const header = 'add_header X-Frame-Options DENY always;\n';

/** A server that gets its policy from a file beside it. */
const including = mainFile(
  'server {\n    listen 80;\n    include snippets/headers.conf;\n    root /srv/www;\n}',
);

async function refreshed(client: LspClient): Promise<void> {
  const before = client.refreshes;
  await until('a refresh', () => client.refreshes > before);
}

/** Long enough for a refresh to have come if one were to come. */
async function settled(client: LspClient): Promise<number> {
  await pause(350);
  return client.refreshes;
}

describe('diagnostics across included files', () => {
  it(
    'what an included file sets counts where it is included',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      assert.deepEqual(await main.findings(), []);
    }),
  );

  it(
    'typing in a fragment changes the findings of its main file, and the editor is told to ask again',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      const fragment = await client.open('snippets/headers.conf');
      assert.deepEqual(await main.findings(), []);
      await settled(client);
      const told = refreshed(client);
      await fragment.setText('# nothing\n');
      await fragment.diagnostics();
      await told;
      assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'typing in a main file changes the findings of its fragment, and the editor is told to ask again',
    withClient(
      {
        files: {
          'nginx.conf': mainFile(header, 'include conf.d/*.conf;'),
          'conf.d/site.conf': openServer,
        },
      },
      async (client) => {
        const main = await client.open('nginx.conf');
        const fragment = await client.open('conf.d/site.conf');
        assert.deepEqual(await fragment.findings(), []);
        await settled(client);
        const told = refreshed(client);
        await main.change('add_header X-Frame-Options DENY always;', '');
        await told;
        assert.deepEqual(await fragment.findings(), ['frame-policy-missing at server']);
      },
    ),
  );

  it(
    'a burst of typing asks for one refresh',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      const fragment = await client.open('snippets/headers.conf');
      await main.diagnostics();
      const before = await settled(client);
      for (const letter of 'nothing') await fragment.setText(`# ${letter}\n`);
      assert.equal((await settled(client)) - before, 1);
    }),
  );

  it(
    'typing in a file that stands alone asks for none',
    withClient(
      { files: { 'nginx.conf': mainFile(openServer), 'other/nginx.conf': mainFile(safeServer) } },
      async (client) => {
        const document = await client.open('nginx.conf');
        await (await client.open('other/nginx.conf')).diagnostics();
        await document.diagnostics();
        const before = await settled(client);
        await document.change('80', '81');
        await document.diagnostics();
        assert.equal(await settled(client), before);
      },
    ),
  );

  it(
    'a main file that begins to include a fragment changes the findings of the fragment',
    withClient(
      { files: { 'nginx.conf': mainFile(header), 'conf.d/site.conf': openServer } },
      async (client) => {
        const main = await client.open('nginx.conf');
        const fragment = await client.open('conf.d/site.conf');
        const before = await fragment.findings();
        assert.deepEqual(before, ['frame-policy-missing at server']);
        await settled(client);
        const told = refreshed(client);
        await main.change('add_header X', 'include conf.d/*.conf;\n    add_header X');
        await told;
        assert.deepEqual(await fragment.findings(), []);
      },
    ),
  );

  it(
    'an edit elsewhere that changes nothing here is answered "unchanged"',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      const fragment = await client.open('snippets/headers.conf');
      const before = await main.pull();
      await fragment.setText(`# a comment more\n${header}`);
      assert.equal((await main.pull(before.resultId)).kind, 'unchanged');
      await fragment.setText('');
      assert.equal((await main.pull(before.resultId)).kind, 'full');
    }),
  );

  it(
    'a fragment that changes on disk counts, and the editor is told',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      assert.deepEqual(await main.findings(), []);
      await settled(client);
      const told = refreshed(client);
      await client.writeOutside({ 'snippets/headers.conf': '' });
      await told;
      assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'a new file that a glob names counts, and one that is deleted no longer does',
    withClient(
      { files: { 'nginx.conf': mainFile('include conf.d/*.conf;', openServer) } },
      async (client) => {
        const main = await client.open('nginx.conf');
        assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
        await client.writeOutside({ 'conf.d/headers.conf': header });
        assert.deepEqual(await main.findings(), []);
        await client.writeOutside({ 'conf.d/headers.conf': undefined });
        assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
      },
    ),
  );

  it(
    'what is on the screen counts, not what was saved, until the file is closed',
    withClient({ files: { 'nginx.conf': including, 'snippets/headers.conf': header } }, async (client) => {
      const main = await client.open('nginx.conf');
      const fragment = await client.open('snippets/headers.conf');
      await fragment.setText('');
      assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
      await fragment.close();
      assert.deepEqual(await main.findings(), []);
    }),
  );

  for (const isOpen of [false, true]) {
    it(
      `a fix may land in another file that is ${isOpen ? 'open' : 'not open'}`,
      withClient(
        { files: { 'nginx.conf': mainFile('include conf.d/*.conf;'), 'conf.d/site.conf': openServer } },
        async (client) => {
          const fragment = await client.open('conf.d/site.conf');
          const main = isOpen ? await client.open('nginx.conf') : undefined;
          await applyAction(client, await fragment.fix('server', 'always in http'));
          const text = main?.text ?? client.files.read('file:///ws/nginx.conf');
          assert.match(text ?? '', /\n {4}add_header X-Frame-Options "SAMEORIGIN" always;\n/);
          assert.deepEqual(await fragment.findings(), []);
        },
      ),
    );
  }

  it(
    'related information names the other file',
    withClient(
      {
        files: {
          'nginx.conf': mainFile(losingServer.replace(/ {4}location[^]*\}\n/, '    include locations/*;\n')),
          'locations/api': losingServer.replace(/^[^]*?(?= {4}location)/, '').replace(/\}$/, ''),
        },
      },
      async (client) => {
        const fragment = await client.open('locations/api');
        const finding = (await fragment.diagnostics()).find((d) => d.code === 'frame-policy-lost');
        assert.deepEqual(
          finding?.relatedInformation?.map(({ location }) => location.uri),
          [client.files.uri('nginx.conf'), fragment.uri],
        );
      },
    ),
  );
});
