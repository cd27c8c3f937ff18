import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Agreement,
  recordedCases,
  type Pairs,
  type RecordedCase,
  type RecordedRequest,
} from '../../../../../test/gateways/support/recorded.ts';
import { unitOf } from '../../../../../test/gateways/support/dialect.ts';
import { predictionReport, type PredictionReport } from '../../engine/predict.ts';
import type { DialectSettings } from '../../model/dialect.ts';
import type { GatewayRequest } from '../../model/prediction.ts';
import { dialect } from './dialect.ts';

/** What seven releases of Spring Cloud Gateway answered. */
const RECORDINGS = ['spring-webflux', 'spring-webmvc', 'spring-environment', 'spring-extra'] as const;

/** The text configures the other kind of gateway than the one that ran. */
const OTHER_KIND = /^prefix-webflux$/;

/** The release that ran does not read this prefix, and nobody told us which release it is. */
const DEAD_PREFIX = /^(prefix-old@5|prefix-new@4\.2)/;

/** Paths at which the application's own code answered. */
const OWN_HANDLER = /^\/(local|java)\b/;

/** In the last one, Spring Security or the application's own code has a hand in nearly every answer. */
const FLOORS: Readonly<Record<(typeof RECORDINGS)[number], number>> = {
  'spring-webflux': 0.95,
  'spring-webmvc': 0.94,
  'spring-environment': 0.8,
  'spring-extra': 0,
};

for (const name of RECORDINGS) {
  const cases = recordedCases(name).filter(({ id }) => !OTHER_KIND.test(id));

  test(`${name}: answers as recorded, where release and profiles are told`, async (t) => {
    const agreement = new Agreement();
    for (const recorded of cases) await compare(recorded, settingsOf(recorded), agreement);
    t.diagnostic(agreement.assertMost(FLOORS[name]));
  });

  test(`${name}: what did not start is refused, or not called complete`, async (t) => {
    const failed = cases.filter((recorded) => recorded['starts'] === false);
    for (const recorded of failed) {
      const predict = predictor(recorded, settingsOf(recorded));
      const report = await predict({
        url: 'http://gateway.example/p',
        upstream: { status: 200, headers: [] },
      });
      assert.ok(report.refused !== undefined || !report.complete, `${recorded.id}@${gatewayOf(recorded)}`);
    }
    t.diagnostic(`${failed.length} configurations`);
  });
}

for (const name of ['spring-webflux', 'spring-webmvc'] as const) {
  const cases = recordedCases(name).filter(({ id }) => !OTHER_KIND.test(id));

  test(`${name}: answers as recorded by the text alone`, async (t) => {
    const agreement = new Agreement();
    const told = cases.filter((recorded) => !DEAD_PREFIX.test(`${recorded.id}@${gatewayOf(recorded)}`));
    for (const recorded of told) await compare(recorded, { nginx: {} }, agreement);
    t.diagnostic(agreement.assertMost(0.9));
  });
}

async function compare(
  recorded: RecordedCase,
  settings: DialectSettings,
  agreement: Agreement,
): Promise<void> {
  const predict = predictor(recorded, settings);
  const requests = (recorded.requests ?? []).filter(({ path }) => !OWN_HANDLER.test(path));
  for (const request of requests) {
    agreement.compare(`${recorded.id}@${gatewayOf(recorded)}`, request, await predict(requestOf(request)));
  }
}

function predictor(
  recorded: RecordedCase,
  settings: DialectSettings,
): (request: GatewayRequest) => Promise<PredictionReport> {
  const text = [recorded.config, ...overriding(recorded)].join('\n---\n');
  const files = { 'application.yml': text.replaceAll('__UPSTREAM__', '9001').replaceAll('__DEAD__', '9002') };
  const predict = dialect.predictor?.(unitOf(dialect, files), {
    settings,
    file: () => Promise.resolve({ kind: 'unknown' }),
  });
  assert.ok(predict);
  return async (request) => predictionReport(await predict(request));
}

/** Nothing is known of a service that is down. */
function requestOf(request: RecordedRequest): GatewayRequest {
  const { path, requestMethod, upstreamHeaders, upstreamStatus = request.status } = request;
  // These recordings list request headers in pairs.
  const headers = (request.requestHeaders ?? []) as unknown as Pairs;
  return {
    url: `http://gateway.example${path}`,
    headers,
    ...(requestMethod !== undefined && { method: requestMethod }),
    ...(!path.startsWith('/dead') && { upstream: { status: upstreamStatus, headers: upstreamHeaders } }),
  };
}

function gatewayOf(recorded: RecordedCase): string {
  return String(recorded['gateway']);
}

function settingsOf(recorded: RecordedCase): DialectSettings {
  const profiles = givenTo(recorded).flatMap(([name, value]) =>
    name === 'spring.profiles.active' ? value.split(',') : [],
  );
  return { nginx: {}, springCloudGateway: { version: gatewayOf(recorded), profiles } };
}

/** Command line and environment stand above every file: as a last document they mean the same. */
function overriding(recorded: RecordedCase): readonly string[] {
  const given = givenTo(recorded).filter(([name]) => name !== 'spring.profiles.active');
  const lines = given.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function givenTo({ args, env }: RecordedCase): Pairs {
  const onCommandLine = ((args ?? []) as readonly string[]).map((arg): readonly [string, string] => {
    const [, name = '', value = ''] = /^--([^=]+)=(.*)$/.exec(arg) ?? [];
    return [name, value];
  });
  const variables = Object.entries((env ?? {}) as Readonly<Record<string, string>>).map(
    ([name, value]): readonly [string, string] => [propertyName(name), value],
  );
  return [...onCommandLine, ...variables];
}

/** `A_B_C` is `a.b.c`, where none of the names has a dash. */
function propertyName(variable: string): string {
  return variable
    .replaceAll(/(DEFAULT|SECURE|FRAME)_(FILTERS|HEADERS|OPTIONS)/g, '$1$2')
    .replaceAll('_', '.')
    .toLowerCase();
}
