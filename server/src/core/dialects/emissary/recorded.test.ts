// What Emissary's own compiler answered on a real Envoy: test/fixtures/gateway-cases/emissary.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import { Agreement, recordedCases } from '../../../../../test/gateways/support/recorded.ts';
import { dialect } from './dialect.ts';

const cases = recordedCases('emissary');

test('predictions agree with what Emissary answered', async (t) => {
  const agreement = new Agreement();
  for (const { id, config, requests = [] } of cases) {
    for (const request of requests) {
      const { path, upstreamStatus: status = 200, upstreamHeaders: headers } = request;
      // Envoy's own 503: the service was not there.
      const upstream = request.status === 503 ? { status: 503, headers: [] } : { status, headers };
      const report = await predicted(
        dialect,
        { 'web.yaml': config },
        { url: `http://web.example${path}`, upstream },
      );
      agreement.compare(id, request, report);
    }
  }
  t.diagnostic(agreement.assertMost(0.9));
});

test('what Envoy refuses is told, and nothing that it takes', async () => {
  for (const { id, config, requests = [] } of cases) {
    const files = { 'web.yaml': config };
    const isRefused = requests.length === 0;
    assert.equal((siteOf(dialect, files).refused ?? []).length > 0, isRefused, id);
    const { refused } = await predicted(dialect, files, { url: 'http://web.example/' });
    assert.equal(refused !== undefined, isRefused, id);
  }
});
