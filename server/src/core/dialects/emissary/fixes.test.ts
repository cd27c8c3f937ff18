import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { mapping, moduleWith } from './testing.ts';

const FILE = 'web.yaml';

/** The file after the fix whose title begins so: clean. */
function after(text: string, title: string): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  assert.deepEqual(judged(dialect, { [FILE]: next }), [], next);
  return next;
}

interface Data {
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The last object's data. */
function data(text: string): Data {
  return (
    parseAllDocuments(text)
      .map((document) => document.toJS() as Data)
      .at(-1) ?? { spec: {} }
  );
}

const SET = 'Set X-Frame-Options: SAMEORIGIN on the answers of';
const OURS = { value: 'SAMEORIGIN', append: false };

test('a map of its own, in block style and with CRLF', () => {
  const text = mapping().replaceAll('\n', '\r\n');
  const next = after(text, `${SET} Mapping web`);
  assert.equal(/[^\r]\n/.test(next), false);
  const { add_response_headers: added, ...spec } = data(next).spec;
  assert.deepEqual(added, { 'X-Frame-Options': OURS });
  assert.deepEqual(spec, data(text).spec);
});

test('into the map that is there', () => {
  const text = mapping('add_response_headers: {X-A: {value: b}}');
  const next = after(text, `${SET} Mapping web`);
  assert.deepEqual(data(next).spec['add_response_headers'], {
    'X-A': { value: 'b' },
    'X-Frame-Options': OURS,
  });
});

test('a Mapping that inherits keeps its defaults: the Module is the place', () => {
  const text = moduleWith('{add_response_headers: {X-A: {value: b}}}') + mapping();
  const next = after(text, `${SET} all Mappings`);
  assert.match(next, /X-A: \{value: b\}, X-Frame-Options: \{value: SAMEORIGIN, append: false\}/);
  assert.deepEqual(data(next), data(text));
});

test('what a map of its own dropped is repeated', () => {
  const defaults = '{add_response_headers: {X-Frame-Options: {value: DENY, append: false}, X-B: {value: c}}}';
  const own = 'add_response_headers:\n  X-A:\n    value: b';
  const text = moduleWith(defaults) + mapping(own);
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const next = after(text, fixes[0]?.title ?? '');
  assert.deepEqual(data(next).spec['add_response_headers'], {
    'X-A': { value: 'b' },
    'X-Frame-Options': { value: 'DENY', append: false },
    'X-B': { value: 'c', append: true },
  });
});

test('the line replaces the one of the service', () => {
  const text = mapping('add_response_headers: {X-Frame-Options: {value: SAMEORIGIN}}');
  const next = after(text, 'Insert append: false');
  assert.deepEqual(data(next).spec['add_response_headers'], { 'X-Frame-Options': OURS });
});

test('the short form becomes the long one', () => {
  const text = mapping('add_response_headers:\n  X-Frame-Options: SAMEORIGIN');
  const next = after(text, 'Write');
  assert.deepEqual(data(next).spec['add_response_headers'], { 'X-Frame-Options': OURS });
});

test('from the request to the response', () => {
  const text = mapping('add_request_headers: {X-Frame-Options: {value: SAMEORIGIN, append: false}}');
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const next = after(text, fixes[0]?.title ?? '');
  assert.deepEqual(data(next).spec['add_response_headers'], { 'X-Frame-Options': OURS });
});

test('nothing is written into a map that an anchor shares', () => {
  const shared = mapping('add_response_headers: &h {X-A: {value: b}}\nadd_request_headers: *h');
  const found = judged(dialect, { [FILE]: shared });
  assert.equal(found.length, 1);
  assert.deepEqual(
    found.flatMap(({ fixes }) => fixes.flatMap(({ changes }) => changes)),
    [],
  );
});
