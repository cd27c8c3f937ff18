import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import {
  CancellationTokenSource,
  createProtocolConnection,
  LSPErrorCodes,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { createLinter, createServices } from '../../server/src/core/index.ts';
import { withClient, type LspClient } from '../support/lsp-client.ts';
import type { LspDocument } from '../support/lsp-document.ts';
import { losingServer, mainFile, openServer } from './samples.ts';

const files = { 'nginx.conf': mainFile(openServer) };

/** Everything that an editor asks about a file, somewhere in it. */
async function askEverything(client: LspClient, document: LspDocument): Promise<void> {
  const end = document.whole().end;
  for (const position of [{ line: 0, character: 0 }, end, { line: end.line + 5, character: 9999 }]) {
    const params = { textDocument: document.id, position };
    await client.connection.sendRequest('textDocument/hover', params);
    await client.connection.sendRequest('textDocument/completion', params);
  }
  await document.codeActions(document.whole());
  await document.fixAll();
  await document.symbols();
  await document.folds();
  await document.diagnostics();
}

describe('a server that stays up', () => {
  const garbage: readonly (readonly [name: string, text: string])[] = [
    ['an empty file', ''],
    ['a NUL', 'server {\0}'],
    ['braces alone', '}}}{{{'.repeat(50)],
    ['quotes without end', 'add_header "X-Frame-Options \'DENY;'],
    ['lone surrogates', 'server { add_header \ud800 "\udc00"; }'],
    ['a byte order mark', `\ufeff${mainFile(openServer)}`],
    ['an image', String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256))],
    ['blocks without end', 'location / {'.repeat(2000)],
    ['one long word', 'x'.repeat(200_000)],
    ['a file cut anywhere', mainFile(losingServer).slice(0, -40)],
  ];
  for (const [name, text] of garbage) {
    it(
      `survives ${name}`,
      withClient({}, async (client) => {
        const document = await client.open('nginx.conf', { text });
        await askEverything(client, document);
        assert.deepEqual(client.log, []);
      }),
    );
  }

  it(
    'survives every prefix of a file, typed letter by letter',
    withClient({}, async (client) => {
      const text = mainFile(losingServer);
      const document = await client.open('nginx.conf', { text: '' });
      for (const letter of text) {
        const end = document.whole().end;
        await document.edit([{ range: { start: end, end }, newText: letter }]);
        await document.pull();
      }
      assert.equal(document.text, text);
      assert.deepEqual(await document.findings(), ['frame-policy-lost at location /api/']);
      assert.deepEqual(client.log, []);
    }),
  );

  it(
    'answers nothing about a file that is not open',
    withClient({ files }, async (client) => {
      const textDocument = { uri: 'file:///ws/nginx.conf' };
      const position = { line: 0, character: 0 };
      const ask = (method: string, params: object = {}): Promise<unknown> =>
        client.connection.sendRequest(`textDocument/${method}`, { textDocument, ...params });
      assert.deepEqual(await ask('diagnostic'), { kind: 'full', items: [] });
      assert.equal(await ask('hover', { position }), null);
      assert.deepEqual(await ask('completion', { position }), []);
      assert.deepEqual(await ask('documentSymbol'), []);
      assert.deepEqual(await ask('foldingRange'), []);
      const range = { start: position, end: position };
      assert.deepEqual(await ask('codeAction', { range, context: { diagnostics: [] } }), []);
    }),
  );

  it(
    'serves a file that was closed and opened again with another text',
    withClient({ files }, async (client) => {
      const first = await client.open('nginx.conf');
      await first.change('root', 'add_header X-Frame-Options DENY always; root');
      assert.deepEqual(await first.findings(), []);
      await first.close();
      const second = await client.open('nginx.conf');
      assert.equal(second.version, 1);
      assert.deepEqual(await second.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'serves a file of another language with empty hands',
    withClient({}, async (client) => {
      const document = await client.open('deploy.yaml', { text: 'kind: Service\n', languageId: 'nginx' });
      assert.deepEqual(await document.findings(), []);
    }),
  );

  it(
    'names a handler that fails in the log, answers with nothing and goes on',
    withClient(
      {
        files,
        collaborators: {
          createServices: (linter) => ({
            ...createServices(linter),
            hover: () => Promise.reject(new Error('hover is broken')),
          }),
        },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        assert.equal(await document.hover('root'), null);
        assert.equal(client.log.length, 1);
        assert.match(client.log[0] ?? '', /^Hover failed: Error: hover is broken/);
        assert.notDeepEqual(await document.symbols(), []);
        assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
      },
    ),
  );

  it(
    'a linter that fails is no reason to lose the connection',
    withClient(
      {
        files,
        collaborators: {
          createLinter: (options) => ({
            ...createLinter(options),
            check: () => Promise.reject(new Error('check is broken')),
          }),
        },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        assert.deepEqual(await document.diagnostics(), []);
        assert.deepEqual(await document.codeActions('server'), []);
        assert.match(client.log[0] ?? '', /^Diagnostics failed: Error: check is broken/);
        assert.notEqual(await document.hover('root', 2), null);
      },
    ),
  );

  it('a request that is cancelled is answered as such, and the linter hears of it', async () => {
    let enter: () => void = () => undefined;
    let leave: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => (enter = resolve));
    const left = new Promise<void>((resolve) => (leave = resolve));
    let heard: boolean | undefined;
    await withClient(
      {
        files,
        collaborators: {
          createLinter: (options) => {
            const linter = createLinter(options);
            return {
              ...linter,
              check: async (uri, cancel) => {
                enter();
                await left;
                heard ??= cancel?.isCancellationRequested;
                return linter.check(uri, cancel);
              },
            };
          },
        },
      },
      async (client) => {
        const document = await client.open('nginx.conf');
        const source = new CancellationTokenSource();
        const pulled = client.connection.sendRequest(
          'textDocument/diagnostic',
          { textDocument: document.id },
          source.token,
        );
        await entered;
        source.cancel();
        // A later request is answered after the cancellation was seen.
        await document.folds();
        leave();
        await assert.rejects(pulled, { code: LSPErrorCodes.RequestCancelled });
        assert.equal(heard, true);
        assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
      },
    )();
  });
});

describe('the server as a process', () => {
  it('speaks over stdio and ends when it is told to', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/src/node.ts', '--stdio']);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      workspaceFolders: null,
      capabilities: { textDocument: { diagnostic: {} } },
    });
    assert.equal(serverInfo?.name, 'Gateway Lint');
    await connection.sendNotification('initialized', {});
    const uri = 'file:///nowhere/nginx.conf';
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nginx', version: 1, text: mainFile(openServer) },
    });
    const report: { readonly items?: readonly unknown[] } = await connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri } },
    );
    assert.equal(report.items?.length, 1);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.equal(await ended, 0);
    connection.dispose();
  });
});
