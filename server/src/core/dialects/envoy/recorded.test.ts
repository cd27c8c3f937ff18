// What a real Envoy 1.40 answered: test/fixtures/gateway-cases/envoy.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted, siteOf } from '../../../../../test/gateways/support/dialect.ts';
import {
  Agreement,
  recordedCases,
  type RecordedCase,
  type RecordedRequest,
} from '../../../../../test/gateways/support/recorded.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';

const PORT = 10_000;

/** Placeholders are ports, and the folder that Envoy was told to find files in. */
function filled(text: string): string {
  return text
    .replaceAll('__LISTEN__', String(PORT))
    .replace(/__(?:UP|DEAD)__/g, '10001')
    .replaceAll('__DIR__', '/run/case');
}

interface EnvoyCase extends RecordedCase {
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly validate: { readonly ok: boolean; readonly error?: string };
  readonly started?: boolean;
}

interface EnvoyRequest extends Omit<RecordedRequest, 'requestHeaders'> {
  readonly requestHeaders?: readonly (readonly [name: string, value: string])[];
  readonly raw?: string;
}

const cases = recordedCases('envoy') as readonly EnvoyCase[];

function filesOf({ config, files = {} }: EnvoyCase): Readonly<Record<string, string>> {
  const others = Object.entries(files).map(([name, text]) => [name, filled(text)]);
  return { 'envoy.yaml': filled(config), ...(Object.fromEntries(others) as Record<string, string>) };
}

/** The upstream sends the status that a request header names. */
function asked({
  path,
  host,
  method,
  status: answered,
  requestHeaders = [],
  ...request
}: EnvoyRequest): GatewayRequest {
  const status = requestHeaders.find(([name]) => name === 'x-up-status')?.[1];
  // Envoy's own 503 and 504: the service was down, too slow, or hung up.
  const isThere = status !== undefined || ![503, 504].includes(answered);
  const upstreamHeaders = isThere
    ? (request.upstreamHeaders as EnvoyRequest['upstreamHeaders'] | undefined)
    : undefined;
  return {
    url: `http://127.0.0.1:${PORT}${path}`,
    ...(method !== undefined && { method }),
    headers: [['Host', host ?? 'shop.example.org'], ...requestHeaders],
    // Where nothing is recorded of it, the service was never asked, or was not there.
    ...(upstreamHeaders && {
      upstream: { headers: upstreamHeaders, ...(status !== undefined && { status: Number(status) }) },
    }),
  };
}

test('predictions agree with what Envoy answered', async (t) => {
  const agreement = new Agreement();
  let raw = 0;
  // Flags of a command line that nobody sees here decide in the others.
  for (const each of cases.filter(({ args }) => args === undefined)) {
    for (const request of (each.requests ?? []) as unknown as readonly EnvoyRequest[]) {
      // Bytes that are no request at all cannot be asked for.
      if (request.raw !== undefined) {
        raw++;
        continue;
      }
      const report = await predicted(dialect, filesOf(each), asked(request));
      agreement.compare(each.id, request as unknown as RecordedRequest, report);
    }
  }
  t.diagnostic(`${agreement.assertMost(0.9)}; ${raw} malformed requests left out`);
});

test('what Envoy refuses is reported or left open, and nothing that it takes is reported', async (t) => {
  let refused = 0;
  const open: string[] = [];
  for (const each of cases) {
    // The flag makes Envoy take what it would refuse; nobody sees a command line here.
    if (each.args !== undefined) continue;
    const reasons = (siteOf(dialect, filesOf(each)).refused ?? []).map(({ why }) => why);
    if (each.validate.ok) {
      assert.deepEqual(reasons, [], each.id);
      continue;
    }
    const report = await predicted(dialect, filesOf(each), { url: `http://127.0.0.1:${PORT}/` });
    assert.equal(report.complete, false, each.id);
    assert.equal(report.refused, reasons[0], each.id);
    if (reasons.length > 0) refused++;
    else open.push(each.id);
  }
  t.diagnostic(`${refused} configurations refused as Envoy did, not decided: ${open.join(', ')}`);
  assert.ok(open.length <= 1, open.join(', '));
});
