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
