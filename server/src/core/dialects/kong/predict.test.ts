// Nothing is recorded of a running Kong: expected answers follow its router and header_transformer.lua.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';
import { both, ingress, kongPlugin, native, SHOP } from './testing.ts';

type Pairs = readonly (readonly [string, string])[];

interface Answer {
  readonly status: number | null;
  readonly complete: boolean;
  readonly xfo: readonly string[];
}

async function ask(
  text: string,
  url: string,
  sent: Pairs = [],
  more: Partial<GatewayRequest> = {},
): Promise<Answer> {
  const upstream = { status: 200, headers: sent };
  const report = await predicted(dialect, { 'kong.yml': text }, { url, upstream, ...more });
  return {
    status: report.status,
    complete: report.complete,
    xfo: report.headers.find(({ name }) => name.toLowerCase() === 'x-frame-options')?.values ?? [],
  };
}

const URL = 'http://shop.example/';
const ALLOWALL: Pairs = [['X-Frame-Options', 'ALLOWALL']];

describe('what a transformer does', () => {
  const xfo = '{headers: ["X-Frame-Options:DENY"]}';
  const remove = 'remove: {headers: [X-Frame-Options]}';
  const table: readonly (readonly [config: string, sent: readonly string[], none: readonly string[]])[] = [
    [`add: ${xfo}`, ['ALLOWALL'], ['DENY']],
    [`replace: ${xfo}`, ['DENY'], []],
    [`add: ${xfo}, replace: ${xfo}`, ['DENY'], ['DENY']],
    [`${remove}, add: ${xfo}`, [], ['DENY']],
    [`${remove}, append: ${xfo}`, ['DENY'], ['DENY']],
    [`append: ${xfo}`, ['ALLOWALL', 'DENY'], ['DENY']],
    [`add: ${xfo}, append: ${xfo}`, ['ALLOWALL', 'DENY'], ['DENY', 'DENY']],
    ['add: {headers: ["X-Frame-Options:"]}, replace: {headers: ["X-Frame-Options:"]}', ['ALLOWALL'], []],
    ['rename: {headers: ["X-Frame-Options:X-Old"]}', [], []],
    ['add: {headers: ["X-Frame-Options:DENY", "x-frame-options:SAMEORIGIN"]}', ['ALLOWALL'], ['SAMEORIGIN']],
  ];
  for (const [config, sent, none] of table) {
    test(config, async () => {
      const text = native(`plugins: [{name: response-transformer, config: {${config}}}]\n${SHOP}`);
      assert.deepEqual(await ask(text, URL, ALLOWALL), { status: 200, complete: true, xfo: sent });
      assert.deepEqual(await ask(text, URL), { status: 200, complete: true, xfo: none });
    });
  }
  test('rename takes the value along', async () => {
    const text = native(
      `plugins: [{name: response-transformer, config: {rename: {headers: ["X-Policy:X-Frame-Options"]}}}]\n${SHOP}`,
    );
    assert.deepEqual((await ask(text, URL, [['x-policy', 'DENY'], ...ALLOWALL])).xfo, ['DENY']);
    assert.deepEqual((await ask(text, URL, ALLOWALL)).xfo, ['ALLOWALL']);
  });
});

/** Services with one route each, told apart by what they set. */
function routes(...list: readonly string[]): string {
  return native(
    `services:\n${list
      .map(
        (route, index) =>
          `- {name: s${index}, url: "http://s", routes: [{name: r${index}, ${route}, plugins: [${both(String(index))}]}]}`,
      )
      .join('\n')}`,
  );
}

async function taken(
  text: string,
  url: string,
  more: Partial<GatewayRequest> = {},
): Promise<string | number | undefined> {
  const { xfo, status, complete } = await ask(text, url, [], more);
  if (!complete) return undefined;
  return xfo[0] === undefined ? (status ?? undefined) : Number(xfo[0]);
}

