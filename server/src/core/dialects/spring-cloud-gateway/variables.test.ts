import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';

/** What is answered where a filter names a variable that no predicate fills in; another filter stands behind it. */
async function answered(filter: string): ReturnType<typeof predicted> {
  const text = `spring.cloud.gateway:\n  routes:\n  - id: a\n    uri: http://a\n    predicates:\n    - Path=/**\n    filters:\n    - ${filter}=X-Other, "{sub}"\n    - AddResponseHeader=X-Frame-Options, DENY\n`;
  const request = { url: 'http://x/', upstream: { status: 200, headers: [] } };
  return predicted(dialect, { 'application.yml': text }, request);
}

test('SetResponseHeader fails on the way in: nobody is asked, and no filter has written', async () => {
  const { status, headers } = await answered('SetResponseHeader');
  assert.equal(status, 500);
  assert.deepEqual(headers, []);
});

test('AddResponseHeader fails on the way out: what stands behind it has written already', async () => {
  const { status, headers } = await answered('AddResponseHeader');
  assert.equal(status, 500);
  assert.deepEqual(
    headers.map(({ values }) => values),
    [['DENY']],
  );
});

test('a property that nobody here defines may be missing, whatever a later filter writes over its value', async () => {
  const filter = (value: string): string =>
    `spring.cloud.gateway.server.webflux:\n  default-filters: ["SetResponseHeader=X-Frame-Options, DENY"]\n  routes:\n  - id: a\n    uri: http://a\n    predicates: ["Path=/**"]\n    filters: ["SetResponseHeader=X-Frame-Options, ${value}"]\n`;
  const request = { url: 'http://x/', upstream: { status: 200, headers: [] } };
  const complete = async (value: string): Promise<boolean> =>
    (await predicted(dialect, { 'application.yml': filter(value) }, request)).complete;
  assert.equal(await complete('${app.frame}'), false);
  assert.equal(await complete('${app.frame:SAMEORIGIN}'), true);
});

test('RewriteLocationResponseHeader before a redirect breaks it, as nothing can write to an answer that was sent', async () => {
  const status = async (filters: string): Promise<number | null> => {
    const text = `spring.cloud.gateway.server.webflux:\n  default-filters: [${filters}]\n  routes:\n  - id: a\n    uri: no://op\n    predicates: ["Path=/**"]\n    filters: [SaveSession, "RedirectTo=302, https://shop.example/"]\n`;
    return (await predicted(dialect, { 'application.yml': text }, { url: 'http://x/' })).status;
  };
  assert.equal(await status('RewriteLocationResponseHeader'), 500);
  assert.equal(await status('"RewriteLocationResponseHeader=AS_IN_REQUEST, X-Target, , "'), 302);
  assert.equal(await status('SaveSession, SaveSession, RewriteLocationResponseHeader'), 302);
});

/** The headers of one route, and whether they are certain. */
async function sent(
  route: string,
  path = '/',
  defaults = '[]',
): Promise<{ readonly headers: readonly string[]; readonly complete: boolean }> {
  const text = `spring.cloud.gateway.server.webflux:\n  default-filters: ${defaults}\n  routes:\n  - id: a\n    uri: http://a\n    ${route}\n`;
  const request = { url: `http://x${path}`, upstream: { status: 200, headers: [] } };
  const { headers, complete } = await predicted(dialect, { 'application.yml': text }, request);
  return { headers: headers.flatMap(({ values }) => values), complete };
}

test('a value with variables is filled in as a path: of slashes that stand together one is left', async () => {
  const route =
    'predicates: ["Path=/t/{sub}/**"]\n    filters: ["SetResponseHeader=Content-Security-Policy, frame-ancestors https://{sub}.example"]';
  assert.deepEqual((await sent(route, '/t/a/b')).headers, ['frame-ancestors https:/a.example']);
  assert.equal((await sent(route, '/t/a%2Fb')).complete, false);
});

test('what RewriteResponseHeader makes of a property with a default is as open as the property', async () => {
  const route =
    'predicates: ["Path=/**"]\n    filters: ["RewriteResponseHeader=X-Frame-Options, [A-Z]+, x", "SetResponseHeader=X-Frame-Options, ${frame:DENY}"]';
  assert.equal((await sent(route)).complete, false);
});

test('names in a list of SecureHeaders are taken with their blanks, those between commas without', async () => {
  const disabled = (list: string): ReturnType<typeof sent> =>
    sent(`predicates: ["Path=/**"]\n  filter.secure-headers.disable: ${list}`, '/', '[SecureHeaders]');
  assert.ok((await disabled('["x-frame-options "]')).headers.includes('DENY'));
  assert.ok(!(await disabled('"x-frame-options , referrer-policy"')).headers.includes('DENY'));
});

test('a route that is switched off has to be whole all the same', async () => {
  const text = (predicates: string): string =>
    `spring.cloud.gateway.server.webflux.routes:\n- {id: a, uri: "http://a", enabled: false, predicates: ${predicates}}\n`;
  const refused = async (predicates: string): Promise<boolean> =>
    (await predicted(dialect, { 'application.yml': text(predicates) }, { url: 'http://x/' })).refused !==
    undefined;
  assert.equal(await refused('[]'), true);
  assert.equal(await refused('["Path=/"]'), false);
});
