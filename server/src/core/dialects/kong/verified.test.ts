import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../../../../test/support/check.ts';
import { both, DENY, ingress, kongPlugin, native, SHOP } from './testing.ts';

const FILE = 'kong.yml';

test('each fix holds when it is tried', async () => {
  const texts = [
    native(SHOP),
    native(`plugins: [{name: response-transformer, config: {add: {headers: ["X-A:b"]}}}]\n${SHOP}`),
    native(`plugins: [${both('SAME-ORIGIN')}]\n${SHOP}`),
    native(
      `plugins: [{name: response-transformer, config: {remove: {headers: [X-A, X-Frame-Options]}, add: {headers: ["X-Frame-Options:DENY"]}}}]\n${SHOP}`,
    ),
  ];
  for (const text of texts) {
    const { linter, workspace } = await lint({ [`/repo/${FILE}`]: text });
    const report = await linter.check(workspace.uri(`/repo/${FILE}`));
    assert.ok(report);
    const [verified] = await linter.verified([report]);
    const count = (each: typeof report | undefined): number =>
      each?.findings.flatMap(({ fixes }) => fixes).length ?? 0;
    assert.ok(count(report) > 0, text);
    assert.equal(count(verified), count(report), text);
  }
});

test('what is written in two documents holds too', async () => {
  const path = '/repo/web.yaml';
  for (const text of [ingress(''), kongPlugin('add: {headers: ["X-A:b"]}') + ingress('hdr')]) {
    const { linter, workspace } = await lint({ [path]: text });
    const report = await linter.check(workspace.uri(path));
    assert.ok(report);
    const [verified] = await linter.verified([report]);
    assert.deepEqual(
      verified?.findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
      report.findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
    );
    assert.equal(report.findings.length, 1);
    assert.ok((report.findings[0]?.fixes.length ?? 0) > 0);
  }
});

test('of a route with plugins of Kong the Gateway API alone tells nothing', async () => {
  const route = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, annotations: {konghq.com/plugins: hdr}}
spec:
  parentRefs: [{name: kong}]
  rules:
  - backendRefs: [{name: web, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: kong}
spec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}
`;
  const rules = async (config: string): Promise<readonly string[]> => {
    const { findings } = await lint({ '/repo/web.yaml': kongPlugin(config) + route });
    return findings.map(({ finding }) => finding.rule);
  };
  assert.deepEqual(await rules(`replace: ${DENY}\n  add: ${DENY}`), []);
  assert.deepEqual(await rules('add: {headers: ["X-A:b"]}'), ['frame-policy-missing']);
});
