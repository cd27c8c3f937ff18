import type { Random } from '../../../../nginx/generate/random.ts';
import type { Json, Target } from './shape.ts';

/** Predicates of a route: nearly always a path, and others beside it. */
export function predicates(target: Target, random: Random): readonly Json[] {
  const path = random.chance(0.88) ? [pathPredicate(target, random)] : [];
  const others = random.chance(0.38) ? [other(target, random)] : [];
  const found = [...path, ...others];
  return found.length === 0 ? ['Path=/**'] : found;
}

function pathPredicate({ kind }: Target, random: Random): Json {
  const pattern = random.pick([
    '/**',
    '/**',
    '/**',
    '/a/**',
    '/{segment}/**',
    '/a/{segment}',
    '/{*segment}',
    '/a/x',
    '/b*/**',
    '/a?',
    '/a/{segment:[a-z]+}',
  ]);
  if (kind === 'webmvc' || random.chance(0.7)) {
    const more = random.chance(0.2) && kind === 'webflux' ? `,${random.chance(0.5) ? ' ' : ''}/b` : '';
    return `Path=${pattern}${more}`;
  }
  return random.pick<Json>([
    { name: 'Path', args: { patterns: [pattern, '/b'] } },
    { name: 'Path', args: { patterns: `${pattern},/b` } },
    { name: 'Path', args: { patterns: pattern, matchTrailingSlash: false } },
    { name: 'Path', args: { _genkey_0: pattern, _genkey_1: '/b' } },
    `Path=${pattern}, /b, false`,
  ]);
}

function other({ kind }: Target, random: Random): Json {
  const shared = [
    'Host=shop.example',
    'Host=**.example',
    'Host=*.shop.example',
    'Host={sub}.shop.example',
    'Method=GET',
    'Method=POST',
    'Header=X-Kind, one|two',
    'Header=X-Number, \\d+',
    'Query=red',
    'Query=red, gr.*',
    'Cookie=session, a.c',
    'After=2020-01-20T17:42:47.789-07:00[America/Denver]',
    'Method=GET',
  ] as const;
  if (kind === 'webmvc' || random.chance(0.65)) return random.pick(shared);
  return random.pick<Json>([
    'Host=shop.example,**.other.test',
    'Method=GET,HEAD',
    'Header=X-Kind',
    'Between=2020-01-20T17:42:47.789-07:00[America/Denver], 2099-01-21T17:42:47.789-07:00[America/Denver]',
    'Before=2099-01-20T17:42:47.789-07:00[America/Denver]',
    'RemoteAddr=127.0.0.1/8',
    'XForwardedRemoteAddr=10.0.0.0/8',
    'Weight=group, 5',
    { name: 'Host', args: { patterns: ['shop.example', '*.other.test'] } },
    { name: 'Method', args: { methods: 'GET' } },
    { name: 'Method', args: { methods: ['GET', 'PUT'] } },
    { name: 'Header', args: { header: 'X-Kind', regexp: 'one' } },
    { name: 'Query', args: { param: 'red', regexp: 'g.*' } },
    { name: 'Query', args: { param: 'red' } },
    { name: 'Cookie', args: { name: 'session', regexp: 'abc' } },
    { name: 'After', args: { datetime: '2020-01-20T17:42:47.789-07:00[America/Denver]' } },
  ]);
}
