import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionReport } from '../../engine/predict.ts';
import type { Parsed } from '../../model/dialect.ts';
import type { Uri } from '../../model/place.ts';
import type { GatewayRequest, Predict } from '../../model/prediction.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import {
  Agreement,
  recordedCases,
  type RecordedCase,
  type RecordedRequest,
} from '../../../../../test/gateways/support/recorded.ts';
import { siteOf } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';

/** What real Traefik 3.7.13 answered; the fields beside those of all recordings. */
interface TraefikCase extends RecordedCase {
  readonly static: string;
  readonly started: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly k8s?: string;
  readonly log?: readonly string[];
}

/** Other notations that Traefik reads as well, and that have dialects of their own. */
const FOREIGN = /^k8s-(gw|inginx)-/;
const recordings = recordedCases('traefik') as readonly TraefikCase[];
const cases = recordings.filter(({ id }) => !FOREIGN.test(id));

function filesOf(recorded: TraefikCase): Readonly<Record<string, string>> {
  const files: Record<string, string> = { 'traefik.yml': recorded.static };
  if (typeof recorded.config === 'string') files['dynamic.yml'] = recorded.config;
  if (recorded.k8s !== undefined) files['objects.yml'] = recorded.k8s;
  if (recorded.labels !== undefined) files['compose.yml'] = composeOf(recorded.labels);
  return Object.fromEntries(
    Object.entries({ ...files, ...recorded.files }).map(([path, text]) => [path, filledIn(text)]),
  );
}

function filledIn(text: string): string {
  return text
    .replaceAll('__LISTEN__', '8000')
    .replaceAll('__LISTEN2__', '8001')
    .replaceAll('__UP__', '9000')
    .replaceAll('__DEAD__', '9001')
    .replaceAll('__DIR__', '/etc/traefik');
}

function composeOf(labels: NonNullable<TraefikCase['labels']>): string {
  const services = Object.entries(labels).map(
    ([name, own]) =>
      `  ${name}:\n    image: example/${name}\n    labels:\n${Object.entries(own)
        .map(([key, value]) => `      - ${JSON.stringify(`${key}=${value.replaceAll('$', '$$$$')}`)}\n`)
        .join('')}`,
  );
  return `services:\n${services.join('')}`;
}

function predictorOf(files: Readonly<Record<string, string>>): Predict {
  const parsed = Object.entries(files)
    .map(([path, text]) => ({ uri: `file:///repo/${path}` as Uri, version: 0, text }))
    .filter((file) => dialect.claim(file) > 0)
    .map((file): Parsed<YamlFile> => dialect.parse(file));
  const [root] = parsed;
  assert.ok(root !== undefined);
  const predict = dialect.predictor?.(
    { root, main: true, files: parsed, included: () => [] },
    { settings: { nginx: {} }, file: () => Promise.resolve({ kind: 'unknown' }) },
  );
  assert.ok(predict !== undefined);
  return predict;
}

function requestOf(asked: RecordedRequest & { readonly second?: boolean }): GatewayRequest {
  const headers = ((asked.requestHeaders ?? []) as unknown as readonly (readonly [string, string])[]).concat([
    ['Host', asked.host ?? 'shop.example.org'],
  ]);
  const status = Number(headers.find(([name]) => name === 'x-up-status')?.[1] ?? 200);
  const sent = asked.upstreamHeaders as RecordedRequest['upstreamHeaders'] | undefined;
  return {
    url: `http://127.0.0.1:${asked.second === true ? 8001 : 8000}${asked.path}`,
    ...(asked.method !== undefined && { method: asked.method }),
    headers,
    ...(sent !== undefined && { upstream: { status, headers: sent } }),
  };
}

test('what is called complete is what Traefik answered', async (t) => {
  const agreement = new Agreement();
  for (const recorded of cases) {
    const predict = predictorOf(filesOf(recorded));
    for (const asked of recorded.requests ?? []) {
      const report = predictionReport(await predict(requestOf(asked)));
      agreement.compare(recorded.id, asked, report);
    }
  }
  t.diagnostic(agreement.assertMost(0.9));
});

test('what other dialects read is not called complete', async () => {
  for (const recorded of recordings.filter(({ id }) => FOREIGN.test(id))) {
    const predict = predictorOf(filesOf(recorded));
    for (const asked of recorded.requests ?? []) {
      assert.equal(predictionReport(await predict(requestOf(asked))).complete, false, recorded.id);
    }
  }
});

test('what Traefik refuses is reported, or not called complete', async (t) => {
  // The recorded program was built without the page of the dashboard, and says so.
  const isRefusal = (line: string): boolean => line.startsWith('ERR') && !line.includes('dashboard');
  const refused = cases.filter(({ started, log }) => !started || log?.some(isRefusal) === true);
  let reported = 0;
  for (const recorded of refused) {
    const files = filesOf(recorded);
    const site = siteOf(dialect, files);
    const findings = [...(site.unread ?? []), ...(site.unresolved ?? []), ...(site.refused ?? [])];
    if (findings.length > 0) {
      reported++;
      continue;
    }
    const predict = predictorOf(files);
    for (const asked of recorded.requests ?? []) {
      const report = predictionReport(await predict(requestOf(asked)));
      assert.equal(report.complete, false, `${recorded.id} is neither reported nor doubted`);
    }
  }
  t.diagnostic(`${reported} of ${refused.length} refusals reported`);
});
