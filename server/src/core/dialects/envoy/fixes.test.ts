import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import type { Fix } from '../../model/finding.ts';
import { dialect } from './dialect.ts';
import { adding, bootstrap, mutationFilter, routeFile } from './testing.ts';

const FILE = 'envoy.yaml';

function fixes(text: string): readonly Fix[] {
  return judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
}

function rules(text: string): readonly string[] {
  return judged(dialect, { [FILE]: text }).map(({ rule }) => rule);
}

/** The file after the fix whose title begins so; the text around the edits is untouched. */
function after(text: string, title: string): string {
  const fix = fixes(text).find((each) => each.title.startsWith(title));
  assert.ok(
    fix,
    `no fix "${title}", but: ${fixes(text)
      .map((each) => each.title)
      .join('; ')}`,
  );
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  const [change] = fix.changes;
  assert.ok(change);
  assert.equal(next.slice(0, change.at.start), text.slice(0, change.at.start));
  return next;
}

/** The parsed data with every frame option taken out. */
function without(text: string): unknown {
  const isOurs = (item: unknown): boolean => /x-frame-options/i.test(JSON.stringify(item));
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((item) => !(isLeaf(item) && isOurs(item))).map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value)
      .map(([key, each]) => [key, strip(each)] as const)
      .filter(
        ([key, each]) => !(/headers?_?to_?add$/i.test(key) && Array.isArray(each) && each.length === 0),
      );
    return Object.fromEntries(kept);
  };
  return strip(parse(text));
}

/** An item of header instructions, or a header_mutation filter that has no other. */
function isLeaf(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  if ('header' in item || 'append' in item) return true;
  const isFilter = 'name' in item && item.name === 'envoy.filters.http.header_mutation';
  return isFilter && !JSON.stringify(item).includes('x-powered-by');
}

function mends(text: string, title: string): string {
  const next = after(text, title);
  assert.deepEqual(rules(next), [], next);
  assert.deepEqual(without(next), without(text));
  return next;
}

const AT_HOST = 'Set X-Frame-Options: SAMEORIGIN on the answers of virtual host shop';
const AT_TABLE = 'Set X-Frame-Options: SAMEORIGIN on the answers of route configuration edge';
const IN_FILTER = 'Set X-Frame-Options: SAMEORIGIN in a new header_mutation filter of listener front';

test('one more item at the virtual host, the route configuration, or in a filter', () => {
  assert.match(
    mends(bootstrap({}), AT_HOST),
    /domains: \["\*"\]\n +response_headers_to_add:\n +- header:\n +key: X-Frame-Options\n +value: SAMEORIGIN\n +append_action: OVERWRITE_IF_EXISTS_OR_ADD\n +routes:/,
  );
  assert.match(mends(bootstrap({}), AT_TABLE), /name: edge\n +response_headers_to_add:/);
  assert.match(
    mends(bootstrap({}), IN_FILTER),
    /http_filters:\n +- name: envoy.filters.http.header_mutation\n +typed_config:\n +"@type": type/,
  );
  mends(routeFile({}), AT_TABLE);
});

test('an item is added to a list that is there, in the style of the list', () => {
  const other = adding('nosniff', '', 'X-Content-Type-Options');
  assert.match(
    mends(bootstrap({ host: other }), AT_HOST),
    /Options, value: nosniff\}\n +- header:\n +key: X-Frame-Options/,
  );
  const flow = 'response_headers_to_add: [{header: {key: a, value: b}}]';
  assert.match(
    mends(bootstrap({ host: flow }), AT_HOST),
    /value: b\}\}, \{header: \{key: X-Frame-Options, value: SAMEORIGIN\}, append_action: OVERWRITE_IF_EXISTS_OR_ADD\}\]/,
  );
  const first = mutationFilter('- remove: x-powered-by');
  assert.match(
    mends(bootstrap({ filters: first }), 'Set X-Frame-Options: SAMEORIGIN in the header_mutation filter'),
    /- remove: x-powered-by\n +- append:\n +header:/,
  );
});

test('the spelling of the file is kept: lowerCamelCase, append, line ends, JSON', () => {
  const camel = bootstrap({}).replaceAll(/\b[a-z]+(?:_[a-z]+)+(?=:)/g, (name) =>
    name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
  );
  assert.match(mends(camel, AT_HOST), /responseHeadersToAdd:\n[^]*appendAction: OVERWRITE/);
  const old = bootstrap({ host: adding('b', 'append: false', 'a') });
  assert.match(mends(old, AT_HOST), /value: SAMEORIGIN\n +append: false/);
  const windows = bootstrap({}).replaceAll('\n', '\r\n');
  assert.doesNotMatch(mends(windows, AT_TABLE), /[^\r]\n/);
  const json = JSON.stringify(parse(bootstrap({})), null, 2);
  assert.doesNotThrow(() => JSON.parse(mends(json, AT_TABLE)) as unknown);
});