describe('the route that takes a request', () => {
  test('has the longest path', async () => {
    const text = routes('paths: [/]', 'paths: [/a]', 'paths: [/a/b]');
    assert.equal(await taken(text, 'http://x/a/b/c'), 2);
    assert.equal(await taken(text, 'http://x/abc'), 1);
    assert.equal(await taken(text, 'http://x/b'), 0);
  });
  test('has the most criteria', async () => {
    const text = routes(
      'paths: [/a/b]',
      'hosts: [x.example], paths: [/]',
      'hosts: [x.example], paths: [/], methods: [POST]',
    );
    assert.equal(await taken(text, 'http://x.example/a/b'), 1);
    assert.equal(await taken(text, 'http://x.example/a/b', { method: 'POST' }), 2);
    assert.equal(await taken(text, 'http://y.example/a/b'), 0);
  });
  test('has a plain host rather than a wildcard', async () => {
    const text = routes('hosts: ["*.example.org"]', 'hosts: [a.example.org]');
    assert.equal(await taken(text, 'http://a.example.org/'), 1);
    assert.equal(await taken(text, 'http://b.example.org:8000/'), 0);
    assert.equal(await taken(text, 'http://example.org/'), 404);
  });
  test('has a regular expression rather than a prefix, by its priority', async () => {
    const text = routes(
      'paths: [/abc]',
      'paths: ["~/a.c"], regex_priority: 1',
      'paths: ["~/ab"], regex_priority: 5',
    );
    assert.equal(await taken(text, 'http://x/abc'), 2);
    assert.equal(await taken(text, 'http://x/aXc'), 1);
    assert.equal(await taken(text, 'http://x/Zaxc'), 404);
  });
  test('has the most headers', async () => {
    const text = routes('headers: {x-a: ["1"]}', 'headers: {x-a: ["1"], x-b: [Yes]}');
    assert.equal(
      await taken(text, 'http://x/', {
        headers: [
          ['X-A', '1'],
          ['X-B', 'yes'],
        ],
      }),
      1,
    );
    assert.equal(await taken(text, 'http://x/', { headers: [['X-A', '1']] }), 0);
    assert.equal(await taken(text, 'http://x/'), 404);
  });
  test('is not known among equals, nor where an expression decides', async () => {
    assert.equal(await taken(routes('paths: [/a]', 'paths: [/a]'), 'http://x/a'), undefined);
    assert.equal(
      await taken(routes(`expression: 'http.path == "/a"'`, 'paths: [/a]'), 'http://x/a'),
      undefined,
    );
    assert.equal(await taken(routes('paths: ["~/(?i)a"]'), 'http://x/a'), undefined);
  });
  test('is not known where the two routers differ', async () => {
    // Either has one criterion; the traditional router puts hosts before paths.
    assert.equal(await taken(routes('hosts: ["*.example"]', 'paths: [/a]'), 'http://x.example/a'), undefined);
  });
  test('may be any path of several', async () => {
    assert.equal(await taken(routes('paths: [/, /a/b/c]', 'paths: [/a/b]'), 'http://x/a/b/c/d'), 0);
    assert.equal(await taken(routes('paths: [/, /a/b/c]', 'paths: [/a/b]'), 'http://x/a/b'), 1);
  });
  test('before format 3.0 a path with other signs is a regular expression', async () => {
    const text = routes('paths: [/a\\d]').replace('"3.0"', '"1.1"');
    assert.equal(await taken(text, 'http://x/a5'), 0);
  });
});

