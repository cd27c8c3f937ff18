import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import {
  Agreement,
  recordedCases,
  type RecordedCase,
} from '../../../../../test/gateways/support/recorded.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';

/** What Envoy Gateway 1.9.1 made of an object, and what its Envoy answered. */
interface EnvoyGatewayCase extends RecordedCase {
  readonly rejected?: unknown;
  readonly error?: unknown;
}

const cases = recordedCases('envoy-gateway') as readonly EnvoyGatewayCase[];

/** What the recordings were made with, beside each configuration. */
const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: default}
spec:
  gatewayClassName: eg
  listeners: [{name: http, protocol: HTTP, port: 80}]
`;

function filesOf({ config }: EnvoyGatewayCase): Readonly<Record<string, string>> {
  return { 'route.yaml': config, 'gateway.yaml': GATEWAY };
}

function requestOf(
  recorded: EnvoyGatewayCase,
  asked: NonNullable<RecordedCase['requests']>[number],
): GatewayRequest {
  const host = asked.requestHeaders?.['host'] ?? 'shop.example';
  // Nobody listens behind the service "dead": the answer in its place is Envoy's own 503.
  const isDead = recorded.config.includes('name: dead');
  return {
    url: `http://${host}${asked.path}`,
    upstream: isDead
      ? { status: 503, headers: [] }
      : { status: asked.upstreamStatus ?? 200, headers: asked.upstreamHeaders },
  };
}

test('what is called complete is what Envoy Gateway answered', async (t) => {
  const agreement = new Agreement();
  for (const recorded of cases) {
    for (const asked of recorded.requests ?? []) {
      const report = await predicted(dialect, filesOf(recorded), requestOf(recorded, asked));
      agreement.compare(recorded.id, asked, report);
    }
  }
  t.diagnostic(agreement.assertMost(0.9));
});

test('what the API server or Envoy refuses is reported', (t) => {
  const refused = cases.filter(({ requests = [] }) => requests.length === 0);
  assert.ok(refused.length > 0);
  for (const recorded of refused) {
    const { unread = [], refused: whole = [] } = siteOf(dialect, filesOf(recorded));
    assert.ok(unread.length + whole.length > 0, `${recorded.id} is not reported`);
  }
  t.diagnostic(`${refused.length} refusals reported`);
});

/** Traefik's provider of the same objects; two spellings of one name come out at random, and were asked often. */
const traefik = recordedCases('traefik').filter(({ id }) => id.startsWith('k8s-gw-'));

test('what is called complete is what Traefik answered', async (t) => {
  assert.ok(traefik.length > 10);
  const agreement = new Agreement();
  for (const recorded of traefik) {
    const { k8s } = recorded as unknown as { readonly k8s: string };
    const files = { 'objects.yaml': k8s.replaceAll('__LISTEN__', '8000').replaceAll('__UP__', '9000') };
    for (const asked of recorded.requests ?? []) {
      // A service that does not exist is answered for by the gateway.
      const upstream = {
        status: k8s.includes('name: nope, port') ? 500 : 200,
        headers: asked.upstreamHeaders,
      };
      const report = await predicted(dialect, files, { url: `http://127.0.0.1:8000${asked.path}`, upstream });
      if (recorded['nondeterministic'] === undefined) agreement.compare(recorded.id, asked, report);
      else assert.equal(report.complete, false);
    }
  }
  // Traefik's own middlewares are not read here.
  t.diagnostic(agreement.assertMost(0.8));
});
