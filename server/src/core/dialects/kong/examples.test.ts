import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { both, native, SHOP } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'kong.yml': text }), { 'kong.yml': text });
}

test('missing: said at the route', () => {
  assert.deepEqual(findings(native(SHOP)), ['frame-policy-missing: shop-web']);
});

test('missing on several routes is said once', () => {
  const routes =
    'services: [{name: s, url: "http://s", routes: [{name: a, paths: [/a]}, {name: b, paths: [/b]}]}]';
  assert.deepEqual(findings(native(routes)), ['frame-policy-missing: services']);
});

test('an invalid value is said where the service sends the header and where it does not', () => {
  const text = native(`services:
  - name: shop
    url: http://shop.internal:8080
    routes: [{name: shop-web, paths: ["/"]}]
    plugins:
      - name: response-transformer
        config:
          add: {headers: ["X-Frame-Options:ALLOWALL"]}
          replace: {headers: ["X-Frame-Options:ALLOWALL"]}`);
  const found = judged(dialect, { 'kong.yml': text });
  assert.deepEqual(told(found, { 'kong.yml': text }), [
    'frame-policy-invalid: "X-Frame-Options:ALLOWALL"',
    'frame-policy-invalid: "X-Frame-Options:ALLOWALL"',
  ]);
  assert.notEqual(found[0]?.at.start, found[1]?.at.start);
});

test('a map for the text of a list: a blank behind the colon', () => {
  const text = native(`plugins:
  - name: response-transformer
    config:
      add:
        headers:
          - X-Frame-Options: DENY`);
  assert.deepEqual(findings(text), ['frame-policy-unread: X-Frame-Options: DENY']);
});

const ADMIN = `services:
  - name: admin
    url: http://admin.internal
    routes:
      - name: admin
        hosts: [admin.example.org]`;

test('an instance of the route replaces the one for everything', () => {
  const text = native(`plugins:
  - name: response-transformer
    config:
      add: {headers: ["X-Frame-Options:DENY"]}
      replace: {headers: ["X-Frame-Options:DENY"]}
${ADMIN}
        plugins:
          - name: response-transformer
            config:
              add: {headers: ["X-Served-By:edge"]}`);
  const [lost, ...others] = judged(dialect, { 'kong.yml': text });
  assert.deepEqual(others, []);
  assert.equal(lost?.rule, 'frame-policy-lost');
  assert.equal(text.slice(lost.at.start, lost.at.end), 'admin');
  assert.ok(lost.related.some(({ at }) => text.slice(at.start, at.end) === '"X-Frame-Options:DENY"'));
});

test('removed by mistake: what the service sends is removed, and not added again', () => {
  const text = native(`plugins:
  - name: response-transformer
    config:
      remove: {headers: ["X-Frame-Options"]}
      add: {headers: ["X-Frame-Options:DENY"]}
${SHOP}`);
  assert.deepEqual(findings(text), ['frame-policy-removed: "X-Frame-Options"']);
});