describe('what Kong answers itself', () => {
  test('without a route 404, with what is for everything', async () => {
    const text = native(`plugins: [${both('DENY')}]\n${SHOP.replace('["/"]', '[/shop]')}`);
    assert.deepEqual(await ask(text, URL, ALLOWALL), { status: 404, complete: true, xfo: ['DENY'] });
    assert.deepEqual(await ask(native(SHOP.replace('["/"]', '[/shop]')), URL, ALLOWALL), {
      status: 404,
      complete: true,
      xfo: [],
    });
  });
  test('without a service 503', async () => {
    assert.equal((await ask(native('routes: [{name: r, paths: [/]}]'), URL)).status, 503);
  });
  test('a redirect and a termination, to which transformers are applied', async () => {
    const text = (plugin: string): string => native(`plugins: [${both('DENY')}, ${plugin}]\n${SHOP}`);
    const gone = { complete: true, xfo: ['DENY'] };
    assert.deepEqual(
      await ask(text('{name: redirect, config: {status_code: 302, location: "https://b"}}'), URL, ALLOWALL),
      { ...gone, status: 302 },
    );
    assert.deepEqual(
      await ask(text('{name: request-termination, config: {status_code: 403}}'), URL, ALLOWALL),
      { ...gone, status: 403 },
    );
    const triggered = text('{name: request-termination, config: {status_code: 403, trigger: stop}}');
    assert.equal((await ask(triggered, URL)).status, 200);
    assert.equal((await ask(triggered, `${URL}?stop=1`)).status, 403);
  });
  test('may come from plugins that let nobody in', async () => {
    const text = native(`plugins: [${both('DENY')}, {name: key-auth}]\n${SHOP}`);
    assert.deepEqual(await ask(text, URL, ALLOWALL), { status: null, complete: true, xfo: ['DENY'] });
    const added = native(
      `plugins: [{name: response-transformer, config: {add: {headers: ["X-Frame-Options:DENY"]}}}, {name: key-auth}]\n${SHOP}`,
    );
    assert.equal((await ask(added, URL, ALLOWALL)).complete, false);
  });
  test('is not known of other plugins and of code', async () => {
    for (const plugin of [
      '{name: my-plugin}',
      `{name: pre-function, config: {access: ['kong.response.exit(200)']}}`,
    ]) {
      assert.equal(
        (await ask(native(`plugins: [${both('DENY')}, ${plugin}]\n${SHOP}`), URL)).complete,
        false,
      );
    }
  });
  test('is not known over http where a route is for https', async () => {
    const text = native(
      `plugins: [${both('DENY')}]\n${SHOP.replace('paths:', 'protocols: [https]\n        paths:')}`,
    );
    assert.equal((await ask(text, URL)).complete, false);
    assert.equal((await ask(text, URL.replace('http:', 'https:'))).complete, true);
  });
});

test('a configuration that is refused answers nothing', async () => {
  const report = await predicted(dialect, { 'kong.yml': `_format_version: 3.0\n${SHOP}\n` }, { url: URL });
  assert.match(report.refused ?? '', /number/);
});

test('quotes in quotes are for decK alone to read', async () => {
  const text = native(SHOP.replace('http://shop.internal:8080', '"${{ env "DECK_URL" }}"'));
  assert.equal((await ask(text, URL)).complete, false);
  assert.equal(
    (await ask(native(SHOP.replace('http://shop.internal:8080', '${{ env "DECK_URL" }}')), URL)).complete,
    true,
  );
});

test('what is not known of the service is not known of the answer', async () => {
  const report = await predicted(dialect, { 'kong.yml': native(SHOP) }, { url: URL });
  assert.equal(report.complete, false);
});

describe('the paths of an Ingress', () => {
  const set = (name: string, value: string): string =>
    kongPlugin(
      `replace: {headers: ["X-Frame-Options:${value}"]}\n  add: {headers: ["X-Frame-Options:${value}"]}`,
      name,
    );
  const more =
    '      - path: /exact\n        pathType: Exact\n        backend: {service: {name: e, port: {number: 80}}}\n';
  const only = set('a', 'DENY') + ingress('a', more).replace('- path: /\n', '- path: /shop\n');
  test('a prefix ends where a segment does', async () => {
    assert.equal((await ask(only, 'http://x/shop', ALLOWALL)).xfo[0], 'DENY');
    assert.equal((await ask(only, 'http://x/shop/a', ALLOWALL)).xfo[0], 'DENY');
    assert.deepEqual(await ask(only, 'http://x/shopping', ALLOWALL), {
      status: 404,
      complete: true,
      xfo: [],
    });
  });
  test('an exact path is that path', async () => {
    assert.equal((await ask(only, 'http://x/exact')).status, 200);
    assert.equal((await ask(only, 'http://x/exact/')).status, 404);
  });
});
