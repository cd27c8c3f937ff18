import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-protocol/node';
import manifest from '../../package.json' with { type: 'json' };
import { withClient } from '../support/lsp-client.ts';
import { losingServer, mainFile, openServer, safeServer } from './samples.ts';

describe('diagnostics, pulled', () => {
  it(
    'the server says how it wants to be asked',
    withClient({}, (client) => {
      assert.deepEqual(client.capabilities.diagnosticProvider, {
        identifier: 'gateway-lint',
        interFileDependencies: true,
        workspaceDiagnostics: false,
      });
      return Promise.resolve();
    }),
  );

  it(
    'a finding carries its source, rule, page, severity and the smallest range',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const [finding, ...more] = await document.diagnostics();
      assert.equal(more.length, 0);
      assert.equal(finding?.source, 'gateway-lint');
      assert.equal(finding.code, 'frame-policy-missing');
      assert.equal(
        finding.codeDescription?.href,
        `https://github.com/gateway-lint/gateway-lint/blob/v${manifest.version}/docs/rules/frame-policy-missing.md`,
      );
      assert.equal(finding.severity, DiagnosticSeverity.Warning);
      assert.equal(document.textOf(finding.range), 'server');
    }),
  );

  it(
    'a policy that browsers have dropped is struck through',
    withClient({}, async (client) => {
      const text = mainFile(safeServer.replace('"DENY"', '"ALLOW-FROM https://a.example"'));
      const document = await client.open('nginx.conf', { text });
      const [finding] = await document.diagnostics();
      assert.equal(finding?.code, 'frame-policy-obsolete');
      assert.deepEqual(finding.tags, [DiagnosticTag.Deprecated]);
    }),
  );

  it(
    'a policy that is only noted is information',
    withClient({}, async (client) => {
      const assets = 'location ~ \\.(png|css)$ { root /srv; }\n    location / { return 404; }';
      const text = mainFile(openServer.replace('root /srv/www;', assets));
      const document = await client.open('nginx.conf', { text });
      const [finding] = await document.diagnostics();
      assert.equal(finding?.code, 'frame-policy-missing');
      assert.equal(finding.severity, DiagnosticSeverity.Information);
    }),
  );

  it(
    'a lost policy points at the line that sets it and at the line that cuts it off',
    withClient({ files: { 'nginx.conf': mainFile(losingServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const finding = (await document.diagnostics()).find((d) => d.code === 'frame-policy-lost');
      assert.equal(finding && document.textOf(finding.range), 'location /api/');
      const related = finding?.relatedInformation ?? [];
      assert.deepEqual(
        related.map(({ location }) => [
          location.uri,
          document.textOf(location.range).split(' ', 2).join(' '),
        ]),
        [
          [document.uri, 'add_header X-Frame-Options'],
          [document.uri, 'add_header Cache-Control'],
        ],
      );
    }),
  );

  it(
    'findings follow the typing',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
      await document.change(
        'root /srv/www;',
        'add_header X-Frame-Options DENY always;\n        root /srv/www;',
      );
      assert.deepEqual(await document.findings(), []);
      await document.change('add_header X-Frame-Options DENY always;', '');
      await document.change('events {}', '# a line more\nevents {}');
      const [finding] = await document.diagnostics();
      assert.equal(finding && document.textOf(finding.range), 'server');
    }),
  );

  it(
    'several edits in one change are applied in order',
    withClient({ files: { 'nginx.conf': mainFile(openServer, openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const header = 'add_header X-Frame-Options DENY always; ';
      const first = document.position('root');
      const second = { line: first.line + 4, character: first.character };
      await document.edit([first, second].map((at) => ({ range: { start: at, end: at }, newText: header })));
      assert.deepEqual(await document.findings(), []);
    }),
  );

  it(
    'the same answer is not sent twice',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const first = await document.pull();
      assert.equal(first.kind, 'full');
      assert.deepEqual(await document.pull(first.resultId), { kind: 'unchanged', resultId: first.resultId });
    }),
  );

  it(
    'after an edit that moves nothing the answer is sent again: the editor moved what it shows with the text',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      const first = await document.pull();
      await document.change('80', '81');
      const second = await document.pull(first.resultId);
      assert.equal(second.kind, 'full');
      assert.notEqual(second.resultId, first.resultId);
    }),
  );

  it(
    'an id of another run of the server is no reason to stay silent',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf');
      assert.equal((await document.pull('1.0')).kind, 'full');
    }),
  );

  it(
    'the language id NGINX of other extensions is served alike',
    withClient({ files: { 'nginx.conf': mainFile(openServer) } }, async (client) => {
      const document = await client.open('nginx.conf', { languageId: 'NGINX' });
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'a file that was never saved is judged like any other',
    withClient({ folders: [] }, async (client) => {
      const document = await client.open('', { uri: 'untitled:Untitled-1', text: mainFile(openServer) });
      assert.deepEqual(await document.findings(), ['frame-policy-missing at server']);
    }),
  );

  it(
    'a file in another file system is judged like any other',
    withClient({ folders: [] }, async (client) => {
      const uri = 'vscode-vfs://github/acme/site/nginx.conf';
      const document = await client.open('', { uri, text: mainFile(losingServer) });
      const finding = (await document.diagnostics()).find((d) => d.code === 'frame-policy-lost');
      assert.equal(finding?.relatedInformation?.[0]?.location.uri, uri);
    }),
  );

  for (const [name, lineEnd, comment] of [
    ['LF', '\n', '# 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🛡️\n'],
    ['CRLF', '\r\n', '# 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🛡️\n'],
    // To nginx a lone CR ends no comment; to LSP it ends a line.
    ['CR', '\r', ''],
  ] as const) {
    it(
      `with ${name} line ends and characters outside the BMP before it, a range still names its text`,
      withClient({}, async (client) => {
        const text = comment + mainFile(`set $a "🛡️"; ${openServer}`);
        const document = await client.open('nginx.conf', { text: text.replaceAll('\n', lineEnd) });
        const missing = (await document.diagnostics()).find((d) => d.code === 'frame-policy-missing');
        assert.equal(missing && document.textOf(missing.range), 'server');
      }),
    );
  }
});
