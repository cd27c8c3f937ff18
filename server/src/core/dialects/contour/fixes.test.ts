import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { afterFix } from '../../../../../test/gateways/support/after-fix.ts';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { configMap, configuration, proxy, SERVICE } from './testing.ts';

const FILE = 'web.yaml';

function after(text: string, title: string): string {
  return afterFix(dialect, text, title, FILE);
}

function data(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

const SET = 'Set X-Frame-Options: SAMEORIGIN on the answers of';
const INSERTED =
  /\r?\n +responseHeadersPolicy:\r?\n +set:\r?\n +- name: X-Frame-Options\r?\n +value: SAMEORIGIN(?=\r?\n +services)/g;

test('a policy before the services, in block style and with CRLF', () => {
  const text = proxy('- conditions:\n  - prefix: /\n  services:\n  - name: web\n    port: 80').replaceAll(
    '\n',
    '\r\n',
  );
  const next = after(text, SET);
  assert.equal(/[^\r]\n/.test(next), false);
  assert.equal(next.match(INSERTED)?.length, 1, next);
  assert.deepEqual(data(next.replace(INSERTED, '')), data(text));
});

test('at all routes of an object', () => {
  const text = proxy(
    `- conditions: [{prefix: /a}]\n  ${SERVICE}\n- conditions: [{prefix: /b}]\n  ${SERVICE}`,
  );
  const next = after(text, `${SET} all routes of web`);
  assert.deepEqual(data(next.replace(INSERTED, '')), data(text));
});

test('one more item of the list that is there', () => {
  const text = proxy(`- responseHeadersPolicy: {set: [{name: X-A, value: b}]}\n  ${SERVICE}`);
  const next = after(text, SET);
  assert.deepEqual(data(next.replace(', {name: X-Frame-Options, value: SAMEORIGIN}', '')), data(text));
});

test('in the configuration of Contour itself, where set is a map', () => {
  const text = configuration('{set: {X-A: b}}') + proxy(`- ${SERVICE}`);
  const next = after(text, `${SET} all services`);
  assert.deepEqual(data(next.replace(', X-Frame-Options: SAMEORIGIN', '')), data(text));
});

test('for all services in the ConfigMap of Contour, also with CRLF', () => {
  const added =
    /\r?\n {4}policy:\r?\n +response-headers:\r?\n +set:\r?\n +X-Frame-Options: SAMEORIGIN(?=\r?\n|$)/;
  const plain = proxy(`- ${SERVICE}`) + configMap('# Logs.\naccesslog-format: envoy');
  for (const text of [plain, plain.replaceAll('\n', '\r\n')]) {
    const next = after(text, `${SET} all services`);
    assert.equal(added.exec(next)?.length, 1, next);
    assert.deepEqual(data(next.replace(added, '')), data(text));
    assert.equal(/[^\r]\n/.test(next), /[^\r]\n/.test(text));
  }
});

test('a value in the ConfigMap of Contour is corrected in place', () => {
  const file = (value: string): string =>
    proxy(`- ${SERVICE}`) +
    configMap(`policy:\n  response-headers:\n    set:\n      X-Frame-Options: ${value}`);
  const fixes = judged(dialect, { [FILE]: file('"DENY;"') }).flatMap((finding) => finding.fixes);
  const next = mended(fixes[0] ?? assert.fail(), { [FILE]: file('"DENY;"') })[FILE];
  assert.equal(next, file('"DENY"'));
});

test('from the request to the response', () => {
  const text = proxy(`- requestHeadersPolicy: {set: [{name: X-Frame-Options, value: DENY}]}\n  ${SERVICE}`);
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  assert.match(
    after(text, fixes[0]?.title ?? ''),
    /- responseHeadersPolicy: \{set: \[\{name: X-Frame-Options/,
  );
});

test('nothing is written into a policy that an anchor shares', () => {
  const text = proxy(
    `- conditions: [{prefix: /a}]\n  responseHeadersPolicy: &p {set: [{name: X-A, value: b}]}\n  ${SERVICE}\n- responseHeadersPolicy: *p\n  ${SERVICE}`,
  );
  const found = judged(dialect, { [FILE]: text });
  assert.equal(found.length, 1);
  assert.deepEqual(
    found.flatMap(({ fixes }) => fixes.flatMap(({ changes }) => changes)),
    [],
  );
});
