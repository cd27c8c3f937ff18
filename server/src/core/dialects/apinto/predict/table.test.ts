// Which router takes a request, as a running Apinto 0.22.19 chose.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../../test/gateways/support/dialect.ts';
import type { GatewayRequest } from '../../../model/prediction.ts';
import { dialect } from '../dialect.ts';

const LIST = 'plugins:\n  - {id: "eolinker.com:apinto:response_rewrite", name: guard, status: enable}\n';

/** Routers that tell by X-Frame-Options who answered; each with its own fields. */
async function answered(
  routers: readonly string[],
  path: string,
  more: Partial<GatewayRequest> = {},
): Promise<string | number | null> {
  const text = routers.map(
    (fields, index) => `---
name: r${index}
driver: http
service: up@service
plugins: {guard: {config: {headers: {X-Frame-Options: r${index}}, match: {code: [200]}}}}
${fields.replaceAll('; ', '\n')}
`,
  );
  const request = { url: `http://127.0.0.1:8099${path}`, upstream: { status: 200, headers: [] }, ...more };
  const report = await predicted(dialect, { 'a.yaml': LIST + text.join('') }, request);
  assert.ok(report.complete, report.doubts.join('; '));
  return report.headers.find(({ name }) => /frame/i.test(name))?.values[0] ?? report.status;
}

const host = (name: string): Partial<GatewayRequest> => ({ headers: [['Host', name]] });

test('paths: the whole, the beginning, the end, a part, regular expressions', async () => {
  const table = [
    'location: /t/a',
    'location: /t/*',
    'location: "*.html"',
    'location: "*mid*"',
    'location: "~= ^/[0-9]+$"',
    'location: "~*= ^/T/[a-z]+$"',
  ];
  assert.equal(await answered(table, '/t/a'), 'r0');
  assert.equal(await answered(table, '/t/b'), 'r1');
  assert.equal(await answered(table, '/x/mid/a.html'), 'r2');
  assert.equal(await answered(table, '/x/mid/b'), 'r3');
  assert.equal(await answered(table, '/12'), 'r4');
  assert.equal(await answered(table, '/T/b'), 'r5');
  assert.equal(await answered(table, '/t'), 404);
  assert.equal(await answered(['location: "!= /t"'], '/t'), 404);
  assert.equal(await answered(['location: "^= /t"'], '/t/x'), 'r0');
});

test('what is named comes before what is left open: host, then method, then path', async () => {
  assert.equal(
    await answered(['location: /t/a', 'location: /t/*; host: [a.example]'], '/t/a', host('A.example')),
    'r1',
  );
  assert.equal(
    await answered(['location: /t/a', 'location: /t/*; method: [POST]'], '/t/a', { method: 'POST' }),
    'r1',
  );
  assert.equal(await answered(['location: /t/a', 'location: /t/*; method: [POST]'], '/t/a'), 'r0');
});

test('hosts are compared as they are written, and know no wildcard', async () => {
  assert.equal(await answered(['location: /t; host: [Shop.Example]'], '/t', host('shop.example')), 404);
  assert.equal(await answered(['location: /t; host: ["*.shop.example"]'], '/t', host('a.shop.example')), 404);
  assert.equal(await answered(['location: /t; host: ["*"]'], '/t', host('a.shop.example')), 'r0');
  assert.equal(await answered(['location: /t; host: [a.example]'], '/t', host('a.example:8099')), 'r0');
});

test('methods, protocols and ports', async () => {
  assert.equal(await answered(['location: /t; method: [get]'], '/t'), 404);
  assert.equal(await answered(['location: /t; protocols: [https]'], '/t'), 404);
  assert.equal(await answered(['location: /t; protocols: [HTTP]'], '/t'), 404);
  assert.equal(await answered(['location: /t; listen: 8099', 'location: /t; listen: 80'], '/t'), 'r0');
  assert.equal(await answered(['location: /t'], '/t'), 'r0');
});

test('rules: the heavier first', async () => {
  const rule = (type: string, name: string, value: string): string =>
    `location: /t; rules: [{type: ${type}, name: ${name}, value: "${value}"}]`;
  const table = ['location: /t', rule('header', 'X-Kind', 'one'), rule('header', 'X-Kind', 'o*')];
  assert.equal(await answered(table, '/t'), 'r0');
  assert.equal(await answered(table, '/t', { headers: [['x-kind', 'one']] }), 'r1');
  assert.equal(await answered(table, '/t', { headers: [['X-Kind', 'oooo']] }), 'r2');
  const query = ['location: /t', rule('query', 'v', '12'), rule('query', 'q', '**')];
  assert.equal(await answered(query, '/t?q=1&v=12'), 'r1');
  assert.equal(await answered(query, '/t?q='), 'r0');
  assert.equal(await answered(query, '/t?v=1&v=12'), 'r0');
  assert.equal(await answered(query, '/t?v=%31%32'), 'r1');
  const cookie = [rule('cookie', 'c', '1')];
  assert.equal(await answered(cookie, '/t', { headers: [['Cookie', 'b=2; c=1']] }), 'r0');
  assert.equal(await answered(cookie, '/t'), 404);
  assert.equal(await answered([rule('header', 'X-Kind', '!')], '/t'), 'r0');
  assert.equal(await answered([rule('weird', 'X-Kind', '1')], '/t'), 'r0');
});

test('the second of two that are alike is refused, and so is a path that is no pattern', async () => {
  assert.equal(await answered(['location: /t', 'location: /t'], '/t'), 'r0');
  assert.equal(await answered(['location: /a=b'], '/a=b'), 404);
  assert.equal(await answered(['location: "~= ("'], '/('), 404);
});

test('a websocket takes GET only', async () => {
  assert.equal(await answered(['location: /t; websocket: true'], '/t', { method: 'POST' }), 404);
});
