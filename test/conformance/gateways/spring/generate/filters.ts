import type { Random } from '../../../../nginx/generate/random.ts';
import { headerFilter } from './header-filters.ts';
import { list, type Json, type Target } from './shape.ts';

/** A list of filters: those that write headers of the answer, and all kinds of others around them. */
export function filters(target: Target, random: Random, most: number): readonly Json[] {
  return list(random, most, () => filter(target, random));
}

export function filter(target: Target, random: Random): Json {
  if (random.chance(0.62)) return headerFilter(target, random);
  if (random.chance(0.25)) return answering(target, random);
  return random.pick(target.kind === 'webflux' ? FLUX : MVC);
}

/** Filters that decide what is answered, or whether the service is asked. */
function answering({ kind }: Target, random: Random): Json {
  const status = random.pick(['404', '503', '401', 'NOT_FOUND', '200']);
  const redirect = `RedirectTo=${random.pick(['302', '301', '307'])}, https://shop.example/`;
  if (kind === 'webmvc') return random.pick([`SetStatus=${status}`, redirect, 'RequestSize=100B']);
  return random.pick<Json>([
    `SetStatus=${status}`,
    { name: 'SetStatus', args: { status } },
    redirect,
    { name: 'RedirectTo', args: { status: 302, url: 'https://shop.example/' } },
    'RequestSize=100B',
    { name: 'RequestSize', args: { maxSize: '2KB' } },
    'RequestHeaderSize=100KB',
  ]);
}

const FLUX: readonly [Json, ...Json[]] = [
  'PreserveHostHeader',
  'AddRequestHeader=X-Frame-Options, DENY',
  'AddRequestHeader=X-Request-Blue, blue-{segment}',
  'SetRequestHeader=Content-Security-Policy, frame-ancestors https://a.example',
  { name: 'SetRequestHeader', args: { name: 'X-Request', value: 'a, b' } },
  'RemoveRequestHeader=X-Frame-Options',
  'MapRequestHeader=Blue, X-Frame-Options',
  { name: 'MapRequestHeader', args: { fromHeader: 'X-Kind', toHeader: 'X-Frame-Options' } },
  'AddRequestHeadersIfNotPresent=X-Frame-Options:DENY,X-Other:a',
  'AddRequestParameter=red, blue',
  'RemoveRequestParameter=red',
  'RewriteRequestParameter=red, blue',
  'StripPrefix=1',
  'PrefixPath=/app',
  'SetPath=/all',
  { name: 'SetPath', args: { template: '/all/{segment}' } },
  'RewritePath=/a/?(?<rest>.*), /$\\{rest}',
  { name: 'RewritePath', args: { regexp: '/a/?(?<rest>.*)', replacement: '/$\\{rest}' } },
  'RewriteLocationResponseHeader=AS_IN_REQUEST, Location, ,',
  'SetRequestHostHeader=inner.example',
  'SaveSession',
  { name: 'Retry', args: { retries: 1, statuses: 'BAD_GATEWAY', methods: 'GET' } },
  { name: 'CacheRequestBody', args: { bodyClass: 'java.lang.String' } },
];

const MVC: readonly [Json, ...Json[]] = [
  'PreserveHostHeader',
  'AddRequestHeader=X-Frame-Options, DENY',
  'SetRequestHeader=Content-Security-Policy, frame-ancestors https://a.example',
  'RemoveRequestHeader=X-Frame-Options',
  'MapRequestHeader=Blue, X-Frame-Options',
  'AddRequestParameter=red, blue',
  'RemoveRequestParameter=red',
  'StripPrefix=1',
  'PrefixPath=/app',
  'SetPath=/all',
  'RewritePath=/a/?(?<rest>.*), /$\\{rest}',
  'stripPrefix=1',
];