describe('the five actions', () => {
  const plugin = (config: string): string =>
    native(`plugins: [{name: response-transformer, config: {${config}}}]\n${SHOP}`);
  const says = (name: string, config: string, expected: readonly string[]): void => {
    test(name, () => {
      assert.deepEqual(findings(plugin(config)), expected);
    });
  };
  const xfo = '{headers: ["X-Frame-Options:DENY"]}';
  says('add and replace set it', `add: ${xfo}, replace: ${xfo}`, []);
  says('add alone does where the service sends none', `add: ${xfo}`, []);
  says('replace alone does nothing where the service sends none', `replace: ${xfo}`, [
    'frame-policy-missing: shop-web',
  ]);
  says('remove and append set it', `remove: {headers: [X-Frame-Options]}, append: ${xfo}`, []);
  says(
    'remove, replace and add set it',
    `remove: {headers: [X-Frame-Options]}, replace: ${xfo}, add: ${xfo}`,
    [],
  );
  says('append stands beside what the service sends', 'append: {headers: ["X-Frame-Options:SAMEORIGIN"]}', [
    'frame-policy-conflict: "X-Frame-Options:SAMEORIGIN"',
  ]);
  says('add and append of one value: two lines', `add: ${xfo}, append: ${xfo}`, [
    'frame-policy-duplicate: "X-Frame-Options:DENY"',
  ]);
  says('remove alone', 'remove: {headers: [X-Frame-Options]}', ['frame-policy-removed: X-Frame-Options']);
  says('rename takes it away', 'rename: {headers: ["X-Frame-Options:X-Old"]}', [
    'frame-policy-removed: "X-Frame-Options:X-Old"',
  ]);
  says('what is renamed to it cannot be known', 'rename: {headers: ["X-Policy:X-Frame-Options"]}', []);
  says('an entry without a value', 'add: {headers: ["X-Frame-Options:"]}', [
    'frame-policy-missing: shop-web',
    'frame-policy-unread: "X-Frame-Options:"',
  ]);
  says('a blank behind the colon of a text does no harm', 'add: {headers: ["X-Frame-Options: DENY"]}', []);
  says(
    'a policy with colons',
    `add: {headers: ["Content-Security-Policy:frame-ancestors https://a.example:8443"]}`,
    [],
  );
  says('another value in replace', `add: ${xfo}, replace: {headers: ["X-Frame-Options:ALLOWALL"]}`, [
    'frame-policy-invalid: "X-Frame-Options:ALLOWALL"',
  ]);
  says('headers as a map', 'add: {headers: {X-Frame-Options: DENY}}', [
    'frame-policy-unread: {X-Frame-Options: DENY}',
  ]);
  says('headers as a text', 'add: {headers: "X-Frame-Options:DENY"}', [
    'frame-policy-unread: "X-Frame-Options:DENY"',
  ]);
  says('a setting that does not exist', `set: ${xfo}`, ['frame-policy-unread: set']);
  says('headers first', 'headers: {add: ["X-Frame-Options:DENY"]}', ['frame-policy-unread: headers']);
  says('no colon at all', 'add: {headers: [X-Frame-Options]}', ['frame-policy-unread: X-Frame-Options']);
  says('a value from the environment', 'add: {headers: ["X-Frame-Options:${{ env "DECK_XFO" }}"]}', []);
});

describe('where a plugin acts', () => {
  const rt = both('DENY');
  const says = (name: string, text: string, expected: readonly string[]): void => {
    test(name, () => {
      assert.deepEqual(findings(native(text)), expected);
    });
  };
  says('for everything', `plugins: [${rt}]\n${SHOP}`, []);
  says('at the service', SHOP.replace('url:', `plugins: [${rt}]\n    url:`), []);
  says('at the route', SHOP.replace('paths:', `plugins: [${rt}]\n        paths:`), []);
  says('at the root, for a service or a route', `plugins: [${both('DENY', 'service: shop, ')}]\n${SHOP}`, []);
  says('at the root, for a route', `plugins: [${both('DENY', 'route: shop-web, ')}]\n${SHOP}`, []);
  says('a route at the root', `routes: [{name: r, paths: [/], service: {name: shop}}]\n${SHOP}`, [
    'frame-policy-missing: services',
  ]);
  says(
    'a route at the root that names its service in a text',
    `routes: [{name: r, paths: [/r], service: shop}]\n${SHOP.replace('url:', `plugins: [${rt}]\n    url:`)}`,
    ['frame-policy-unread: shop'],
  );
  says('for one consumer only', `consumers: [{username: bob, plugins: [${rt}]}]\n${SHOP}`, [
    'frame-policy-missing: shop-web',
  ]);
  says(
    'an instance of a consumer replaces the wider one',
    `plugins: [${rt}]\nconsumers: [{username: bob, plugins: [{name: response-transformer, config: {add: {headers: ["X-A:b"]}}}]}]\n${SHOP}`,
    ['frame-policy-lost: response-transformer'],
  );
  says(
    'one of a consumer group',
    `plugins: [${rt}]\nconsumer_groups: [{name: gold, plugins: [${rt}]}]\n${SHOP}`,
    [],
  );
  says('switched off', `plugins: [${both('DENY', 'enabled: false, ')}]\n${SHOP}`, [
    'frame-policy-missing: shop-web',
    'frame-policy-unread: enabled: false',
  ]);
  says(
    'one that is switched off hides nothing',
    `plugins: [${rt}]\n${SHOP.replace('paths:', 'plugins: [{name: response-transformer, enabled: false, config: {}}]\n        paths:')}`,
    [],
  );
  says('for other protocols', `plugins: [${both('DENY', 'protocols: [grpc], ')}]\n${SHOP}`, [
    'frame-policy-unread: protocols: [grpc]',
  ]);
  says(
    'the two transformers are different plugins',
    `plugins: [${rt}]\n${SHOP.replace('url:', 'plugins: [{name: response-transformer-advanced, config: {add: {headers: ["X-A:b"]}}}]\n    url:')}`,
    [],
  );
  says(
    'through _plugin_configs',
    `_plugin_configs:\n  h: {add: {headers: ["X-Frame-Options:DENY"]}}\nplugins: [{name: response-transformer, _config: h}]\n${SHOP}`,
    [],
  );
  says(
    'settings of its own hide those of _plugin_configs',
    `_plugin_configs:\n  h: {add: {headers: ["X-Frame-Options:DENY"]}}\nplugins: [{name: response-transformer, _config: h, config: {add: {headers: ["X-A:b"]}}}]\n${SHOP}`,
    ['frame-policy-missing: shop-web'],
  );
  says(
    'in part of the answers only',
    `plugins: [{name: response-transformer-advanced, config: {add: {headers: ["X-Frame-Options:DENY"], if_status: ["500-599"]}}}]\n${SHOP}`,
    ['frame-policy-missing: shop-web'],
  );
});

