import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor.ts';

export type Step = readonly [name: string, body: () => Promise<void>];

const header = 'add_header X-Frame-Options "SAMEORIGIN" always;';

/** The header joins the server's own statements, before its locations. */
const lastOfServer = '        root /var/www/shop;\n';

/** One after the other, in one window; each leaves the file as it found it. */
export const steps: readonly Step[] = [
  [
    'the extension is there and wakes with an nginx file',
    async () => {
      const extension = vscode.extensions.getExtension('gateway-lint.gateway-lint');
      assert.ok(extension, 'gateway-lint.gateway-lint is not installed');
      const document = await editor.open('nginx.conf');
      assert.equal(document.languageId, 'nginx');
      await editor.eventually('activation', () => extension.isActive, Boolean);
    },
  ],
  [
    'a server whose pages can be framed gets one warning, on its name',
    async () => {
      const document = await editor.open('nginx.conf');
      const finding = await editor.finding(document, 'frame-policy-missing');
      assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
      assert.equal(finding.source, 'gateway-lint');
      assert.equal(document.getText(finding.range), 'server');
      assert.match(finding.message, /fram/);
      assert.deepEqual(editor.rules(document), ['frame-policy-missing']);
    },
  ],
  [
    'hovering a directive explains it',
    async () => {
      const document = await editor.open('nginx.conf');
      const text = await editor.hoverText(document, editor.at(document, 'try_files', 2));
      assert.match(text, /nginx\.org/);
    },
  ],
  [
    'the first quick-fix inserts the header and nothing else; the warning goes',
    async () => {
      const document = await editor.open('nginx.conf');
      const before = document.getText();
      const finding = await editor.finding(document, 'frame-policy-missing');
      const [first] = await editor.actions(document, finding.range, vscode.CodeActionKind.QuickFix);
      assert.match(first?.title ?? '', /^Insert add_header X-Frame-Options "SAMEORIGIN" always/);
      assert.equal(first?.isPreferred, true);
      await editor.apply(first);
      assert.equal(document.getText(), before.replace(lastOfServer, `${lastOfServer}        ${header}\n`));
      await editor.untilRules(document, []);
      await editor.replaceAll(document, before);
      await editor.untilRules(document, ['frame-policy-missing']);
    },
  ],
  [
    'the warning follows the typing, goes with the header and comes back without it',
    async () => {
      const document = await editor.open('nginx.conf');
      const before = document.getText();
      const view = await vscode.window.showTextDocument(document);
      const line = (await editor.finding(document, 'frame-policy-missing')).range.start.line;
      await view.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), '# one\n# two\n');
      });
      await editor.eventually(
        'the warning two lines lower',
        () => editor.findings(document).map((d) => d.range.start.line),
        (lines) => lines.join() === String(line + 2),
      );
      for (const character of `\n        ${header}`) {
        const end = editor.at(document, 'root /var/www/shop;', 'root /var/www/shop;'.length);
        const typed = document.getText(
          new vscode.Range(end, editor.at(document, '\n\n        location / {')),
        );
        await view.edit((edit) => {
          edit.insert(document.positionAt(document.offsetAt(end) + typed.length), character);
        });
      }
      await editor.untilRules(document, []);
      await view.edit((edit) => {
        const start = editor.at(document, header);
        edit.delete(new vscode.Range(start, start.translate(0, header.length)));
      });
      await editor.untilRules(document, ['frame-policy-missing']);
      await editor.replaceAll(document, before);
    },
  ],
  [
    'completion offers directives, header names and header values',
    async () => {
      const document = await editor.open('nginx.conf');
      const before = document.getText();
      const offered = async (typed: string): Promise<readonly string[]> => {
        await editor.replaceAll(document, before.replace('        root', `        ${typed}\n        root`));
        return editor.completions(document, editor.at(document, typed, typed.length));
      };
      assert.ok((await offered('add_h')).includes('add_header'), 'a directive');
      const names = await offered('add_header X-');
      assert.ok(names.includes('X-Frame-Options'), `a header name, but: ${names.join()}`);
      const values = await offered('add_header X-Frame-Options ');
      assert.ok(
        values.some((label) => label.includes('SAMEORIGIN')),
        `a header value, but: ${values.join()}`,
      );
      await editor.replaceAll(document, before);
    },
  ],
  [
    'the outline shows servers and locations',
    async () => {
      const document = await editor.open('nginx.conf');
      const flat = (list: readonly vscode.DocumentSymbol[]): readonly string[] =>
        list.flatMap((s) => [s.name, ...flat(s.children)]);
      const names = flat(await editor.symbols(document)).join('\n');
      assert.match(names, /^http/m);
      assert.match(names, /^server.*$/m);
      assert.match(names, /location \/api\//);
    },
  ],
  [
    'source.fixAll.gatewayLint applies the safe fixes',
    async () => {
      const document = await editor.open('conf.d/misspelled.conf');
      await editor.eventually(
        'findings',
        () => editor.rules(document),
        (seen) => seen.includes('frame-policy-misspelled'),
      );
      const before = document.getText();
      const all = new vscode.Range(document.positionAt(0), document.positionAt(before.length));
      const kind = vscode.CodeActionKind.SourceFixAll.append('gatewayLint');
      const found = await editor.actions(document, all, kind);
      assert.equal(found.length, 1);
      assert.equal(found[0]?.kind?.value, 'source.fixAll.gatewayLint');
      await editor.apply(found[0]);
      assert.equal(document.getText(), before.replace('X_Frame_Options', 'X-Frame-Options'));
      await editor.untilRules(document, []);
      await editor.replaceAll(document, before);
    },
  ],
  [
    'files of the language id NGINX, which other extensions use, are checked too',
    async () => {
      assert.ok((await vscode.languages.getLanguages()).includes('NGINX'));
      const content = 'http {\n    server {\n        listen 80;\n        root /srv;\n    }\n}\n';
      const document = await vscode.workspace.openTextDocument({ language: 'NGINX', content });
      await vscode.window.showTextDocument(document);
      await editor.finding(document, 'frame-policy-missing');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    },
  ],
];
