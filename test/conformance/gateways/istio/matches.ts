import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';

/** `match` of an item: one way or several. */
export function matches(random: Random, chance: number): Fields {
  if (!random.chance(chance)) return {};
  return { match: Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => match(random)) };
}

function text(random: Random, values: readonly [string, ...string[]]): Json {
  const value = random.pick(values);
  return random.pick<Json>([
    { exact: value },
    { exact: value },
    { prefix: value.slice(0, 2) },
    { regex: `${value.slice(0, 1)}.*` },
  ]);
}

function match(random: Random): Json {
  const uri = random.pick<Fields>([
    { uri: { prefix: '/' } },
    { uri: { prefix: random.pick(['/a', '/a/', '/b', '/A']) } },
    { uri: { exact: random.pick(['/a', '/a/x', '/b', '/B']) } },
    { uri: { regex: random.pick(['/[ab](/.*)?', '/a/\\w+', '(?i)/A.*', '.*x', '/.*']) } },
    {},
  ]);
  const more: Fields = {
    ...uri,
    ...(random.chance(0.15) && { ignoreUriCase: random.chance(0.8) }),
    ...(random.chance(0.15) && {
      headers: {
        [random.pick(['x-kind', 'X-Kind', 'x-number'])]: random.chance(0.2)
          ? {}
          : text(random, ['one', 'two', '12']),
      },
    }),
    ...(random.chance(0.1) && {
      withoutHeaders: { 'x-kind': random.chance(0.3) ? {} : text(random, ['one', 'two']) },
    }),
    ...(random.chance(0.12) && {
      queryParams: { [random.pick(['q', 'v'])]: random.chance(0.2) ? {} : text(random, ['1', '12']) },
    }),
    ...(random.chance(0.08) && { method: text(random, ['GET', 'POST']) }),
    ...(random.chance(0.06) && { authority: text(random, ['shop.example', 'a.shop.example']) }),
    ...(random.chance(0.05) && { scheme: { exact: random.pick(['http', 'https']) } }),
    ...(random.chance(0.006) && { port: random.pick([80, 8080]) }),
    ...(random.chance(0.03) && {
      gateways: random.pick<Json>([
        ['istio-system/edge'],
        ['mesh'],
        ['mesh', 'istio-system/edge'],
        ['other'],
      ]),
    }),
    ...(random.chance(0.006) && { sourceLabels: { app: 'x' } }),
    ...(random.chance(0.05) && { name: 'one' }),
  };
  return Object.keys(more).some((key) => !/^(?:ignoreUriCase|name)$/.test(key))
    ? more
    : { ...more, uri: { prefix: '/' } };
}
