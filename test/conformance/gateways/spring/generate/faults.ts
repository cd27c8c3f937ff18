import type { Random } from '../../../../nginx/generate/random.ts';
import type { Fields, Json, Target } from './shape.ts';

/** Puts one fault into what the gateway is told, and says which. */
export function spoil(gateway: Fields, target: Target, random: Random): string {
  const isFlux = target.kind === 'webflux';
  const listed = gateway['routes'] ?? gateway['Routes'];
  const first = Array.isArray(listed) ? (listed[0] as Fields) : undefined;
  const place = random.chance(0.3) && isFlux ? gateway : (first ?? gateway);
  const key = place === gateway ? 'default-filters' : 'filters';
  const put =
    (...items: readonly Json[]) =>
    () => {
      place[key] = items;
    };
  const faults: readonly (readonly [string, () => void])[] = [
    ['a colon for the comma', put('SetResponseHeader=X-Frame-Options:DENY')],
    ['a map of the name', put({ SetResponseHeader: 'X-Frame-Options, DENY' })],
    ['a map of the header', put({ 'SetResponseHeader=X-Frame-Options': 'DENY' })],
    ['a blank before the equals sign', put('SetResponseHeader = X-Frame-Options, DENY')],
    ['no value', put('SetResponseHeader=X-Frame-Options')],
    ['an empty value', put({ name: 'SetResponseHeader', args: { name: 'X-Frame-Options', value: '' } })],
    ['no name', put('AddResponseHeader=')],
    ['an unknown filter', put('SetResponseHeaders=X-Frame-Options, DENY')],
    ['a filter in small letters', put('setresponseheader=X-Frame-Options, DENY')],
    ['a filter with a small first letter', put('setResponseHeader=X-Frame-Options, DENY')],
    [
      'a comma in a value',
      put("AddResponseHeader=Content-Security-Policy, frame-ancestors 'self', default-src *"),
    ],
    [
      'a comma in a set value',
      put("SetResponseHeader=Content-Security-Policy, default-src *, frame-ancestors 'self'"),
    ],
    ['a second name to remove', put('RemoveResponseHeader=X-Frame-Options, X-Other')],
    ['a wrong key', put({ name: 'SetResponseHeader', args: { header: 'X-Frame-Options', value: 'DENY' } })],
    [
      'a key of the other gateway',
      put({
        name: 'AddResponseHeader',
        args: { name: 'X-Frame-Options', [isFlux ? 'values' : 'value']: 'DENY' },
      }),
    ],
    [
      'a key too many',
      put({ name: 'SetResponseHeader', args: { name: 'X-Frame-Options', value: 'DENY', extra: 1 } }),
    ],
    [
      'a list of values',
      put({ name: 'SetResponseHeader', args: { name: 'X-Frame-Options', value: ['DENY', 'X'] } }),
    ],
    ['args missing', put({ name: 'SetResponseHeader' })],
    ['a key beside args', put({ name: 'SetResponseHeader', args: { name: 'X-A', value: 'b' }, order: 1 })],
    ['a map for the list', () => (place[key] = { SetResponseHeader: 'X-Frame-Options, DENY' })],
    ['one text for the list', () => (place[key] = 'SetResponseHeader=X-Frame-Options, DENY')],
    ['the singular', () => (place[key.slice(0, -1)] = ['SetResponseHeader=X-Frame-Options, DENY'])],
    [
      'default filters in a route',
      () => first && (first['default-filters'] = ['SetResponseHeader=X-Frame-Options, DENY']),
    ],
    ['a gap in the list', () => (place[key] = { 1: 'SetResponseHeader=X-Frame-Options, DENY' })],
    ['a name with a blank', put('SetResponseHeader=X Frame Options, DENY')],
    ['a name with a colon', put('SetResponseHeader=X-Frame-Options:, DENY')],
    ['an empty default', put('SetResponseHeader=X-Frame-Options, ${app.nothing:}')],
    ['an undefined placeholder', put('SetResponseHeader=X-Frame-Options, ${app.nothing}')],
    ['an unknown bean', put('SetResponseHeader=X-Frame-Options, #{@nobody.frame}')],
    ['a line break', put({ name: 'SetResponseHeader', args: { name: 'X-Frame-Options', value: 'DENY\n' } })],
    [
      'a filter among the predicates',
      () => first && (first['predicates'] = ['Path=/**', 'SetResponseHeader=X-Frame-Options, DENY']),
    ],
    ['no predicates', () => first && delete first['predicates']],
    ['empty predicates', () => first && (first['predicates'] = [])],
    ['no id', () => first && delete first['id']],
    ['no uri', () => first && delete first['uri']],
    ['an unknown predicate', () => first && (first['predicates'] = ['Paths=/**'])],
    [
      'an id twice',
      () =>
        Array.isArray(listed) &&
        listed[1] !== undefined &&
        first &&
        (first['id'] = (listed[1] as Fields)['id'] ?? 'r1'),
    ],
    [
      'a switched-off filter',
      () => {
        gateway['filter'] = { 'set-response-header': { enabled: false } };
        put('SetResponseHeader=X-Frame-Options, DENY')();
      },
    ],
    [
      'switched-off SecureHeaders',
      () => {
        gateway['filter'] = { 'secure-headers': { enabled: false } };
        put('SecureHeaders')();
      },
    ],
    [
      'an unknown filter, tolerated',
      () => {
        gateway['fail-on-route-definition-error'] = false;
        put('SetResponseHeaders=X-Frame-Options, DENY')();
      },
    ],
    ['SecureHeaders', put('SecureHeaders')],
    ['an unknown strategy', put('DedupeResponseHeader=X-Frame-Options, RETAIN_ALL')],
    ['a broken expression', put('RewriteResponseHeader=X-Frame-Options, (, DENY')],
    ['no expression', put('RewriteResponseHeader=X-Frame-Options')],
    ['a status that is none', put('SetStatus=NOPE')],
    ['a redirect without target', put('RedirectTo=302')],
    ['a redirect with another status', put('RedirectTo=200, https://shop.example/')],
    [
      'set before a redirect',
      put('SetResponseHeader=X-Frame-Options, DENY', 'RedirectTo=302, https://shop.example/'),
    ],
    [
      'added before a redirect',
      put('AddResponseHeader=X-Frame-Options, DENY', 'RedirectTo=302, https://shop.example/'),
    ],
  ];
  const [name, apply] = faults[random.below(faults.length)] ?? ['nothing', () => undefined];
  apply();
  return name;
}
