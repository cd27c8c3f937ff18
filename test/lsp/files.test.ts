import assert from 'node:assert/strict';
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'node:test';
import { diskFiles } from '../../server/src/lsp/disk-files.ts';
import { pause, until, withClient } from '../support/lsp-client.ts';
import { mainFile, openServer, safeServer } from './samples.ts';

const header = 'add_header X-Frame-Options DENY always;\n';

function including(path: string): string {
  return mainFile(`include ${path};`, openServer);
}

describe('files that nobody has open', () => {
  const found: readonly (readonly [include: string, path: string])[] = [
    ['headers.conf', 'headers.conf'],
    ['snippets/*.conf', 'snippets/a.conf'],
    ['*/headers/[a-c]?.inc', 'deep/headers/b1.inc'],
    ['conf.d/../snippets/a.conf', 'snippets/a.conf'],
    ['"with space/o\'brien (1).conf"', "with space/o'brien (1).conf"],
    ['ünïcode/*.conf', 'ünïcode/ø.conf'],
  ];
  for (const [include, path] of found) {
    it(
      `include ${include} finds ${path}`,
      withClient({ files: { 'nginx.conf': including(include), [path]: header } }, async (client) => {
        const main = await client.open('nginx.conf');
        assert.deepEqual(await main.findings(), []);
      }),
    );
  }

  it(
    'a main file in a folder below the workspace may include from beside it',
    withClient(
      { files: { 'site/nginx.conf': including('../shared/headers.conf'), 'shared/headers.conf': header } },
      async (client) => {
        const main = await client.open('site/nginx.conf');
        assert.deepEqual(await main.findings(), []);
      },
    ),
  );

  it(
    'hidden files match no glob, as in glob(3)',
    withClient(
      { files: { 'nginx.conf': including('snippets/*'), 'snippets/.hidden': header } },
      async (client) => {
        const main = await client.open('nginx.conf');
        assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
      },
    ),
  );

  it(
    'nothing outside the folders that are open is read or listed',
    withClient(
      {
        files: {
          'nginx.conf': including('/etc/nginx/*.conf'),
          '/etc/nginx/headers.conf': header,
          '/ws2/headers.conf': header,
        },
      },
      async (client) => {
        const main = await client.open('nginx.conf');
        await main.diagnostics();
        for (const path of ['/etc/passwd', '../ws2/headers.conf', '/*/headers.conf', '/**']) {
          await main.setText(including(path));
          await main.diagnostics();
        }
        assert.deepEqual(
          client.asked.filter((uri) => !/^file:\/\/\/ws(\/|$)/.test(uri)),
          [],
        );
      },
    ),
  );

  it(
    'without a folder, what lies beside the opened file is read, and nothing else',
    withClient(
      {
        folders: [],
        files: {
          '/home/me/nginx/nginx.conf': including('conf.d/*.conf'),
          '/home/me/nginx/conf.d/headers.conf': header,
          '/home/me/secret.conf': header,
        },
      },
      async (client) => {
        const main = await client.open('/home/me/nginx/nginx.conf');
        assert.deepEqual(await main.findings(), []);
        await main.setText(including('../secret.conf'));
        assert.deepEqual(await main.findings(), [
          'nginx-include at ../secret.conf',
          'frame-policy-missing at server',
        ]);
        assert.deepEqual(
          client.asked.filter((uri) => !uri.startsWith('file:///home/me/nginx')),
          [],
        );
      },
    ),
  );

  it(
    'a folder that is added to the workspace counts from then on',
    withClient(
      { folders: ['/other'], files: { 'nginx.conf': including('headers.conf'), 'headers.conf': header } },
      async (client) => {
        const main = await client.open('nginx.conf');
        assert.deepEqual(await main.findings(), ['nginx-include at headers.conf']);
        client.folders = ['/other', '/ws'];
        const added = [{ uri: 'file:///ws', name: 'ws' }];
        await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
          event: { added, removed: [] },
        });
        await until('a refresh', () => client.refreshes > 0);
        assert.deepEqual(await main.findings(), []);
      },
    ),
  );

  it(
    'files include each other in a circle and the server lives',
    withClient(
      {
        files: {
          'nginx.conf': including('a.conf'),
          'a.conf': 'include b.conf;',
          'b.conf': 'include a.conf;',
        },
      },
      async (client) => {
        const main = await client.open('nginx.conf');
        await main.diagnostics();
        assert.deepEqual(
          await (await client.open('b.conf')).hover('include', 2),
          await client.documents.get('file:///ws/b.conf')?.hover('include', 2),
        );
        assert.deepEqual(client.log, []);
      },
    ),
  );

  it(
    'a client that fails to answer is a world without files',
    withClient(
      { files: { 'nginx.conf': including('snippets/*.conf'), 'snippets/a.conf': header } },
      async (client) => {
        client.files.read = () => {
          throw new Error('the disk is gone');
        };
        const main = await client.open('nginx.conf', { text: including('snippets/*.conf') });
        assert.deepEqual(await main.findings(), ['frame-policy-missing at server']);
      },
    ),
  );
});

