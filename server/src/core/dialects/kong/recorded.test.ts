// What decK's own validation took and refused: test/fixtures/gateway-cases/kong-deck-validate.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import { recordedCases } from '../../../../../test/gateways/support/recorded.ts';
import { dialect } from './dialect.ts';

/** decK 1.4.0, which was asked, did not know these yet; its present schema and templates do. */
const KNOWN_SINCE: ReadonlySet<string> = new Set([
  'env',
  'consumer_groups',
  'partials',
  'transform',
  'condition',
  'instance_name',
]);

/** decK does not look into `config`; Kong itself refuses these. */
const REFUSED_BY_KONG: ReadonlySet<string> = new Set([
  'headers-item-map',
  'headers-map',
  'headers-string',
  'config-unknown-op',
]);

/** A Kong without database names things so in its own exports; decK's refusal is told all the same. */
const TAKEN_BY_KONG: ReadonlySet<string> = new Set(['root-routes-service-string']);

test('what decK refuses is told, and nothing that it takes', (t) => {
  const cases = recordedCases('kong-deck-validate');
  for (const { id, config, accepted } of cases) {
    const { refused = [], unread = [] } = siteOf(dialect, { 'kong.yml': config });
    const isTold = refused.length + unread.length > 0;
    const expected = REFUSED_BY_KONG.has(id) || (accepted === false && !KNOWN_SINCE.has(id));
    assert.equal(isTold, expected, id);
  }
  t.diagnostic(`${cases.length} configurations, of which decK learned to take ${KNOWN_SINCE.size} since`);
});

test('of what decK refuses no answer is called complete', async () => {
  for (const { id, config, accepted } of recordedCases('kong-deck-validate')) {
    const { refused, complete } = await predicted(
      dialect,
      { 'kong.yml': config },
      { url: 'http://a.example/' },
    );
    const isRefused = accepted === false && (id === 'env' || !KNOWN_SINCE.has(id));
    if (isRefused && !TAKEN_BY_KONG.has(id)) assert.equal(complete, false, id);
    if (accepted === true) assert.equal(refused, undefined, id);
  }
});
