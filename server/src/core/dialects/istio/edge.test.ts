// match.gateways, and paths as the gateway sees them before it routes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

const SET = 'headers: {response: {set: {X-Frame-Options: DENY}}}';

function answered(config: string, path: string, method = 'GET'): ReturnType<typeof predicted> {
  return predicted(
    dialect,
    { 'web.yaml': config },
    { url: `http://web.example${path}`, method, upstream: { headers: [] } },
  );
}

test('an item for the mesh alone is nothing of the gateway', async () => {
  const config = virtualService(`
- match: [{uri: {prefix: /}, gateways: [mesh]}]
  ${ROUTE}
- ${SET}
  ${ROUTE}`);
  assert.deepEqual(judged(dialect, { 'web.yaml': config }), []);
  const report = await answered(config, '/');
  assert.equal(report.complete, true);
  assert.deepEqual(report.headers[0]?.values, ['DENY']);
});

test('an item for the own gateway takes its requests, whatever labels are asked of clients', async () => {
  const config = virtualService(`
- match: [{uri: {prefix: /a}, gateways: [mesh, istio-system/edge], sourceLabels: {app: x}}]
  ${SET}
  ${ROUTE}
- ${ROUTE}`);
  const report = await answered(config, '/a');
  assert.equal(report.complete, true);
  assert.deepEqual(report.headers[0]?.values, ['DENY']);
});

test('ports are those of servers, labels those of the gateway: neither is known', async () => {
  for (const asked of ['port: 8443', 'sourceLabels: {app: x}', 'sourceNamespace: shop']) {
    const config = virtualService(`
- match: [{uri: {prefix: /a}, ${asked}}]
  ${SET}
  ${ROUTE}
- ${ROUTE}`);
    assert.equal((await answered(config, '/a')).complete, false, asked);
  }
});

test('dots of a path are resolved before routing, slashes stay, escaped ones too', async () => {
  const config = virtualService(`
- match: [{uri: {prefix: /a/}}]
  ${SET}
  ${ROUTE}
- ${ROUTE}`);
  const values = async (path: string): Promise<unknown> => {
    const { complete, headers } = await answered(config, path);
    return complete ? headers.flatMap((header) => header.values) : 'unknown';
  };
  assert.deepEqual(await values('/b/../a/x'), ['DENY']);
  assert.deepEqual(await values('/a/../b'), []);
  assert.deepEqual(await values('//a/x'), []);
  assert.deepEqual(await values('/a%2Fx'), []);
  assert.equal(await values('/%61/x'), 'unknown');
});

test('a preflight request may be answered by the gateway; other OPTIONS go to the service', async () => {
  const config = virtualService(`
- ${SET}
  corsPolicy: {allowOrigins: [{exact: 'https://a.example'}]}
  ${ROUTE}`);
  assert.equal((await answered(config, '/', 'OPTIONS')).complete, true);
  const preflight = await predicted(
    dialect,
    { 'web.yaml': config },
    {
      url: 'http://web.example/',
      method: 'OPTIONS',
      headers: [
        ['Origin', 'https://a.example'],
        ['Access-Control-Request-Method', 'GET'],
      ],
      upstream: { headers: [] },
    },
  );
  assert.equal(preflight.complete, false);
});

test('a fault without a share breaks no request off', async () => {
  const config = virtualService(`
- ${SET}
  fault: {abort: {httpStatus: 503}}
  ${ROUTE}`);
  const report = await answered(config, '/');
  assert.equal(report.status, 200);
  assert.equal(report.complete, true);
});

test('a name with its colon is read as the name, and the rest as the value', async () => {
  const config = virtualService(`- headers: {response: {set: {"X-Frame-Options:": DENY}}}\n  ${ROUTE}`);
  const { complete, headers } = await answered(config, '/');
  assert.equal(complete, true);
  assert.deepEqual(
    headers.map(({ name, values }) => [name, ...values]),
    [['X-Frame-Options', ': DENY']],
  );
  const both = config.replace('set: {', 'set: {X-Frame-Options: SAMEORIGIN, ');
  assert.equal((await answered(both, '/')).complete, false);
});

test('* asks whether a header is there, an empty text for an empty one; claims of tokens stand in none', async () => {
  const config = (name: string, test: string): string =>
    virtualService(`- match: [{headers: {"${name}": ${test}}}]\n  ${SET}\n  ${ROUTE}\n- ${ROUTE}`);
  const values = async (text: string): Promise<unknown> => {
    const { complete, headers } = await predicted(
      dialect,
      { 'web.yaml': text },
      { url: 'http://web.example/', headers: [['X-Kind', 'one']], upstream: { headers: [] } },
    );
    return complete ? headers.flatMap((header) => header.values) : 'unknown';
  };
  assert.deepEqual(await values(config('x-kind', '{regex: "*"}')), ['DENY']);
  assert.deepEqual(await values(config('x-none', '{regex: "*"}')), []);
  assert.deepEqual(await values(config('x-kind', '{exact: ""}')), []);
  assert.equal(await values(config('@request.auth.claims.group', '{exact: admin}')), 'unknown');
});

test("the status of an answer is filled in for Envoy's command, other commands are not", async () => {
  const config = (value: string): string =>
    virtualService(`- headers: {response: {set: {X-Frame-Options: "${value}"}}}\n  ${ROUTE}`);
  const { complete, headers } = await answered(config('a %RESPONSE_CODE% %%'), '/');
  assert.equal(complete, true);
  assert.deepEqual(headers[0]?.values, ['a 200 %']);
  assert.equal((await answered(config('%PROTOCOL%'), '/')).complete, false);
  // An answer of the gateway's own has no status yet when the header is written.
  const own = config('%RESPONSE_CODE%').replace(ROUTE, 'directResponse: {status: 404}');
  assert.equal((await answered(own, '/')).complete, false);
});
