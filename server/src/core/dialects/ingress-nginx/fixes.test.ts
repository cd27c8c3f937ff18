import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ALLOWED, block, configMap, controller, ingress, text } from './testing.ts';

type Files = Readonly<Record<string, string>>;

function files(source: string | Files): Files {
  return typeof source === 'string' ? { 'web.yaml': source } : source;
}

function fixesOf(source: string | Files): readonly { readonly title: string }[] {
  return judged(dialect, files(source)).flatMap(({ fixes }) =>
    fixes.filter(({ changes }) => changes.length > 0),
  );
}

/** The files after the fix whose title begins so: clean. */
function afterAll(source: string | Files, title: string): Files {
  const fixes = judged(dialect, files(source)).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title) && each.changes.length > 0);
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, files(source));
  assert.deepEqual(judged(dialect, next), [], Object.values(next).join('\n'));
  return next;
}

function after(source: string, title: string): string {
  return afterAll(source, title)['web.yaml'] ?? '';
}

function data(source: string): readonly Record<string, unknown>[] {
  return parseAllDocuments(source).map((document) => document.toJS() as Record<string, unknown>);
}

interface Meta {
  readonly metadata: { readonly annotations?: Record<string, string> };
}

function annotations(source: string, index = 0): Record<string, string> {
  return (data(source)[index] as unknown as Meta).metadata.annotations ?? {};
}

/** The objects without an annotation, or without any. */
function without(source: string, key: string): unknown {
  return data(source).map((object) => {
    const { metadata, ...rest } = object as unknown as Meta;
    const { annotations: all, ...others } = metadata;
    const left = Object.entries(all ?? {}).filter(([name]) => name !== PREFIX + key);
    return { ...rest, metadata: { ...others, ...(left.length > 0 && { left }) } };
  });
}

const PREFIX = 'nginx.ingress.kubernetes.io/';
const LINE = 'more_set_headers "X-Frame-Options: SAMEORIGIN";\n';
const BY_SNIPPET = 'Set X-Frame-Options: SAMEORIGIN in configuration-snippet';
const BY_MAP = 'Set X-Frame-Options: SAMEORIGIN by custom-headers';
const EVERYWHERE = 'Set X-Frame-Options: SAMEORIGIN on the answers of all hosts';

test('one line in an annotation of its own, as a block', () => {
  for (const source of [
    ingress(text('proxy-body-size', '8m')),
    ingress(''),
    ingress(text('proxy-body-size', '8m')).replaceAll('\n', '\r\n'),
    ingress('').replace('  namespace: shop\n', '  namespace: shop\n  annotations: {}\n'),
    ingress('').replace('  namespace: shop\n', '  namespace: shop\n  annotations:\n'),
  ]) {
    const next = after(source, BY_SNIPPET);
    assert.equal(annotations(next)[`${PREFIX}configuration-snippet`]?.trimEnd(), LINE.trimEnd());
    assert.deepEqual(without(next, 'configuration-snippet'), without(source, 'configuration-snippet'));
    if (source.includes('\r\n')) assert.equal(/[^\r]\n/.test(next), false);
  }
});

test('one more line of the block that is there, behind its header lines', () => {
  const source = ingress(
    block('configuration-snippet', 'more_set_headers "X-A: b";', 'if ($arg_a) {', '  set $b c;', '}'),
  );
  const snippet = annotations(after(source, BY_SNIPPET))[`${PREFIX}configuration-snippet`];
  assert.equal(snippet, `more_set_headers "X-A: b";\n${LINE}if ($arg_a) {\n  set $b c;\n}\n`);
});

test('in a text on one line the quotes are those of YAML', () => {
  for (const value of [`'more_set_headers "X-A: b";'`, `"add_header X-A b;"`]) {
    const next = after(ingress(text('configuration-snippet', value)), BY_SNIPPET);
    assert.match(
      annotations(next)[`${PREFIX}configuration-snippet`] ?? '',
      /more_set_headers "X-Frame-Options: SAMEORIGIN";/,
    );
  }
});

test('a folded text, one with escapes and one that an anchor shares are left as they are', () => {
  for (const value of [
    '>\n      more_set_headers "X-A: b";',
    '"more_set_headers \\"X-A: b\\";"',
    '&a |\n      more_set_headers "X-A: b";',
  ]) {
    const titles = fixesOf(ingress(text('configuration-snippet', value))).map(({ title }) => title);
    assert.ok(!titles.some((title) => title.startsWith(BY_SNIPPET)), titles.join('; '));
    assert.ok(titles.some((title) => title.startsWith(BY_MAP)));
  }
});

test('where snippets are forbidden, none is offered', () => {
  for (const settings of [
    ['allow-snippet-annotations: "false"'],
    ['allow-snippet-annotations: "true"', 'annotations-risk-level: High'],
  ]) {
    const source = ingress('') + controller(...settings);
    const titles = fixesOf(source).map(({ title }) => title);
    assert.ok(!titles.some((title) => title.startsWith(BY_SNIPPET)));
    const next = after(source, BY_MAP);
    assert.match(next, /global-allowed-response-headers: X-Frame-Options\n/);
  }
});

test('custom-headers, its ConfigMap, and the list of the controller, in one step', () => {
  const source =
    ingress('') + controller('allow-snippet-annotations: "false"', 'global-allowed-response-headers: "X-A"');
  const next = after(source, BY_MAP);
  assert.equal(annotations(next)[`${PREFIX}custom-headers`], 'shop/web-frame-policy');
  const [, settings, map] = data(next);
  assert.deepEqual(settings?.['data'], {
    'allow-snippet-annotations': 'false',
    'global-allowed-response-headers': 'X-A,X-Frame-Options',
  });
  assert.deepEqual(map, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'web-frame-policy', namespace: 'shop' },
    data: { 'X-Frame-Options': 'SAMEORIGIN' },
  });
});

