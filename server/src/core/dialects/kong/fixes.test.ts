import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { judged, mended } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { both, native, SHOP } from './testing.ts';

const FILE = 'kong.yml';

/** The file after the fix whose title begins so: clean. */
function after(text: string, title: string | RegExp): string {
  const fixes = judged(dialect, { [FILE]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) =>
    typeof title === 'string' ? each.title.startsWith(title) : title.test(each.title),
  );
  assert.ok(fix, fixes.map((each) => each.title).join('; '));
  const next = mended(fix, { [FILE]: text })[FILE] ?? '';
  assert.deepEqual(judged(dialect, { [FILE]: next }), [], next);
  return next;
}

const SET = 'Set X-Frame-Options: SAMEORIGIN';
const TEXT = 'X-Frame-Options:SAMEORIGIN';
const PLUGIN = {
  name: 'response-transformer',
  config: { add: { headers: [TEXT] }, replace: { headers: [TEXT] } },
};

describe('an instance for everything', () => {
  test('where there is none', () => {
    const text = native(SHOP);
    assert.equal(
      after(text, SET),
      `${text.trimEnd()}
plugins:
  - name: response-transformer
    config:
      add:
        headers:
          - "X-Frame-Options:SAMEORIGIN"
      replace:
        headers:
          - "X-Frame-Options:SAMEORIGIN"
`,
    );
  });
  test('one more plugin of a list, in the style of the file and with CRLF', () => {
    const text = native(`plugins:\n- name: cors\n  config: {origins: ["*"]}\n${SHOP}`).replaceAll(
      '\n',
      '\r\n',
    );
    const next = after(text, SET);
    assert.equal(/[^\r]\n/.test(next), false);
    assert.match(next, /\r\n- name: response-transformer\r\n {2}config:/);
    const [before, changed] = [text, next].map((each) => parse(each) as { plugins: object[] });
    assert.deepEqual(changed, { ...before, plugins: [...(before?.plugins ?? []), PLUGIN] });
  });
  test('in flow style and in JSON', () => {
    assert.match(
      after(native(`plugins: []\n${SHOP}`), SET),
      /plugins: \[\{name: response-transformer, config: /,
    );
    const json = JSON.stringify(parse(native(SHOP)));
    assert.deepEqual(JSON.parse(after(json, SET)), { ...(JSON.parse(json) as object), plugins: [PLUGIN] });
  });
  test('an empty list of plugins', () => {
    assert.deepEqual(parse(after(native(`plugins:\n${SHOP}`), SET)), {
      ...(parse(native(SHOP)) as object),
      plugins: [PLUGIN],
    });
  });
  test('not a second one, even where the first is switched off', () => {
    const text = native(`plugins: [{name: response-transformer, enabled: false, config: {}}]\n${SHOP}`);
    const titles = judged(dialect, { [FILE]: text }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.deepEqual(titles, []);
  });
});

describe('the instance that runs takes one more header', () => {
  const other = (where: string): string =>
    `${where}{name: response-transformer, config: {add: {headers: ["X-A:b"]}}}]`;
  test('for everything', () => {
    const next = after(native(`${other('plugins: [')}\n${SHOP}`), SET);
    assert.match(next, /add: \{headers: \["X-A:b", "X-Frame-Options:SAMEORIGIN"\]\}, replace: \{headers: \[/);
  });
  test('at the route, and in block style', () => {
    const text = native(
      `${SHOP}\n        plugins:\n          - name: response-transformer\n            config:\n              add:\n                headers:\n                  - X-A:b`,
    );
    assert.equal(
      after(text, SET),
      `${text.trimEnd()}
                  - "X-Frame-Options:SAMEORIGIN"
              replace:
                headers:
                  - "X-Frame-Options:SAMEORIGIN"
`,
    );
  });
  test('without any settings yet', () => {
    const text = native(`plugins:\n  - name: response-transformer\n${SHOP}`);
    assert.deepEqual((parse(after(text, SET)) as { plugins: object[] }).plugins, [
      { name: PLUGIN.name, config: { replace: PLUGIN.config.replace, add: PLUGIN.config.add } },
    ]);
  });
  test('where replace is there, add says the same', () => {
    const text = native(
      `plugins: [{name: response-transformer, config: {replace: {headers: ["X-Frame-Options:DENY"]}}}]\n${SHOP}`,
    );
    assert.match(after(text, SET), /add: \{headers: \["X-Frame-Options:DENY"\]\}/);
  });
  test('with settings of _plugin_configs', () => {
    const text = native(
      `_plugin_configs:\n  h: {add: {headers: ["X-A:b"]}}\nplugins: [{name: response-transformer, _config: h}]\n${SHOP}`,
    );
    assert.match(
      after(text, SET),
      /h: \{add: \{headers: \["X-A:b", "X-Frame-Options:SAMEORIGIN"\]\}, replace/,
    );
  });
  test('never what an anchor or several plugins share', () => {
    const shared = `_plugin_configs:\n  h: {add: {headers: ["X-A:b"]}}\nplugins: [{name: response-transformer, _config: h}, {name: response-transformer, service: shop, _config: h}]\n${SHOP}`;
    const anchored = `plugins: [{name: response-transformer, config: &c {add: {headers: ["X-A:b"]}}}]\n${SHOP}\n    plugins: [{name: response-transformer, config: *c}]`;
    for (const text of [shared, anchored]) {
      const changes = judged(dialect, { [FILE]: native(text) }).flatMap(({ fixes }) =>
        fixes.flatMap((fix) => fix.changes),
      );
      assert.deepEqual(changes, []);
    }
  });
});

test('what an instance of the route replaces is repeated in it', () => {
  const text = native(
    `plugins: [${both('DENY')}]\n${SHOP}\n        plugins:\n          - name: response-transformer\n            config:\n              add:\n                headers: ["X-A:b"]`,
  );
  assert.match(
    after(text, 'Repeat the lost header lines'),
    /headers: \["X-A:b", "X-Frame-Options:DENY"\]\n {14}replace:\n {16}headers:\n {18}- "X-Frame-Options:DENY"/,
  );
});

describe('what Kong does not read, written so that it does', () => {
  const unread = (name: string, headers: string, expected: string): void => {
    test(name, () => {
      const text = native(
        `plugins:\n- name: response-transformer\n  config:\n    add:\n      headers:${headers}\n${SHOP}`,
      );
      assert.ok(after(text, 'Write it as a text').includes(expected));
    });
  };
  unread('a blank too many', '\n      - X-Frame-Options: DENY', '\n      - "X-Frame-Options:DENY"\n');
  unread(
    'a map',
    '\n        X-Frame-Options: DENY\n        X-A: b',
    '\n        - "X-Frame-Options:DENY"\n        - "X-A:b"\n',
  );
  unread('a map in flow style', ' {X-Frame-Options: DENY}', ' ["X-Frame-Options:DENY"]');
  unread('a text', ' X-Frame-Options:DENY', ' ["X-Frame-Options:DENY"]');
  test('a service that is named in a text', () => {
    const text = native(
      `plugins: [${both('DENY')}]\nroutes: [{name: r, paths: [/r], service: shop}]\n${SHOP}`,
    );
    assert.match(after(text, 'Write {name: shop}'), /service: \{name: shop\}\}/);
  });
  test('a version without quotes', () => {
    const text = `_format_version: 3.0\nplugins: [${both('DENY')}]\n${SHOP}\n`;
    assert.ok(after(text, 'Write "3.0"').startsWith('_format_version: "3.0"\n'));
  });
  test('a plugin that is switched off', () => {
    const text = native(`plugins: [${both('DENY', 'enabled: false, ')}]\n${SHOP}`);
    assert.match(after(text, 'Switch it on'), /enabled: true/);
  });
});

test('both entries of an invalid value can be set right', () => {
  const text = native(`plugins: [${both('SAME-ORIGIN')}]\n${SHOP}`);
  const [first, second] = judged(dialect, { [FILE]: text }).map(({ fixes }) => fixes[0]);
  assert.ok(first && second);
  const next =
    mended({ ...first, changes: [...first.changes, ...second.changes] }, { [FILE]: text })[FILE] ?? '';
  assert.equal(next, native(`plugins: [${both('SAMEORIGIN')}]\n${SHOP}`));
});

test('the removal that leaves nothing goes, and what it empties', () => {
  const text = native(
    `plugins:\n  - name: response-transformer\n    config:\n      remove:\n        headers:\n          - X-Frame-Options\n      add: {headers: ["X-Frame-Options:DENY"]}\n${SHOP}`,
  );
  assert.match(after(text, 'Remove this line'), /config:\n {6}add: \{/);
});

test('a line beside that of the service replaces it', () => {
  const text = native(
    `plugins: [{name: response-transformer, config: {append: {headers: ["X-Frame-Options:SAMEORIGIN"]}}}]\n${SHOP}`,
  );
  assert.match(after(text, 'Insert remove.headers'), /remove: \{headers: \[X-Frame-Options\]\}/);
});