test("a line beside the service's own becomes one that replaces it", () => {
  const title = 'Insert append_action: OVERWRITE_IF_EXISTS_OR_ADD for X-Frame-Options';
  assert.match(
    mends(bootstrap({ host: adding('SAMEORIGIN', '') }), title),
    /value: SAMEORIGIN\}\n +append_action: OVERWRITE_IF_EXISTS_OR_ADD\n/,
  );
  assert.match(
    mends(bootstrap({ host: adding('SAMEORIGIN', 'append_action: 0') }), title),
    /append_action: OVERWRITE_IF_EXISTS_OR_ADD\n/,
  );
  assert.match(mends(bootstrap({ host: adding('SAMEORIGIN', 'append: true') }), title), /append: false\n/);
});

test('an action that Envoy does not know is written as the one that was meant', () => {
  mends(routeFile({ table: adding('DENY', 'append_action: OVERWRITE') }), 'Write OVERWRITE_IF_EXISTS_OR_ADD');
});

test('a misspelled field of a file of routes is renamed', () => {
  const table = adding('DENY').replace('headers_to', 'header_to');
  mends(routeFile({ table }), 'Rename to response_headers_to_add');
});

test('a header on the request is moved to the response', () => {
  const text = bootstrap({ host: adding('DENY').replace('response', 'request') });
  mends(text, 'Send X-Frame-Options to the browser instead');
});

test("values are mended in the file's own quotes", () => {
  assert.match(
    mends(bootstrap({ host: adding("'SAME-ORIGIN'") }), 'Replace with SAMEORIGIN'),
    /value: 'SAMEORIGIN'\}/,
  );
  assert.match(mends(bootstrap({ host: adding('""') }), 'Set DENY'), /value: "DENY"/);
});

test('no line is offered at a level that another one overrides', () => {
  const titles = fixes(bootstrap({ table: 'response_headers_to_remove: [x-frame-options]' })).map(
    ({ title }) => title,
  );
  assert.ok(!titles.some((title) => title.includes('virtual host')), titles.join('; '));
});

test('nothing is written into a node that an anchor shares', () => {
  const text = bootstrap({
    routes: '- &all\n  match: {prefix: "/a"}\n  route: {cluster: shop}',
    host: 'response_headers_to_add: &none\n  - header: {key: a, value: b}',
  });
  const titles = fixes(text).map(({ title }) => title);
  assert.ok(!titles.includes(AT_HOST), titles.join('; '));
  mends(text, AT_TABLE);
});

test('one of several values is kept, also in flow style', () => {
  const item = (value: string) => `{header: {key: X-Frame-Options, value: ${value}}}`;
  const list = (...values: readonly string[]) =>
    bootstrap({ host: `response_headers_to_add: [${values.map(item).join(', ')}]` });
  assert.match(
    after(list('DENY', 'SAMEORIGIN', 'SAMEORIGIN'), 'Keep DENY'),
    /response_headers_to_add: \[\{[^[]*value: DENY\}\}\]/,
  );
  assert.match(
    after(list('DENY', 'SAMEORIGIN'), 'Keep SAMEORIGIN'),
    /response_headers_to_add: \[\{[^[]*value: SAMEORIGIN\}\}\]/,
  );
  const titles = fixes(list('DENY', 'DENY', 'SAMEORIGIN')).map(({ title }) => title);
  assert.ok(!titles.includes('Keep SAMEORIGIN, remove the other X-Frame-Options'), titles.join('; '));
});

test('no value is kept where one that was replaced would come forth and conflict with it', () => {
  const routes = `- match: {prefix: "/"}
  route:
    weighted_clusters: {clusters: [{name: shop, weight: 100, ${adding('DENY')
      .replace(/\n\s+- /, ' [{')
      .replace(/\n\s+/, ', ')}}]}]}
  ${adding('ALLOWALL').replaceAll('\n', '\n  ')}`;
  const text = bootstrap({ routes, host: adding('SAMEORIGIN', '') });
  const titles = fixes(text).map(({ title }) => title);
  assert.ok(rules(text).includes('frame-policy-conflict'), rules(text).join('; '));
  assert.ok(!titles.some((title) => title.startsWith('Keep SAMEORIGIN')), titles.join('; '));
});

test('a new filter takes no name for which routes have a configuration waiting', () => {
  const host = `typed_per_filter_config:
  envoy.filters.http.header_mutation:
    "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute
    mutations: {response_mutations: [{remove: X-Frame-Options}]}`;
  assert.match(after(bootstrap({ host }), IN_FILTER), /http_filters:\n +- name: frame_policy\n/);
});
