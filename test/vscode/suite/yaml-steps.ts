import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor.ts';
import type { Step } from './steps.ts';

const firstFixOf = async (
  document: vscode.TextDocument,
  rule: string,
): Promise<vscode.CodeAction | undefined> => {
  const { range } = await editor.finding(document, rule);
  const [first] = await editor.actions(document, range, vscode.CodeActionKind.QuickFix);
  return first;
};

/** Before any nginx file is open: the server starts with the first YAML file that a gateway could read. */
export const yamlSteps: readonly Step[] = [
  [
    "a gateway's YAML wakes the server, and its route gets one warning, on its name",
    async () => {
      await editor.open('.github/workflows/build.yml');
      const document = await editor.open('traefik/dynamic.yml');
      const finding = await editor.finding(document, 'frame-policy-missing');
      assert.equal(document.getText(finding.range), 'shop');
      assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
      assert.deepEqual(editor.rules(document), ['frame-policy-missing']);
    },
  ],
  [
    'YAML of no gateway stays as it is, also now that the server runs',
    async () => {
      const document = await editor.open('.github/workflows/build.yml');
      // An answer to any question comes after the file was looked at.
      assert.equal(await editor.hoverText(document, editor.at(document, 'X-Frame-Options', 3)), '');
      assert.deepEqual(editor.findings(document), []);
    },
  ],
  [
    "a route's fix adds what its gateway reads; the warning goes",
    async () => {
      const document = await editor.open('traefik/dynamic.yml');
      const before = document.getText();
      await editor.apply(await firstFixOf(document, 'frame-policy-missing'));
      const added = document.getText().slice(0, document.getText().indexOf('    account:'));
      assert.match(added, /shop:\n {6}rule: .*\n {6}(service: shop\n {6})?middlewares:/);
      await editor.untilRules(document, []);
      await editor.replaceAll(document, before);
      await editor.untilRules(document, ['frame-policy-missing']);
    },
  ],
  [
    'a route follows what another file says of it',
    async () => {
      const route = await editor.open('kubernetes/ingress-route.yaml');
      const middleware = await editor.open('kubernetes/middleware.yaml');
      const before = middleware.getText();
      await editor.untilRules(route, []);
      await editor.replaceAll(middleware, before.replace('frameDeny: true', 'stsSeconds: 300'));
      await editor.untilRules(route, ['frame-policy-missing']);
      await editor.replaceAll(middleware, before);
      await editor.untilRules(route, []);
    },
  ],
  [
    'hovering a route tells what it sends',
    async () => {
      const document = await editor.open('traefik/dynamic.yml');
      const text = await editor.hoverText(document, editor.at(document, 'account:', 2));
      assert.match(text, /SAMEORIGIN/);
    },
  ],
  [
    'nginx text inside YAML is judged, mended and completed in its place',
    async () => {
      const document = await editor.open('kubernetes/ingress.yaml');
      const before = document.getText();
      const policy = 'more_set_headers "X-Frame-Options: DENY";';
      await editor.untilRules(document, []);
      await editor.replaceAll(
        document,
        before.replace(policy, 'more_set_headers "X-Frame-Options: DENIED";'),
      );
      const finding = await editor.finding(document, 'frame-policy-invalid');
      assert.match(document.getText(finding.range), /DENIED/);
      await editor.apply(await firstFixOf(document, 'frame-policy-invalid'));
      assert.match(document.getText(), /\n {6}more_set_headers "X-Frame-Options: (DENY|SAMEORIGIN)";\nspec:/);
      await editor.untilRules(document, []);
      await editor.replaceAll(document, before.replace(policy, 'more_set_h'));
      const offered = await editor.completions(document, editor.at(document, 'more_set_h', 10));
      assert.ok(offered.includes('more_set_headers'), offered.join());
      await editor.replaceAll(document, before);
    },
  ],
];
