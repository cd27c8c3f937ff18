import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodeActionTriggerKind } from 'vscode-languageserver-protocol/node';
import { applyAction } from '../support/lsp-document.ts';
import { withClient } from '../support/lsp-client.ts';
import { losingServer, mainFile, openServer, safeServer, sloppyServer } from './samples.ts';

const open = { files: { 'nginx.conf': mainFile(openServer) } };

describe('code actions', () => {
  it(
    'the first fix of a missing policy inserts one line, and the finding is gone',
    withClient(open, async (client) => {
      const document = await client.open('nginx.conf');
      const before = document.text;
      await applyAction(client, await document.fix('server'));
      const line = '        add_header X-Frame-Options "SAMEORIGIN" always;\n';
      assert.equal(document.text.split(line).length, 2);
      assert.equal(document.text.replace(line, ''), before);
      assert.deepEqual(await document.findings(), []);
    }),
  );

  it(
    'in a file with CRLF the inserted line ends so too',
    withClient({}, async (client) => {
      const text = mainFile(openServer).replaceAll('\n', '\r\n');
      const document = await client.open('nginx.conf', { text });
      await applyAction(client, await document.fix('server'));
      assert.equal(document.text.replaceAll('\r\n', '').includes('\n'), false);
      assert.deepEqual(await document.findings(), []);
    }),
  );

  it(
    'the best fix of a finding is preferred, the others are not',
    withClient(open, async (client) => {
      const document = await client.open('nginx.conf');
      const actions = await document.codeActions('server', { only: ['quickfix'] });
      assert.ok(actions.length > 1);
      assert.deepEqual(
        actions.map((action) => action.isPreferred === true),
        actions.map((_, index) => index === 0),
      );
    }),
  );

  it(
    'a fix names the finding that it mends, exactly as it was reported',
    withClient(open, async (client) => {
      const document = await client.open('nginx.conf');
      const action = await document.fix('server');
      assert.equal(action.kind, 'quickfix');
      assert.deepEqual(action.diagnostics, await document.diagnostics());
    }),
  );

  it(
    'only findings at the range are offered for mending',
    withClient({ files: { 'nginx.conf': mainFile(losingServer, openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const automatic = { triggerKind: CodeActionTriggerKind.Automatic };
      assert.deepEqual(await document.codeActions('listen 80', automatic), []);
      const actions = await document.codeActions('location', automatic);
      const rules = new Set(actions.flatMap((a) => (a.diagnostics ?? []).map((d) => d.code)));
      assert.deepEqual([...rules], ['frame-policy-lost']);
    }),
  );

  it(
    'a person who asks anywhere in the line is helped; the light bulb waits for the finding itself',
    withClient({ files: { 'nginx.conf': mainFile(losingServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const brace = '{\n            add_header Cache';
      const at = { start: document.position(brace), end: document.position(brace) };
      const only = ['quickfix'];
      const { Automatic, Invoked } = CodeActionTriggerKind;
      assert.deepEqual(await document.codeActions(at, { only, triggerKind: Automatic }), []);
      assert.notDeepEqual(await document.codeActions(at, { only, triggerKind: Invoked }), []);
    }),
  );

  it(
    'kinds that were not asked for are not made',
    withClient({}, async (client) => {
      const document = await client.open('nginx.conf', { text: mainFile(sloppyServer) });
      const kinds = async (only: string[]): Promise<readonly (string | undefined)[]> => [
        ...new Set((await document.codeActions('add_header', { only })).map(({ kind }) => kind)),
      ];
      assert.deepEqual(await kinds(['refactor']), []);
      assert.deepEqual(await kinds(['quickfix']), ['quickfix']);
      assert.deepEqual(await kinds(['source']), ['source.fixAll.gatewayLint']);
      assert.deepEqual(await kinds(['source.fixAll']), ['source.fixAll.gatewayLint']);
      assert.deepEqual(await kinds(['source.fixAll.eslint']), []);
      assert.deepEqual(await kinds(['source.fix']), []);
    }),
  );

  it(
    'an edit is for the version that was analysed',
    withClient(open, async (client) => {
      const document = await client.open('nginx.conf');
      const action = await document.fix('server');
      await document.change('80', '81');
      await assert.rejects(applyAction(client, action), /another version/);
    }),
  );

  it(
    'a client that knows no versioned edits gets plain ones',
    withClient({ ...open, capabilities: { workspace: { workspaceEdit: {} } } }, async (client) => {
      const document = await client.open('nginx.conf');
      const { edit } = await document.fix('server');
      assert.equal(edit?.documentChanges, undefined);
      await document.edit(edit?.changes?.[document.uri] ?? []);
      assert.deepEqual(await document.findings(), []);
    }),
  );

  it(
    'a uri is answered as the client spells it',
    withClient({ files: { "o'brien (1)/nginx.conf": mainFile(openServer) } }, async (client) => {
      const document = await client.open("o'brien (1)/nginx.conf");
      assert.match(document.uri, /o%27brien%20%281%29/);
      await applyAction(client, await document.fix('server'));
      assert.deepEqual(await document.findings(), []);
    }),
  );

  const mended: readonly (readonly [rule: string, before: string, after: string])[] = [
    ['frame-policy-misspelled', 'X-Frame-Option "DENY"', 'X-Frame-Options "DENY"'],
    ['frame-policy-invalid', 'X-Frame-Options "SAME-ORIGIN"', 'X-Frame-Options "SAMEORIGIN"'],
    [
      'frame-policy-obsolete',
      'X-Frame-Options "ALLOW-FROM https://a.example"',
      'Content-Security-Policy "frame-ancestors https://a.example"',
    ],
  ];
  for (const [rule, before, after] of mended) {
    it(
      `${rule}: the first fix gives exactly the line one would write`,
      withClient({}, async (client) => {
        const good = mainFile(safeServer.replace('X-Frame-Options "DENY"', after));
        const document = await client.open('nginx.conf', { text: good.replace(after, before) });
        const finding = (await document.diagnostics()).find(({ code }) => code === rule);
        assert.ok(finding, `no ${rule}`);
        const [action] = await document.codeActions(finding.range, { only: ['quickfix'] });
        await applyAction(client, action);
        assert.equal(document.text, good);
        assert.deepEqual(await document.findings(), []);
      }),
    );
  }
});

describe('source.fixAll.gatewayLint', () => {
  it(
    'mends all that is safe in one edit and leaves choices to a person',
    withClient({}, async (client) => {
      const text = mainFile(sloppyServer, openServer, safeServer.replace(' always', ''));
      const document = await client.open('nginx.conf', { text });
      await applyAction(client, await document.fixAll());
      assert.equal(document.text, mainFile(safeServer, openServer, safeServer));
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'gives nothing where nothing is safe to mend',
    withClient(open, async (client) => {
      const document = await client.open('nginx.conf');
      assert.equal(await document.fixAll(), undefined);
    }),
  );

  it(
    'keeps line ends and characters outside the BMP',
    withClient({}, async (client) => {
      const around = (text: string): string => `# 🛡️ é\n${text}# end 🛡️\n`.replaceAll('\n', '\r\n');
      const document = await client.open('nginx.conf', { text: around(mainFile(sloppyServer)) });
      await applyAction(client, await document.fixAll());
      assert.equal(document.text, around(mainFile(safeServer)));
    }),
  );

  it(
    'does not run for the light bulb, and stands last when a person asks for everything',
    withClient({}, async (client) => {
      const document = await client.open('nginx.conf', { text: mainFile(sloppyServer) });
      const kinds = async (triggerKind: CodeActionTriggerKind): Promise<readonly (string | undefined)[]> =>
        (await document.codeActions('add_header', { triggerKind })).map(({ kind }) => kind);
      const { Automatic, Invoked } = CodeActionTriggerKind;
      assert.equal((await kinds(Automatic)).includes('source.fixAll.gatewayLint'), false);
      assert.equal((await kinds(Invoked)).at(-1), 'source.fixAll.gatewayLint');
    }),
  );

  it(
    'runs on save, which VS Code calls automatic',
    withClient({}, async (client) => {
      const document = await client.open('nginx.conf', { text: mainFile(sloppyServer) });
      const context = { only: ['source.fixAll'], triggerKind: CodeActionTriggerKind.Automatic };
      const [action] = await document.codeActions(document.whole(), context);
      await applyAction(client, action);
      assert.equal(document.text, mainFile(safeServer));
    }),
  );

  it(
    'judges a fragment under its main file while it mends it',
    withClient(
      { files: { 'nginx.conf': mainFile('include conf.d/*.conf;'), 'conf.d/site.conf': sloppyServer } },
      async (client) => {
        const document = await client.open('conf.d/site.conf');
        await applyAction(client, await document.fixAll());
        assert.equal(document.text, safeServer);
        assert.deepEqual(client.log, []);
      },
    ),
  );
});
