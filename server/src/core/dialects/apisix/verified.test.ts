import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../../../../test/support/check.ts';
import { apisixRoute, ingress, pluginObject, standalone, UPSTREAM } from './testing.ts';

const SHOP = `routes:\n- uri: /*\n  ${UPSTREAM}`;
const REWRITE = 'response-rewrite: {headers: {set: {A: b}}}';

test('each fix holds when it is tried', async () => {
  const files: readonly (readonly [string, string])[] = [
    ['apisix.yaml', standalone(SHOP)],
    ['apisix.yaml', standalone(`${SHOP}\n  plugins: {${REWRITE}}`)],
    ['apisix.yaml', standalone(`${SHOP}\n- uri: /b\n  ${UPSTREAM}`)],
    ['apisix.yaml', standalone(`global_rules:\n- id: 1\n  plugins: {${REWRITE}}\n${SHOP}`)],
    ['apisix.yaml', `${SHOP}\n`],
    [
      'apisix.yaml',
      standalone(
        `services:\n- {id: s, ${UPSTREAM}, plugins: {response-rewrite: {headers: {X-Frame-Options: DENY}}}}\nroutes:\n- uri: /*\n  service_id: s\n  plugins: {${REWRITE}}`,
      ),
    ],
    ['web.yaml', apisixRoute()],
    [
      'web.yaml',
      apisixRoute('plugin_config_name: guard') + pluginObject('ApisixPluginConfig', '- {name: cors}'),
    ],
    ['web.yaml', ingress('a: b')],
  ];
  for (const [path, text] of files) {
    const { linter, workspace } = await lint({ [`/repo/${path}`]: text });
    const report = await linter.check(workspace.uri(`/repo/${path}`));
    assert.ok(report);
    const [verified] = await linter.verified([report]);
    const titles = (each: typeof report | undefined): readonly string[] =>
      each?.findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)) ?? [];
    assert.ok(titles(report).length > 0, text);
    assert.deepEqual(titles(verified), titles(report), text);
  }
});
