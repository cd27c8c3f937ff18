// What we say of Ingresses, a real nginx says of the configuration that ingress-nginx writes for them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { dialect } from '../../server/src/core/dialects/ingress-nginx/dialect.ts';
import { Service } from '../conformance/nginx/service.ts';
import { predicted } from '../gateways/support/dialect.ts';
import { Dice, sampleOf } from './ingress/generate.ts';
import { manifestOf } from './ingress/manifest.ts';
import { nginxConf } from './ingress/render.ts';
import { serve } from './support/serve.ts';

const SEEDS = 150;
const REQUESTS = 14;
const WATCHED = ['x-frame-options', 'content-security-policy', 'x-a', 'x-b', 'x-c'];
const HOSTS = ['shop.example', 'www.shop.example', 'other.example', 'a.b.shop.example'] as const;
const TARGETS = [
  '/', '/shop', '/shop/', '/shop/cart', '/shop/cart/1?embed=1', '/shopping', '/SHOP/basket', '/api', '/api/v1/x',
  '/health', '/shop/private/1', '/?embed=1', '/none', '/api/?embed',
] as const; // prettier-ignore
const ANSWERS = [
  {
    status: 200,
    headers: [
      ['Content-Type', 'text/html'],
      ['X-Frame-Options', 'SAMEORIGIN'],
    ],
  },
  {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['X-A', 'service'],
      ['X-A', 'twice'],
    ],
  },
  {
    status: 404,
    headers: [
      ['Content-Type', 'text/html'],
      ['X-B', 'service'],
    ],
  },
  { status: 500, headers: [['Content-Type', 'text/html']] },
] as const;

let service: Service;
before(async () => {
  service = await Service.start();
});
after(() => {
  service.stop();
});

const count = { asked: 0, complete: 0 };

describe('nginx answers as predicted', { concurrency: false }, () => {
  for (let seed = 1; seed <= SEEDS; seed++) test(`manifest ${seed}`, () => judge(seed));
});

test('most answers are called complete', (t) => {
  t.diagnostic(`${count.complete} of ${count.asked} answers complete, all of them as nginx gave them`);
  assert.ok(count.complete >= count.asked * 0.9);
});

async function judge(seed: number): Promise<void> {
  const sample = sampleOf(seed);
  const files = { 'web.yaml': manifestOf(sample, seed % 4 === 0) };
  const nginx = await serve(nginxConf(sample, service.ports.http));
  const dice = new Dice(seed + 1000);
  try {
    for (let index = 0; index < REQUESTS; index++) {
      const host = dice.pick(HOSTS);
      const target = dice.pick(TARGETS);
      const method = dice.pick(['GET', 'GET', 'GET', 'POST', 'OPTIONS']);
      const answer = dice.pick(ANSWERS);
      const tls = dice.chance(3);
      service.answer = answer;
      const port = nginx.ports.get(tls ? '*:443' : '*:80');
      assert.ok(port !== undefined, [...nginx.ports.keys()].join());
      const real = await nginx.request({ method, path: target, host, port, tls });
      const report = await predicted(dialect, files, {
        url: `${tls ? 'https' : 'http'}://${host}${target}`,
        method,
        upstream: answer,
      });
      const where = `${method} ${host}${target} ${answer.status}${tls ? ' over TLS' : ''}\n${files['web.yaml']}`;
      assert.equal(report.refused, undefined, where);
      count.asked++;
      if (!report.complete) continue;
      count.complete++;
      if (report.status !== null) assert.equal(report.status, real.status, where);
      for (const name of WATCHED) {
        const said = report.headers
          .filter((each) => each.name.toLowerCase() === name)
          .flatMap((each) => each.values);
        assert.deepEqual(said, real.values(name), `${name} of ${where}`);
      }
    }
  } finally {
    await nginx.stop();
  }
}
