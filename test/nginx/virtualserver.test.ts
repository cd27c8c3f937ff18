// What a real nginx answers with the configuration that F5's controller writes of seeded manifests, against the prediction.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dialect } from '../../server/src/core/dialects/nginx-ingress-controller/dialect.ts';
import { predictionReport, type PredictionReport } from '../../server/src/core/engine/predict.ts';
import type { GatewayRequest } from '../../server/src/core/model/prediction.ts';
import { differenceOf } from '../conformance/nginx/compare.ts';
import { Random } from '../conformance/nginx/generate/random.ts';
import { lay, nginxAt, startNginx } from '../conformance/nginx/nginx.ts';
import { Ports } from '../conformance/nginx/ports.ts';
import { Service } from '../conformance/nginx/service.ts';
import { exchange, requestText } from '../conformance/nginx/wire.ts';
import { unitOf } from '../gateways/support/dialect.ts';
import { oneOf } from './controller/choices.ts';
import { composeManifests, HOSTS, manifestText, PATHS } from './controller/compose.ts';
import { renderController } from './controller/render.ts';

const configurations = Number(process.env['NGINX_CONFIGURATIONS'] ?? 150);
const requests = 12;
const firstSeed = Number(process.env['NGINX_SEED'] ?? 700_000);
const mostShown = 3;

interface Tally {
  asked: number;
  complete: number;
  readonly differences: string[];
}

describe("the nginx of F5's controller", () => {
  const nginx = nginxAt(process.env['NGINX_BINARY'] ?? '/usr/sbin/nginx');
  const ports = new Ports();
  let service: Service;
  before(async () => {
    service = await Service.start();
  });
  after(() => {
    service.stop();
  });

  test('answers as predicted', async (t) => {
    const tally: Tally = { asked: 0, complete: 0, differences: [] };
    for (let seed = firstSeed; seed < firstSeed + configurations; seed++) await ask(seed, tally);
    t.diagnostic(
      `${tally.asked} requests to ${configurations} sets of manifests, ${tally.complete} predicted completely`,
    );
    assert.ok(tally.complete >= tally.asked * 0.8);
    assert.deepEqual(tally.differences.slice(0, mostShown), []);
  });

  async function ask(seed: number, tally: Tally): Promise<void> {
    const random = new Random(seed);
    const manifests = composeManifests(random);
    const text = manifestText(manifests);
    const dir = mkdtempSync(join(tmpdir(), 'nic-'));
    const port = await ports.free();
    const conf = renderController(manifests, {
      port,
      service: service.ports.http,
      teapot: join(dir, 't.sock'),
    });
    lay(dir, { 'nginx.conf': conf });
    const running = await startNginx(nginx, dir);
    try {
      const predict = predictorFor(text, nginx.version);
      for (let index = 0; index < requests; index++) {
        const request = requestOf(random);
        service.answer = {
          status: request.upstream?.status ?? 200,
          headers: request.upstream?.headers ?? [],
        };
        const target = request.url.replace(/^https?:\/\/[^/]*/, '');
        const host = request.url.split('/')[2] ?? '';
        const received = await exchange(
          '127.0.0.1',
          port,
          requestText(request.method ?? 'GET', target, [['Host', host], ...(request.headers ?? [])]),
        );
        const predicted = await predict(request);
        tally.asked++;
        assert.equal(predicted.refused, undefined, text);
        if (predicted.complete) tally.complete++;
        const difference = differenceOf(predicted, received);
        if (difference === undefined) continue;
        const { what, predicted: said, real } = difference;
        tally.differences.push(
          `seed ${seed}, ${JSON.stringify(request)}: ${what} is [${real.join('; ')}], predicted [${said.join('; ')}]\n${text}\n${conf}`,
        );
      }
    } finally {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  }
});

function predictorFor(text: string, version: string): (request: GatewayRequest) => Promise<PredictionReport> {
  const predict = dialect.predictor?.(unitOf(dialect, { 'web.yaml': text }), {
    settings: { nginx: { version } },
    file: () => Promise.resolve({ kind: 'missing' }),
  });
  if (predict === undefined) throw new Error('Nothing is predicted.');
  return async (request) => predictionReport(await predict(request));
}

function requestOf(random: Random): GatewayRequest {
  const path = oneOf(random, [...PATHS, '/a/b/c', '/b', '/a/x.html', '/a/sub', '/none']);
  const query = random.chance(0.2) ? '?arg1=v1' : '';
  return {
    url: `http://${oneOf(random, HOSTS)}${path}${query}`,
    ...(random.chance(0.2) && { method: oneOf(random, ['POST', 'HEAD', 'OPTIONS']) }),
    headers: [
      ...(random.chance(0.4) ? [['X-Version', oneOf(random, ['v1', 'v2', 'default'])] as const] : []),
      ...(random.chance(0.2) ? [['Cookie', 'user=v1'] as const] : []),
      ...(random.chance(0.2) ? [['X-Forwarded-Proto', oneOf(random, ['http', 'https'])] as const] : []),
    ],
    upstream: {
      status: oneOf(random, [200, 200, 200, 404, 500, 503]),
      headers: random.chance(0.6) ? [['X-Frame-Options', oneOf(random, ['SAMEORIGIN', 'DENY'])]] : [],
    },
  };
}
