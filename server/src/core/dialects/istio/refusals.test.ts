import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

/** What is said of the object that Istio refuses whole. */
function refusals(text: string): readonly string[] {
  return (siteOf(dialect, { 'web.yaml': text }).unread ?? []).flatMap(({ what, why }) =>
    what === 'This VirtualService' ? [why.replace('Istio refuses it whole: ', '')] : [],
  );
}

function withHosts(hosts: string, gateways = '[istio-system/edge]'): string {
  return virtualService(`- ${ROUTE}`)
    .replace('[web.example]', hosts)
    .replace('[istio-system/edge]', gateways);
}

test('hosts of one object that overlap are refused', () => {
  assert.deepEqual(refusals(withHosts('["*.example", a.example]')), [
    'its hosts *.example and a.example overlap',
  ]);
  assert.deepEqual(refusals(withHosts('[a.example, b.example]')), []);
  assert.deepEqual(refusals(withHosts('["*.a.example", a.example]')), []);
});

test('every host is for gateways only', () => {
  assert.deepEqual(refusals(withHosts('["*"]')), []);
  assert.deepEqual(refusals(withHosts('["*"]', '[mesh, istio-system/edge]')), [
    'the host * may not be used inside the mesh, only at gateways',
  ]);
});

test('names that no header may have are refused; Host may be set on the request', () => {
  const item = (headers: string): string => virtualService(`- headers: ${headers}\n  ${ROUTE}`);
  assert.deepEqual(refusals(item('{response: {set: {":status": "200"}}}')), [
    'headers like :status may not be modified',
  ]);
  assert.deepEqual(refusals(item('{request: {set: {":path": /}}}')), [
    'headers like :path may not be modified',
  ]);
  assert.deepEqual(refusals(item('{response: {remove: [""]}}')), ['the name of a header is empty']);
  assert.deepEqual(refusals(item('{request: {set: {":authority": a.example}}}')), []);
  assert.deepEqual(refusals(item('{request: {set: {Host: a.example}}}')), []);
});

test('one fault refuses all of the object, its other routes too, but no other object', async () => {
  const refused = virtualService(`- match: [{uri: {prefix: /a}}]
  headers: {response: {set: {X-Frame-Options: "100%"}}}
  ${ROUTE}
- ${ROUTE}`);
  const other = virtualService(`- ${ROUTE}`, 'other');
  const asked = (host: string): ReturnType<typeof predicted> =>
    predicted(
      dialect,
      { 'web.yaml': `${refused}---\n${other}` },
      { url: `http://${host}/b`, upstream: { status: 200, headers: [] } },
    );
  const { complete, refused: why } = await asked('web.example');
  assert.equal(complete, false);
  assert.match(why ?? '', /^VirtualService web: /);
  assert.equal((await asked('other.example')).complete, true);
  // What was applied before may have had any hosts.
  const unknown = await asked('elsewhere.test');
  assert.equal(unknown.complete, false);
  assert.equal(unknown.refused, undefined);
});

test('an item answers in one way', () => {
  const redirect = 'redirect: {uri: /new}';
  assert.deepEqual(refusals(virtualService(`- ${ROUTE}\n  ${redirect}`)), [
    'an item may not have both redirect and route',
  ]);
  assert.deepEqual(refusals(virtualService(`- delegate: {name: x}\n  ${ROUTE}`)), [
    'an item may not have both delegate and route',
  ]);
  assert.deepEqual(refusals(virtualService(`- ${redirect}\n  route: []`)), []);
});

test('regular expressions are those of RE2', () => {
  const match = (test: string): readonly string[] =>
    refusals(virtualService(`- match: [{${test}}]\n  ${ROUTE}`));
  assert.deepEqual(match('uri: {regex: "^/(?!api).*"}'), ['RE2 knows no look-around (^/(?!api).*)']);
  assert.deepEqual(match('headers: {x-a: {regex: ""}}'), ['a regular expression may not be empty']);
  assert.deepEqual(match('uri: {regex: "/[ab](/.*)?"}'), []);
  assert.deepEqual(match('uri: {regex: "{{ .Values.path }}"}'), []);
  assert.deepEqual(match('withoutHeaders: {x-a: {regex: "*"}}'), []);
});
