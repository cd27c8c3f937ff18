import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { HOST } from './base.ts';
import { headers } from './headers.ts';
import { matches } from './matches.ts';

/** Items of `http`; the last mostly takes what is left. */
export function items(random: Random, { delegates = false } = {}): readonly Json[] {
  const count = 1 + random.below(3);
  return Array.from({ length: count }, (_, index) =>
    item(random, index === count - 1 ? 0.4 : 0.95, delegates),
  );
}

function item(random: Random, chance: number, delegates: boolean): Json {
  const match = matches(random, chance);
  if (delegates && random.chance(0.5))
    return { ...match, ...headers(random, 0.5), delegate: { name: 'inner', namespace: 'team' } };
  return {
    ...(random.chance(0.1) && { name: random.pick(['first', 'second']) }),
    ...match,
    ...headers(random, 0.55),
    ...action(random),
  };
}

function destination(random: Random): Fields {
  return { destination: { host: HOST, ...(random.chance(0.5) && { port: { number: 80 } }) } };
}

function action(random: Random): Fields {
  const routed = (): Fields => ({ ...route(random), ...extras(random) });
  return random.pick<() => Fields>([
    routed,
    routed,
    routed,
    routed,
    routed,
    () => ({
      directResponse: {
        status: random.pick([200, 404, 503]),
        ...(random.chance(0.7) && { body: { string: '<p>gone</p>' } }),
      },
    }),
    () => ({
      redirect: {
        ...random.pick<Fields>([{ uri: '/new' }, { authority: 'other.test' }, { scheme: 'https' }]),
        ...(random.chance(0.5) && { redirectCode: random.pick([301, 302, 303, 307, 308]) }),
      },
    }),
  ])();
}

function route(random: Random): Fields {
  const one = (): Fields => ({ ...destination(random), ...headers(random, 0.35) });
  if (random.chance(0.72)) return { route: [{ ...one(), ...(random.chance(0.2) && { weight: 100 }) }] };
  const weights = random.pick<readonly [number, number]>([
    [90, 10],
    [100, 0],
    [0, 100],
    [100, 0],
    [1, 0],
  ]);
  return { route: weights.map((weight) => ({ ...one(), ...(weight > 0 && { weight }) })) };
}

function extras(random: Random): Fields {
  return {
    ...(random.chance(0.12) && {
      rewrite: random.pick<Fields>([{ uri: '/z' }, { authority: 'inner.test' }]),
    }),
    ...(random.chance(0.08) && { timeout: '5s' }),
    ...(random.chance(0.05) && { retries: { attempts: 0 } }),
    ...(random.chance(0.1) && {
      fault: random.pick<Fields>([
        { abort: { httpStatus: 418, percentage: { value: random.pick([0, 100]) } } },
        { abort: { httpStatus: 503, percentage: { value: random.pick([100, 50]) } } },
        { abort: { httpStatus: 503 } },
        { delay: { fixedDelay: '0.01s', percentage: { value: 100 } } },
      ]),
    }),
    ...(random.chance(0.1) && {
      corsPolicy: { allowOrigins: [{ exact: 'https://a.example' }], allowMethods: ['GET'] },
    }),
  };
}