describe('what shows no page', () => {
  const says = (name: string, text: string): void => {
    test(name, () => {
      assert.deepEqual(findings(native(text)), []);
    });
  };
  says('a service without routes', 'services: [{name: s, url: "http://s"}]');
  says('routes of other protocols', SHOP.replace('paths:', 'protocols: [grpc, grpcs]\n        paths:'));
  says('a service of another protocol', SHOP.replace('http://shop.internal', 'grpc://shop.internal'));
  says(
    'a redirect',
    SHOP.replace(
      'url:',
      'plugins: [{name: redirect, config: {location: "https://b.example", status_code: 302}}]\n    url:',
    ),
  );
  says(
    'an answer of Kong in JSON',
    `plugins: [{name: request-termination, config: {status_code: 404}}]\n${SHOP}`,
  );
  says('a route without a service', 'routes: [{name: r, paths: [/]}]');
});

test('an answer of Kong in HTML is a page', () => {
  const html =
    'plugins: [{name: request-termination, config: {content_type: text/html, body: "<h1>down</h1>", status_code: 503}}]';
  assert.deepEqual(findings(native(`${html}\n${SHOP}`)), ['frame-policy-missing: shop-web']);
});

test('a route for https alone is relevant', () => {
  const text = SHOP.replace(
    'paths:',
    'protocols: [https]\n        https_redirect_status_code: 301\n        paths:',
  );
  assert.deepEqual(findings(native(text)), ['frame-policy-missing: shop-web']);
});

test('on the request no browser sees it', () => {
  const text = `plugins: [{name: request-transformer, config: {add: {headers: ["X-Frame-Options:DENY"]}}}]\n${SHOP}`;
  assert.deepEqual(findings(native(text)), ['frame-policy-request-side: "X-Frame-Options:DENY"']);
});

describe("code of one's own", () => {
  const lua = (code: string, name = 'post-function'): string =>
    native(`plugins: [{name: ${name}, config: {header_filter: ['${code}']}}]\n${SHOP}`);
  test('that sets the header cannot be known', () => {
    assert.deepEqual(findings(lua('kong.response.set_header("X-Frame-Options", "DENY")')), []);
    assert.deepEqual(findings(lua('ngx.header["x-frame-options"] = nil')), []);
    assert.deepEqual(findings(lua('require("headers").set()', 'pre-function')), []);
  });
  test('that does something else leaves it missing', () => {
    assert.deepEqual(findings(lua('kong.response.set_header("X-A", "b")')), [
      'frame-policy-missing: shop-web',
    ]);
  });
});

describe('several files', () => {
  test('of one folder are one configuration', () => {
    const files = { 'kong/a.yaml': native(SHOP), 'kong/plugins.yaml': native(`plugins: [${both('DENY')}]`) };
    assert.deepEqual(judged(dialect, files), []);
    assert.equal(judged(dialect, { ...files, 'kong/plugins.yaml': native('plugins: []') }).length, 1);
  });
  test('with the same names are not', () => {
    const files = {
      'kong/dev.yaml': native(SHOP),
      'kong/prod.yaml': native(`plugins: [${both('DENY')}]\n${SHOP}`),
    };
    assert.deepEqual(told(judged(dialect, files), files), ['frame-policy-missing: shop-web']);
  });
});

test('what is left to a template is no fault', () => {
  assert.deepEqual(
    findings('{{ if .Values.kong }}\n_format_version: "3.0"\nservices: [{{ .x }}]\n{{ end }}\n'),
    [],
  );
});

test('keys of other releases are no fault of a file, unknown ones are', () => {
  const keys = (name: string): string => `_format_version: "3.0"\n${name}: []\nservices: []\n`;
  for (const name of ['partials', 'plugins_partials', 'ai_models', '_konnect'])
    assert.deepEqual(findings(keys(name)), [], name);
  assert.deepEqual(findings(keys('servces')), ['frame-policy-unread: servces']);
});