test('a name that is taken is not written over', () => {
  const source =
    ingress('') +
    configMap('web-frame-policy', 'shop', 'X-A: b') +
    controller('allow-snippet-annotations: "false"');
  assert.equal(annotations(after(source, BY_MAP))[`${PREFIX}custom-headers`], 'shop/web-frame-policy-2');
});

test('the ConfigMap that custom-headers names already', () => {
  const source =
    ingress(text('custom-headers', 'shop/own')) +
    configMap('own', 'shop', 'X-A: b') +
    controller('global-allowed-response-headers: X-A', 'allow-snippet-annotations: "false"');
  const next = after(source, BY_MAP);
  assert.deepEqual(data(next)[1]?.['data'], { 'X-A': 'b', 'X-Frame-Options': 'SAMEORIGIN' });
  assert.match(next, /global-allowed-response-headers: "?X-A,X-Frame-Options"?\n/);
});

test('headers of all hosts: a ConfigMap of its own, the one that is there, values of the chart', () => {
  const fresh = after(ingress('') + controller(...ALLOWED), EVERYWHERE);
  assert.match(fresh, /add-headers: ingress-nginx\/security-headers\n/);
  assert.deepEqual(data(fresh)[2]?.['data'], { 'X-Frame-Options': 'SAMEORIGIN' });
  const known =
    ingress('') + controller('add-headers: ingress-nginx/all') + configMap('all', 'ingress-nginx', 'X-A: b');
  assert.deepEqual(data(after(known, EVERYWHERE))[2]?.['data'], {
    'X-A': 'b',
    'X-Frame-Options': 'SAMEORIGIN',
  });
  const values = afterAll(
    { 'web.yaml': ingress(''), 'values.yaml': 'controller:\n  allowSnippetAnnotations: false\n' },
    EVERYWHERE,
  );
  assert.deepEqual(data(values['values.yaml'] ?? ''), [
    { controller: { allowSnippetAnnotations: false, addHeaders: { 'X-Frame-Options': 'SAMEORIGIN' } } },
  ]);
});

test('what a path removes, no header of all hosts brings back', () => {
  const source =
    ingress(block('configuration-snippet', 'more_clear_headers X-Frame-Options;')) + controller(...ALLOWED);
  assert.ok(!fixesOf(source).some(({ title }) => title.startsWith(EVERYWHERE)));
});

test('a line that the snippet of the controller takes away again is not offered', () => {
  const source =
    ingress('') + controller(...ALLOWED, 'location-snippet: \'more_clear_headers "X-Frame-*";\'');
  const titles = fixesOf(source).map(({ title }) => title);
  assert.ok(!titles.some((title) => title.startsWith(BY_SNIPPET) || title.startsWith(EVERYWHERE)));
});

test('lines of the server that auth-url or the location cuts off', () => {
  const own = block('server-snippet', 'add_header X-Frame-Options DENY always;');
  const asked = after(
    ingress(`${text('auth-url', 'https://sso.example/verify')}\n${own}`),
    'Repeat the lost',
  );
  assert.equal(
    annotations(asked)[`${PREFIX}configuration-snippet`],
    'add_header X-Frame-Options DENY always;\n',
  );
  const cut = after(
    ingress(`${own}\n${block('configuration-snippet', 'add_header X-A b;')}`),
    'Repeat the lost',
  );
  assert.equal(
    annotations(cut)[`${PREFIX}configuration-snippet`],
    'add_header X-A b;\nadd_header X-Frame-Options DENY always;\n',
  );
});

test('values where they are written', () => {
  const snippet = ingress(block('configuration-snippet', 'more_set_headers "X-Frame-Options: ALLOWALL";'));
  assert.match(after(snippet, 'Set DENY'), /"X-Frame-Options: DENY"/);
  const map =
    ingress(text('custom-headers', 'shop/own')) + configMap('own', 'shop', 'X-Frame-Options: "SAME-ORIGIN"');
  assert.deepEqual(data(after(map, 'Replace with SAMEORIGIN'))[1]?.['data'], {
    'X-Frame-Options': 'SAMEORIGIN',
  });
});

test('always, where add_header leaves errors bare', () => {
  const source = ingress(block('configuration-snippet', 'add_header X-Frame-Options DENY;'));
  assert.match(after(source, 'Add always'), /add_header X-Frame-Options DENY always;/);
});

test('the name that was meant', () => {
  const line = '\'more_set_headers "X-Frame-Options: DENY";\'';
  for (const [wrong, right] of [
    ['nginx.ingress.kubernetes.io/location-snippet', 'configuration-snippet'],
    ['nginx.ingress.kubernetes.io/server-snippets', 'server-snippet'],
    ['ingress.kubernetes.io/configuration-snippet', 'configuration-snippet'],
  ] as const) {
    const next = after(ingress(`    ${wrong}: ${line}`), `Write ${PREFIX}${right}`);
    assert.deepEqual(Object.keys(annotations(next)), [PREFIX + right]);
  }
});

test('the namespace of a ConfigMap, and a header that the controller does not list', () => {
  const map = configMap('own', 'shop', 'X-Frame-Options: DENY');
  const bare = after(ingress(text('custom-headers', 'own')) + map, 'Write shop/own');
  assert.equal(annotations(bare)[`${PREFIX}custom-headers`], 'shop/own');
  const unlisted =
    ingress(text('custom-headers', 'shop/own')) + map + controller('use-forwarded-headers: "true"');
  assert.match(after(unlisted, 'List X-Frame-Options'), /global-allowed-response-headers: X-Frame-Options\n/);
});
