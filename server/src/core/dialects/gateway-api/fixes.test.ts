import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { BACKEND, clientPolicy, findings, fixed, gateway, modifier, route, says } from './testing/says.ts';

/** The text after a fix: nothing is left to say about it, and every document can still be read. */
function repair(text: string, title: RegExp): string {
  const mended = fixed(text, title);
  assert.deepEqual(says(mended), [], mended);
  for (const document of parseAllDocuments(mended)) assert.deepEqual(document.errors, []);
  return mended;
}

function data(text: string): unknown {
  return parseAllDocuments(text).map((document) => document.toJS() as unknown);
}

describe('a header in the rule', () => {
  test('in a new filter before the backends', () => {
    const text = route(BACKEND);
    const mended = repair(text, /DENY/);
    assert.deepEqual(
      data(mended),
      data(route(modifier('set: [{name: X-Frame-Options, value: DENY}]') + BACKEND)),
    );
    assert.ok(mended.startsWith(text.slice(0, text.indexOf('    backendRefs'))));
    assert.ok(mended.endsWith(BACKEND));
  });

  test('in the one modifier that it has, beside what that sets', () => {
    const text = route(modifier('set: [{name: X-A, value: b}]') + BACKEND);
    assert.equal(
      repair(text, /SAMEORIGIN/),
      text.replace('value: b}]', 'value: b}, {name: X-Frame-Options, value: SAMEORIGIN}]'),
    );
  });

  test('in a modifier that only adds', () => {
    const text = route(modifier('add: [{name: X-A, value: b}]') + BACKEND);
    const wanted = route(
      modifier('add: [{name: X-A, value: b}]\n        set: [{name: X-Frame-Options, value: DENY}]') + BACKEND,
    );
    assert.deepEqual(data(repair(text, /DENY/)), data(wanted));
  });

  test('after the filters of other types', () => {
    const rewrite = '    filters:\n    - type: URLRewrite\n      urlRewrite: {hostname: web.internal}\n';
    const mended = repair(route(rewrite + BACKEND), /DENY/);
    assert.ok(mended.includes(`${rewrite}    - type: ResponseHeaderModifier\n`), mended);
  });

  test('in flow style and with the line ends of the file', () => {
    const flow = route('').replace(/ {2}rules[^]*/, '  rules: [{backendRefs: [{name: web, port: 80}]}]\n');
    assert.match(
      repair(flow, /DENY/),
      /rules: \[\{backendRefs: .*, filters: \[\{type: ResponseHeaderModifier/,
    );
    const mended = repair(route(BACKEND).replaceAll('\n', '\r\n'), /DENY/);
    assert.equal(mended.replaceAll('\r\n', '').includes('\n'), false);
  });

  test('not in a rule that an anchor shares', () => {
    const shared = route('').replace(
      / {2}rules[^]*/,
      '  rules:\n  - &rule\n    backendRefs: [{name: web, port: 80}]\n',
    );
    assert.deepEqual(says(shared), ['frame-policy-missing: backendRefs']);
    assert.throws(() => fixed(shared, /./), /no fix/);
  });

  test('before a direct response, which drops what is listed after it', () => {
    const filters = `    filters:
    - type: ExtensionRef
      extensionRef: {group: gateway.envoyproxy.io, kind: HTTPRouteFilter, name: notice}
`;
    const notice = `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: HTTPRouteFilter
metadata: {name: notice}
spec:
  directResponse: {statusCode: 200}
`;
    assert.match(
      repair(route(filters) + notice, /DENY/),
      /type: ResponseHeaderModifier[^]*type: ExtensionRef/,
    );
    const after = `${filters}    - type: ResponseHeaderModifier
      responseHeaderModifier:
        set:
        - {name: X-Frame-Options, value: DENY}
`;
    const moved = repair(route(after) + notice, /before the direct response/);
    assert.match(moved, /type: ResponseHeaderModifier[^]*type: ExtensionRef/);
  });
});

describe('a header for the whole Gateway', () => {
  const text = route(BACKEND) + gateway('eg');

  test('in a new ClientTrafficPolicy', () => {
    const mended = repair(text, /SAMEORIGIN on all answers of Gateway edge/);
    assert.deepEqual(
      data(mended),
      data(text + clientPolicy('set: [{name: X-Frame-Options, value: SAMEORIGIN}]')),
    );
    assert.ok(mended.startsWith(text));
  });

  test('in the one that it has', () => {
    const own = text + clientPolicy('set: [{name: X-A, value: b}]');
    const mended = repair(own, /on all answers of Gateway edge/);
    assert.deepEqual(
      data(mended),
      data(text + clientPolicy('set: [{name: X-A, value: b}, {name: X-Frame-Options, value: SAMEORIGIN}]')),
    );
  });

  test('in a TrafficPolicy of kgateway', () => {
    const wide = repair(
      route(BACKEND) + gateway('kgateway'),
      /on all answers of Gateway edge, with a TrafficPolicy/,
    );
    assert.match(wide, /kind: TrafficPolicy\n[^]*headerModifiers:\n {4}response:\n {6}set:\n/);
  });

  test('is not offered where a listener has a policy of its own', () => {
    const section = clientPolicy('set: [{name: X-A, value: b}]', { section: 'http' });
    assert.throws(() => fixed(text + section, /on all answers/), /no fix/);
    repair(text + section, /on the answers of/);
  });
});

test('a header on the request is moved to the response', () => {
  const text = route(modifier('set: [{name: X-Frame-Options, value: DENY}]', 'request') + BACKEND);
  assert.equal(
    repair(text, /to the browser/),
    route(modifier('set: [{name: X-Frame-Options, value: DENY}]') + BACKEND),
  );
});

test('an invalid value is written anew in its place', () => {
  const text = route(modifier('set: [{name: X-Frame-Options, value: SAME-ORIGIN}]') + BACKEND);
  assert.equal(repair(text, /SAMEORIGIN/), text.replace('SAME-ORIGIN', 'SAMEORIGIN'));
});

describe('pages in the place of the service’s', () => {
  const page = (header: string): string => `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: pages}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
  responseOverride:
  - match: {statusCodes: [{type: Value, value: 404}]}
    response: {header: {${header}}}
`;

  test('get what the rule sets, and set it themselves at most', () => {
    repair(route(BACKEND) + page('set: [{name: X-Frame-Options, value: DENY}]'), /DENY/);
  });

  test('that add the header would send it twice', () => {
    const found = findings(route(BACKEND) + page('add: [{name: X-Frame-Options, value: DENY}]'));
    assert.deepEqual(
      found.map(({ rule, fixes }) => [rule, fixes.length]),
      [['frame-policy-missing', 0]],
    );
  });
});

test('a header is not renamed to one that its list has already', () => {
  const list = (rest: string): string =>
    route(modifier(`set: [{name: X-Frame-Options, value: ALLOW-FROM https://a.example}${rest}]`) + BACKEND);
  assert.match(fixed(list(''), /^Send/), /frame-ancestors https/);
  const taken = findings(list(`, {name: Content-Security-Policy, value: "img-src 'self'"}`));
  const titles = taken.flatMap(({ fixes }) => fixes).filter(({ title }) => title.startsWith('Send'));
  assert.deepEqual(titles, []);
});
