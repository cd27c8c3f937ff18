import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import type { PredictionReport } from '../../engine/predict.ts';
import { dialect } from './dialect.ts';
import { ROUTE, virtualService } from './testing.ts';

const DENY = `- headers: {response: {set: {X-Frame-Options: DENY}}}\n  ${ROUTE}`;

function gateway(servers: string): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers:
${servers.trim().replace(/^/gm, '  ')}
`;
}

function served(hosts: string): string {
  return gateway(`- port: {number: 80, name: http, protocol: HTTP}\n  hosts: ${hosts}`);
}

function asked(edge: string, host = 'web.example'): Promise<PredictionReport> {
  return predicted(
    dialect,
    { 'web.yaml': virtualService(DENY), 'edge.yaml': edge },
    { url: `http://${host}/`, upstream: { status: 200, headers: [] } },
  );
}

async function status(edge: string): Promise<number | string | null> {
  const { complete, status: sent } = await asked(edge);
  return complete ? sent : 'not sure';
}

test('a gateway answers 404 for a host that none of its servers has', async () => {
  assert.equal(await status(served('["*"]')), 200);
  assert.equal(await status(served('["*.example"]')), 200);
  assert.equal(await status(served('[shop.example]')), 404);
});

test('a namespace before the host of a server is that of the VirtualServices it takes', async () => {
  assert.equal(await status(served('["shop/*"]')), 200);
  assert.equal(await status(served('["*/web.example"]')), 200);
  assert.equal(await status(served('["team/*"]')), 404);
  // The gateway stands in istio-system.
  assert.equal(await status(served('["./*"]')), 404);
});

test('a server that passes TLS through answers nothing', async () => {
  const passing = `- port: {number: 443, name: tls, protocol: TLS}
  tls: {mode: PASSTHROUGH}
  hosts: ["*"]`;
  assert.equal(await status(gateway(passing)), 404);
  assert.equal(
    await status(
      gateway(`${passing}\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: [web.example]`),
    ),
    200,
  );
});

test('where servers differ, the port decides, and it is not known', async () => {
  const two = `- port: {number: 80, name: http, protocol: HTTP}
  hosts: [shop.example]
- port: {number: 8080, name: other, protocol: HTTP}
  hosts: [web.example]`;
  assert.equal(await status(gateway(two)), 'not sure');
});

const TO_HTTPS = `- port: {number: 80, name: http, protocol: HTTP}
  hosts: ["*.example"]
  tls: {httpsRedirect: true}
- port: {number: 443, name: https, protocol: HTTPS}
  hosts: ["*.example"]
  tls: {mode: SIMPLE, credentialName: web}`;

test('a server that redirects to https answers so, whatever the routes set; the other one routes', async () => {
  const over = async (scheme: string): Promise<unknown> => {
    const {
      complete,
      status: sent,
      headers,
    } = await predicted(
      dialect,
      { 'web.yaml': virtualService(DENY), 'edge.yaml': gateway(TO_HTTPS) },
      { url: `${scheme}://web.example/`, upstream: { status: 200, headers: [] } },
    );
    return complete ? [sent, ...headers.flatMap(({ values }) => values)] : 'not sure';
  };
  assert.deepEqual(await over('http'), [301]);
  assert.deepEqual(await over('https'), [200, 'DENY']);
});

test('the servers of one port share a route table', async () => {
  const two = `- port: {number: 80, name: a, protocol: HTTP}
  hosts: [shop.example]
- port: {number: 80, name: b, protocol: HTTP}
  hosts: [web.example]`;
  assert.equal(await status(gateway(two)), 200);
});

test('in front of a server without TLS something else may take it off', async () => {
  const report = await predicted(
    dialect,
    { 'web.yaml': virtualService(DENY), 'edge.yaml': served('["*"]') },
    { url: 'https://web.example/', upstream: { status: 200, headers: [] } },
  );
  assert.equal(report.complete, true);
  assert.equal(report.status, 200);
});
