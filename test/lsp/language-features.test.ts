import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  InsertTextFormat,
  MarkupContent,
  SymbolKind,
  type SymbolInformation,
} from 'vscode-languageserver-protocol/node';
import { withClient } from '../support/lsp-client.ts';
import { losingServer, mainFile, openServer, safeServer } from './samples.ts';

describe('hover', () => {
  it(
    'a directive is explained with its manual page, at its name',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const hover = await document.hover('root', 2);
      assert.ok(hover?.range && MarkupContent.is(hover.contents));
      assert.equal(document.textOf(hover.range), 'root');
      assert.equal(hover.contents.kind, 'markdown');
      assert.match(hover.contents.value, /https:\/\/nginx\.org\/en\/docs\/.*#root/);
    }),
  );

  it(
    'a header is explained by what it is here',
    withClient({ files: { 'nginx.conf': mainFile(losingServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      assert.match(await document.hoverText('X-Frame-Options', 3), /DENY/);
    }),
  );

  it(
    'what is said of a header follows an included file',
    withClient(
      {
        files: {
          'nginx.conf': mainFile('include conf.d/*.conf;'),
          'conf.d/site.conf': safeServer,
        },
      },
      async (client) => {
        const fragment = await client.open('conf.d/site.conf');
        const before = await fragment.hoverText('X-Frame-Options', 3);
        await fragment.change('"DENY" always', 'SAMEORIGIN always');
        const after = await fragment.hoverText('X-Frame-Options', 3);
        assert.match(before, /DENY/);
        assert.match(after, /SAMEORIGIN/);
      },
    ),
  );

  it(
    'nothing is said where nothing stands, and beyond the end of a line or the file',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const ask = (line: number, character: number): Promise<unknown> =>
        client.connection.sendRequest('textDocument/hover', {
          textDocument: document.id,
          position: { line, character },
        });
      assert.equal(await document.hover('\n\nhttp', 1), null);
      assert.equal(await ask(1, 1000), null);
      assert.equal(await ask(1000, 0), null);
    }),
  );

  it(
    'a client without Markdown gets plain text',
    withClient(
      {
        files: { 'nginx.conf': mainFile(openServer) },
        capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        const hover = await document.hover('root', 2);
        assert.ok(hover && MarkupContent.is(hover.contents));
        assert.equal(hover.contents.kind, 'plaintext');
      },
    ),
  );
});

describe('completion', () => {
  const text = mainFile('server {\n    listen 80;\n    add_hea\n}');

  it(
    'a directive begun is completed in its place',
    withClient({ files: { 'nginx.conf': text } }, async (client) => {
      const document = await client.open('nginx.conf');
      const item = (await document.complete('add_hea')).find(({ label }) => label === 'add_header');
      assert.ok(item?.textEdit && 'range' in item.textEdit);
      assert.equal(document.textOf(item.textEdit.range), 'add_hea');
      assert.match(item.textEdit.newText, /^add_header/);
    }),
  );

  it(
    'header names and values follow add_header',
    withClient({}, async (client) => {
      const line = (rest: string): string => mainFile(`server {\n    listen 80;\n    add_header ${rest}\n}`);
      const document = await client.open('nginx.conf', { text: line('X-Fr') });
      const names = (await document.complete('add_header X-Fr')).map(({ label }) => label);
      assert.ok(names.includes('X-Frame-Options'), names.slice(0, 20).join());
      await document.setText(line('X-Frame-Options '));
      const values = (await document.complete('X-Frame-Options ')).map(({ label }) => label);
      assert.ok(
        ['DENY', 'SAMEORIGIN'].every((value) => values.some((label) => label.includes(value))),
        values.join(),
      );
    }),
  );

  it(
    "the editor's sorting keeps our order",
    withClient({ files: { 'nginx.conf': text } }, async (client) => {
      const document = await client.open('nginx.conf');
      const keys = (await document.complete('add_hea')).map(({ sortText = '' }) => sortText);
      assert.ok(keys.length > 1);
      assert.deepEqual(keys, keys.toSorted());
    }),
  );

  it(
    'a space that ends a statement opens no list; one that begins an argument does',
    withClient({}, async (client) => {
      const document = await client.open('nginx.conf', { text: mainFile('server {\n    listen 80; \n}') });
      assert.deepEqual(await document.complete('listen 80; ', ' '), []);
      assert.notDeepEqual(await document.complete('listen 80; '), []);
      await document.change('80; ', '80; add_header X-Frame-Options ');
      assert.notDeepEqual(await document.complete('X-Frame-Options ', ' '), []);
    }),
  );

  for (const snippets of [true, false]) {
    it(
      `a client that ${snippets ? 'fills in' : 'does not know'} placeholders`,
      withClient(
        {
          files: { 'nginx.conf': text },
          capabilities: {
            textDocument: { completion: { completionItem: { snippetSupport: snippets } } },
          },
        },
        async (client) => {
          const document = await client.open('nginx.conf');
          await document.setText(text.replace('add_hea', '\n'));
          const items = await document.complete('listen 80;\n    ');
          const withPlaceholders = items.filter(({ textEdit }) =>
            /(?<!\\)\$\{\d/.test((textEdit as { newText: string }).newText),
          );
          assert.equal(withPlaceholders.length > 0, snippets);
          for (const item of withPlaceholders) assert.equal(item.insertTextFormat, InsertTextFormat.Snippet);
          if (!snippets) {
            assert.ok(items.every((item) => item.insertTextFormat === InsertTextFormat.PlainText));
          }
        },
      ),
    );
  }
});

describe('document symbols', () => {
  it(
    'the blocks are the outline, each named inside itself',
    withClient({ files: { 'nginx.conf': mainFile(losingServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const symbols = await document.symbols();
      const http = symbols.find(({ name }) => name === 'http');
      const [server] = http?.children ?? [];
      const [location] = server?.children ?? [];
      assert.match(server?.name ?? '', /^server/);
      assert.equal(server?.kind, SymbolKind.Class);
      assert.equal(location?.name, 'location /api/');
      assert.equal(location.kind, SymbolKind.Method);
      assert.ok(document.textOf(location.range).endsWith('}'));
      assert.ok(document.textOf(location.selectionRange).startsWith('location'));
    }),
  );

  it(
    'a client that knows no trees gets a list with the names around',
    withClient(
      {
        files: { 'nginx.conf': mainFile(losingServer) },
        capabilities: { textDocument: { documentSymbol: {} } },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        const symbols = await document.symbols<SymbolInformation>();
        const location = symbols.find(({ name }) => name === 'location /api/');
        assert.match(location?.containerName ?? '', /^server/);
        assert.equal(location?.location.uri, document.uri);
      },
    ),
  );
});

describe('folding', () => {
  it(
    'blocks fold with their closing brace left in sight; comments are marked as such',
    withClient({}, async (client) => {
      const text = `# one\n# two\n# three\n${mainFile(openServer)}`;
      const document = await client.open('nginx.conf', { text });
      const lines = text.split('\n');
      const folds = await document.folds();
      const shown = folds.map(({ startLine, endLine, kind }) => [
        lines[startLine]?.trim(),
        lines[endLine]?.trim(),
        kind,
      ]);
      assert.deepEqual(shown, [
        ['# one', '# three', 'comment'],
        ['http {', '}', undefined],
        ['server {', 'root /srv/www;', undefined],
      ]);
    }),
  );
});