describe('watching', () => {
  it(
    'the usual places are watched from the start',
    withClient({}, async (client) => {
      await until('watchers', () => client.watched().includes('**/*.{conf,nginx,vhost}'));
    }),
  );

  it(
    'an include that leads elsewhere is watched too, once',
    withClient(
      { files: { 'nginx.conf': including('extra/*.inc'), 'extra/a.inc': header } },
      async (client) => {
        const main = await client.open('nginx.conf');
        await main.diagnostics();
        await until('a watcher', () => client.watched().includes('file:///ws/extra *.inc'));
        await main.change('80', '81');
        await main.diagnostics();
        await pause(700);
        assert.equal(client.watched().filter((glob) => glob === 'file:///ws/extra *.inc').length, 1);
      },
    ),
  );

  it(
    'nothing outside the open folders is watched',
    withClient({ files: { 'nginx.conf': including('/etc/nginx/extra/*.inc') } }, async (client) => {
      await (await client.open('nginx.conf')).diagnostics();
      await pause(700);
      assert.deepEqual(
        client.watched().filter((glob) => glob.includes('/etc/nginx')),
        [],
      );
    }),
  );

  it(
    'a save that the screen already shows asks for nothing',
    withClient({ files: { 'nginx.conf': mainFile(safeServer) } }, async (client) => {
      const main = await client.open('nginx.conf');
      await main.diagnostics();
      await pause(300);
      const before = client.refreshes;
      await client.writeOutside({ 'nginx.conf': main.text });
      await pause(350);
      assert.equal(client.refreshes, before);
    }),
  );
});

describe('a client that does not read files for the server', () => {
  it('is served from the disk, within its folders', async () => {
    const home = await realpath(await mkdtemp(join(tmpdir(), 'gateway-lint-')));
    const folder = join(home, 'open & shut');
    await mkdir(join(folder, 'conf.d'), { recursive: true });
    await writeFile(join(folder, 'nginx.conf'), including('conf.d/*.conf'));
    await writeFile(join(folder, 'conf.d', "it's+@.conf"), header);
    await writeFile(join(home, 'outside.conf'), header);
    try {
      await withClient(
        {
          answersFiles: false,
          folders: [folder.replace(' ', '%20').replace('&', '%26')],
          collaborators: { disk: diskFiles },
        },
        async (client) => {
          const uri = pathToFileURL(join(folder, 'nginx.conf')).href;
          const main = await client.open('', { uri, text: including('conf.d/*.conf') });
          assert.deepEqual(await main.findings(), []);
          await main.setText(including('../outside.conf'));
          assert.deepEqual(await main.findings(), [
            'nginx-include at ../outside.conf',
            'frame-policy-missing at server',
          ]);
          assert.deepEqual(client.asked, []);
        },
      )();
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
