import { stringify } from 'yaml';
import type { Random } from '../../../nginx/generate/random.ts';
import type { Configuration } from '../support/bench.ts';
import { FILE } from './judge.ts';
import { configOf, entries, type Entry, type Fields, type Json } from './plugins.ts';

/** A configuration of its seed: a list of plugins, templates and routers, as bodies of the open API. */
export function configuration(_seed: number, random: Random): Configuration {
  const list = entries(random);
  const template: Fields | undefined = random.chance(0.25)
    ? { name: 'tpl', driver: 'plugin_template', plugins: named(list, random) }
    : undefined;
  const routers = Array.from({ length: 1 + random.below(3) }, (_, index) =>
    router(`r${index}`, list, template !== undefined, random),
  );
  const fault = random.chance(0.15) ? spoil(list, routers, random) : undefined;
  const documents: readonly (readonly [path: string, body: Json])[] = [
    ['/setting/plugin', { plugins: list.map(({ kind: _kind, ...entry }) => entry) }],
    ...(template === undefined ? [] : [['/api/template', template] as const]),
    ...routers.map((each) => ['/api/router', each] as const),
  ];
  const text = documents.map(([path, body]) => `# POST ${path}\n${rendered(body, random)}`).join('---\n');
  return { files: { [FILE]: text.replaceAll('"__LISTEN__"', '__LISTEN__') }, fault };
}

/** JSON, or YAML in one of its styles. */
function rendered(body: Json, random: Random): string {
  switch (random.below(5)) {
    case 0:
      return `${JSON.stringify(body, null, 2)}\n`;
    case 1:
      return stringify(body, { collectionStyle: 'flow', lineWidth: 0 });
    case 2:
      return stringify(body, { indentSeq: false });
    default:
      return stringify(body);
  }
}

/** The plugins of a router or template: some of the list, under their names. */
function named(list: readonly Entry[], random: Random): Fields {
  const plugins: Fields = {};
  for (const { name, kind } of list) {
    if (!random.chance(0.5)) continue;
    plugins[name] = random.chance(0.08)
      ? {}
      : {
          ...(random.chance(0.7) && { disable: random.chance(0.12) }),
          config: configOf(kind, random),
        };
  }
  return plugins;
}

const LOCATIONS = [
  '/shop/*',
  '/shop',
  '/*',
  '*.html',
  '*mid*',
  '~= ^/[0-9]+$',
  '~*= ^/shop',
  '^= /shop',
  '!= /shop',
  '/blog/a',
] as const;

function router(name: string, list: readonly Entry[], hasTemplate: boolean, random: Random): Fields {
  return {
    name,
    driver: 'http',
    ...(random.chance(0.85) && { listen: '__LISTEN__' }),
    ...(random.chance(0.2) && { method: [random.pick(['GET', 'POST', 'get'])] }),
    ...(random.chance(0.7) && { protocols: random.pick([['http'], ['http', 'https'], ['https']]) }),
    ...(random.chance(0.3) && {
      host: [random.pick(['shop.example', 'Shop.example', '*.shop.example', '*'])],
    }),
    location: random.pick(LOCATIONS),
    ...(random.chance(0.35) && { rules: [rule(random)] }),
    ...(random.chance(0.9) && { service: 'up@service' }),
    ...(random.chance(0.08) && { disable: true }),
    ...(hasTemplate && random.chance(0.6) && { template: 'tpl@template' }),
    ...(random.chance(0.75) && { plugins: named(list, random) }),
  };
}

function rule(random: Random): Json {
  const [type, name] = random.pick([
    ['header', 'X-Kind'],
    ['header', 'x-kind'],
    ['query', 'v'],
    ['query', 'q'],
    ['cookie', 'c'],
  ]);
  return {
    type,
    name,
    value: random.pick(['one', 'o*', '12', '1', '**', '!', '!= one', '~*= ^one$', '*']),
  };
}

/** Puts in one thing that Apinto does not take, or takes in silence. */
function spoil(list: readonly Entry[], routers: readonly Fields[], random: Random): string {
  const [entry] = list;
  const first = routers[0] ?? {};
  const own = { ...(first['plugins'] as Fields | undefined) };
  first['plugins'] = own;
  const name = entry?.name ?? 'guard';
  const faults: readonly (readonly [string, () => void])[] = [
    ['unknown name', (): void => void (own['other'] = { config: {} })],
    ['id as name', (): void => void (own[entry?.id ?? 'x'] = { config: {} })],
    ['disable as text', (): void => void (own[name] = { disable: 'maybe' })],
    ['config as text', (): void => void (own[name] = { config: 'text' })],
    ['location with =', (): void => void (first['location'] = '/a=b')],
    ['body as text', (): void => void (first['body'] = 'hello')],
    ['plugins as list', (): void => void (first['plugins'] = [name])],
    ['header as list', (): void => void (first['header'] = ['X-Frame-Options: DENY'])],
  ];
  const chosen = random.any(faults);
  chosen?.[1]();
  return chosen?.[0] ?? '';
}
