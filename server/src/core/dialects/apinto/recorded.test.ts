// What a real Apinto answered: test/fixtures/gateway-cases/apinto.json and apipark-plugin-list.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import {
  Agreement,
  recordedCases,
  type RecordedRequest,
} from '../../../../../test/gateways/support/recorded.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';
import { withStockList } from './testing.ts';

function requestOf(config: string, request: RecordedRequest): GatewayRequest {
  const { path, method = 'GET', upstreamStatus = 200, upstreamHeaders } = request;
  // `dead@service` has no node that answers: Apinto's own 504.
  const isDead = config.includes('dead@service');
  const upstream = isDead
    ? { status: 504, headers: [] }
    : { status: upstreamStatus, headers: upstreamHeaders };
  return { url: `http://127.0.0.1:18832${path}`, method, upstream };
}

for (const gateway of ['apinto', 'apipark-plugin-list']) {
  test(`predictions agree with the answers of ${gateway}`, async (t) => {
    const agreement = new Agreement();
    for (const { id, config, requests = [] } of recordedCases(gateway)) {
      const files = { 'apinto.yaml': withStockList(config) };
      for (const request of requests)
        agreement.compare(id, request, await predicted(dialect, files, requestOf(config, request)));
    }
    t.diagnostic(agreement.assertMost(0.9));
  });

  test(`each router that Apinto refused is told, and no other (${gateway})`, () => {
    for (const { id, config, routerStatus } of recordedCases(gateway)) {
      const { unread = [] } = siteOf(dialect, { 'apinto.yaml': withStockList(config) });
      const isRefused = unread.some(({ what }) => what === 'This router');
      assert.equal(isRefused, routerStatus !== 200, id);
    }
  });
}
