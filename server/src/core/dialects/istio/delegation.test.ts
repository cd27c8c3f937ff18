import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

/** What is answered below a root's item that delegates with this `match`, to an item with that one. */
async function statusOf(root: string, own: string, path: string): Promise<number | null> {
  const inner = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: inner, namespace: team}
spec:
  http:
  - match: [${own}]
    ${ROUTE}
`;
  const outer = virtualService(`- match: [${root}]\n  delegate: {name: inner, namespace: team}`);
  const report = await predicted(
    dialect,
    { 'web.yaml': `${outer}---\n${inner}` },
    { url: `http://web.example${path}`, upstream: { status: 200, headers: [] } },
  );
  assert.ok(report.complete);
  return report.status;
}

test("a delegate's item answers what is a part of its root's match", async () => {
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{uri: {prefix: /a/b}}', '/a/b'), 200);
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{uri: {exact: /a}}', '/a'), 200);
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{method: {exact: GET}}', '/a'), 200);
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{method: {exact: GET}}', '/b'), 404);
});

test('it is dropped where it is a part of none: nothing is a part of a regular expression', async () => {
  assert.equal(await statusOf('{uri: {prefix: /a/b}}', '{uri: {prefix: /a}}', '/a/b'), 404);
  assert.equal(await statusOf('{uri: {regex: "/a.*"}}', '{uri: {prefix: /a}}', '/a'), 404);
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{uri: {regex: "/a.*"}}', '/a'), 404);
});

test('it is dropped where only one of both ignores letter case', async () => {
  assert.equal(await statusOf('{uri: {prefix: /a}}', '{uri: {prefix: /a}, ignoreUriCase: true}', '/a'), 404);
});

test('an object whose routes are all dropped leaves its hosts to a wildcard', async () => {
  const inner = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: inner, namespace: team}
spec: {http: [{match: [{uri: {prefix: /b}}], ${ROUTE}}]}
`;
  const delegating = virtualService(
    '- match: [{uri: {prefix: /a}}]\n  delegate: {name: inner, namespace: team}',
  );
  const wide = virtualService(`- ${ROUTE}`, 'all').replace('[all.example]', '["*"]');
  const report = await predicted(
    dialect,
    { 'web.yaml': [delegating, wide, inner].join('---\n') },
    { url: 'http://web.example/a', upstream: { status: 200, headers: [] } },
  );
  assert.equal(report.complete, true);
  assert.equal(report.status, 200);
});

test("an aborted request gets its route's headers", async () => {
  const aborting = virtualService(`- headers: {response: {set: {X-Frame-Options: DENY}}}
  fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
  ${ROUTE}`);
  const report = await predicted(
    dialect,
    { 'web.yaml': aborting },
    { url: 'http://web.example/', upstream: { status: 200, headers: [] } },
  );
  assert.equal(report.complete, true);
  assert.equal(report.status, 418);
  assert.deepEqual(
    report.headers.map(({ name, values }) => [name.toLowerCase(), values]),
    [['x-frame-options', ['DENY']]],
  );
});
