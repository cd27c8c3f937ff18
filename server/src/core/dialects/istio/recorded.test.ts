// What Istio's own translation answered on a real Envoy: test/fixtures/gateway-cases/istio.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import { Agreement, recordedCases } from '../../../../../test/gateways/support/recorded.ts';
import { dialect } from './dialect.ts';

const cases = recordedCases('istio');

test('predictions agree with what the gateway answered', async (t) => {
  const agreement = new Agreement();
  for (const { id, config, requests = [] } of cases) {
    for (const request of requests) {
      // Envoy's own 503: the service was not there.
      const isThere = request.status !== 503;
      const report = await predicted(
        dialect,
        { 'web.yaml': config },
        {
          url: `http://web.example${request.path}`,
          upstream: {
            status: isThere ? (request.upstreamStatus ?? 200) : 503,
            headers: isThere ? request.upstreamHeaders : [],
          },
        },
      );
      agreement.compare(id, request, report);
    }
  }
  t.diagnostic(agreement.assertMost(0.9));
});

test('what Istio refuses is told, and nothing that it takes', () => {
  const refused = cases.filter(({ requests = [] }) => requests.length === 0);
  assert.ok(refused.length > 0);
  for (const { id, config, requests = [] } of cases) {
    const told = (siteOf(dialect, { 'web.yaml': config }).unread ?? []).filter(({ why }) =>
      why.includes('refuses'),
    );
    assert.equal(told.length > 0, requests.length === 0, id);
  }
});
