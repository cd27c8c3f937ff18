import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

const FILE = 'web.yaml';

/** The file after the fix whose title begins so. */
function after(text: string, title: string): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  return mended(fix, { [FILE]: text })[FILE] ?? '';
}

function data(text: string): unknown {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

/** Mended and otherwise the same: what the fix wrote is taken out again. */
function mends(text: string, title: string, rest: (next: string) => string = (next) => next): string {
  const next = after(text, title);
  assert.deepEqual(judged(dialect, { [FILE]: next }), [], next);
  assert.deepEqual(data(rest(next)), data(text), next);
  return next;
}

const SET = 'Set X-Frame-Options: SAMEORIGIN on the answers of';

function without(next: string): string {
  return next.replace(/\n +headers:\r?\n +response:\r?\n +set:\r?\n +X-Frame-Options: SAMEORIGIN\r?/g, '');
}

test('headers before what the item does, in the style of the file', () => {
  const text = virtualService(`- match:\n  - uri: {prefix: /}\n  route:\n  - destination: {host: web}`);
  const next = mends(text, SET, without);
  assert.match(
    next,
    /\n {2}- match:\n {4}- uri: .*\n {4}headers:\n {6}response:\n {8}set:\n {10}X-Frame-Options: SAMEORIGIN\n {4}route:/,
  );
});

test('at all items with one edit each', () => {
  const text = virtualService(`- match: [{uri: {prefix: /a}}]\n  ${ROUTE}\n- match: []\n  ${ROUTE}`);
  const next = mends(text, `${SET} all routes of web`, without);
  assert.equal(next.match(/SAMEORIGIN/g)?.length, 2);
});

test('into headers that are there, in flow style and with CRLF', () => {
  const flow = virtualService(`- headers: {response: {set: {X-A: b}}}\n  ${ROUTE}`);
  assert.match(
    mends(flow, SET, (next) => next.replace(', X-Frame-Options: SAMEORIGIN', '')),
    /X-A: b, X-Frame/,
  );
  const crlf = virtualService(`- match: []\n  ${ROUTE}`).replaceAll('\n', '\r\n');
  const next = mends(crlf, SET, without);
  assert.equal(/[^\r]\n/.test(next), false);
});

test('nothing is written into a map that an anchor shares', () => {
  const text = virtualService(
    `- match: [{uri: {prefix: /a}}]\n  headers: &h {response: {set: {X-A: b}}}\n  ${ROUTE}\n- headers: *h\n  ${ROUTE}`,
  );
  const found = judged(dialect, { [FILE]: text });
  assert.equal(found.length, 1);
  const changes = found.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.changes));
  assert.deepEqual(changes, []);
});

test("for a delegate that inherits, the root's item is the place", () => {
  const root = virtualService('- headers: {response: {set: {X-A: b}}}\n  delegate: {name: child}');
  const child = virtualService(`- ${ROUTE}`, 'child').replace(/ +hosts.*\n +gateways.*\n/, '');
  const next = mends(`${root}---\n${child}`, SET, (text) =>
    text.replace(', X-Frame-Options: SAMEORIGIN', ''),
  );
  assert.match(next, /X-A: b, X-Frame-Options: SAMEORIGIN/);
});

test('from the request to the response', () => {
  const text = virtualService(`- headers: {request: {set: {X-Frame-Options: DENY}}}\n  ${ROUTE}`);
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const [fix] = fixes;
  assert.ok(fix);
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  assert.match(next, /\{response: \{set: \{X-Frame-Options: DENY/);
  assert.deepEqual(judged(dialect, { [FILE]: next }), []);
});

test('an added line replaces the one of the service where the level removes that first', () => {
  const text = virtualService(`- headers: {response: {add: {X-Frame-Options: SAMEORIGIN}}}\n  ${ROUTE}`);
  const next = mends(text, 'Insert headers.response.remove', (each) =>
    each.replace(/, remove: \[[^\]]*\]/, ''),
  );
  assert.match(next, /remove: \[X-Frame-Options\]/);
});

test("what a delegate's headers dropped is repeated", () => {
  const root = virtualService(
    '- headers: {response: {set: {X-Frame-Options: DENY}, add: {X-A: 100%%}}}\n  delegate: {name: child}',
  );
  const own = virtualService(`- headers:\n    request: {set: {X-B: c}}\n  ${ROUTE}`, 'child');
  const text = `${root}---\n${own.replace(/ +hosts.*\n +gateways.*\n/, '')}`;
  const next = after(text, 'Repeat the lost header lines');
  assert.deepEqual(judged(dialect, { [FILE]: next }), [], next);
  assert.match(next, /\n +response:\n +set:\n +X-Frame-Options: DENY\n +add:\n +X-A: "100%%"\n/);
});
