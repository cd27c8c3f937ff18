import type { Draft } from './draft.ts';
import { returns } from './script.ts';
import { block, say, type Node } from './tree.ts';
import { PLACE } from './vocabulary.ts';

/** Where a handler stands: what nginx allows there depends on it. */
export interface Place {
  readonly kind: 'server' | 'prefix' | 'exact' | 'regex' | 'named';
  readonly path: string;
}

/** What answers in a location; nothing: files. */
export function handler(draft: Draft, place: Place): Node[] {
  const { random } = draft;
  const kind = random.below(100);
  if (kind < 24) return [returns(draft)];
  if (kind < (draft.about('upstream') ? 60 : 36)) return proxied(draft, place);
  if (kind < 70) return [tryFiles(draft)];
  if (kind < 73 && place.kind !== 'named')
    return [...alias(draft, place), ...(random.chance(0.3) ? [tryFiles(draft)] : [])];
  if (kind < 74) return [say('empty_gif')];
  if (kind < 78)
    return [
      say(
        'root',
        random.pick([PLACE.other, PLACE.www, 'www', 'other', `${PLACE.www}/`, `${PLACE.www}/$arg_a`]),
      ),
    ];
  return random.chance(0.3) ? fileSettings(draft) : [];
}

function fileSettings({ random }: Draft): Node[] {
  const all = [
    say('autoindex', 'on'),
    say(
      'index',
      ...random.pick([
        ['index.html'],
        ['none.html', 'index.html'],
        ['index.txt', '/b.html'],
        ['$arg_a', 'index.html'],
      ]),
    ),
    say('etag', 'off'),
    say('default_type', random.pick(['text/plain', 'application/json'])),
    block('types', [], [say('text/html', 'html', 'txt'), say('image/png', 'png')]),
    say('log_not_found', 'off'),
    say('if_modified_since', random.pick(['off', 'before'])),
    say('max_ranges', '0'),
    say('charset', 'utf-8'),
    say('server_tokens', 'off'),
    say('gzip', 'on'),
    say('gzip_vary', 'on'),
  ];
  return random.some(all, 0.25);
}

function alias({ random }: Draft, { kind }: Place): Node[] {
  if (kind === 'regex')
    return [say('alias', random.pick([`${PLACE.www}/a.txt`, `${PLACE.www}/$1`, `${PLACE.www}/dir/`]))];
  return [
    say(
      'alias',
      random.pick([
        `${PLACE.www}/`,
        PLACE.other,
        `${PLACE.www}/dir/`,
        `${PLACE.other}/`,
        `${PLACE.www}/a.txt`,
        `${PLACE.www}/$arg_a`,
        'www/',
      ]),
    ),
  ];
}

export function tryFiles(draft: Draft): Node {
  const { random } = draft;
  const candidates = random.some(
    ['$uri', '$uri/', '$uri.html', '/none', '/a.txt', '$uri/index.html', '/dir/'],
    0.35,
  );
  const last =
    random.chance(0.35) && draft.named.length > 0
      ? (random.any(draft.named) ?? '=404')
      : random.pick([
          '=404',
          '=403',
          '=204',
          '=503',
          '/index.html',
          '/b.html',
          '/a.txt',
          '/none',
          '/x?a=1',
          '/b$uri',
          '/index.html?$args',
        ]);
  return say('try_files', ...(candidates.length > 0 ? candidates : ['$uri']), last);
}

function proxied(draft: Draft, place: Place): Node[] {
  const { random } = draft;
  return [pass(draft, place), ...upstreamSettings(draft, random.chance(0.5) ? 0.25 : 0)];
}

/** A `proxy_pass` or one of its kin. */
function pass(draft: Draft, place: Place): Node {
  const { random } = draft;
  const family = random.below(40);
  if (family === 0) return say('fastcgi_pass', `127.0.0.1:${PLACE.fastcgi}`);
  if (family === 1) return say('scgi_pass', `127.0.0.1:${PLACE.scgi}`);
  if (family === 2) return say('uwsgi_pass', `127.0.0.1:${PLACE.uwsgi}`);
  const to = random.pick([
    PLACE.outside,
    PLACE.outside,
    PLACE.inside,
    PLACE.inside,
    PLACE.inside,
    PLACE.dead,
  ]);
  const host = to !== PLACE.dead && random.chance(0.15) ? backendName(to) : `127.0.0.1:${to}`;
  const plain = place.kind === 'prefix' || place.kind === 'exact';
  const uri =
    plain && random.chance(0.4)
      ? random.pick(['/', '/a', '/b/', '/new/', '/x?a=1'])
      : random.chance(0.12)
        ? random.pick(['$request_uri', '$uri', '/v$uri$is_args$args', '/a?b=$arg_a'])
        : '';
  return say('proxy_pass', `http://${host}${uri}`);
}

export function backendName(port: string): string {
  return port === PLACE.inside ? 'backend_inside' : 'backend_outside';
}

/** Settings that decide which of a service's headers are passed on; of any level. */
export function upstreamSettings(draft: Draft, probability: number): Node[] {
  const { random } = draft;
  const name = (): string =>
    random.pick([
      'X-Frame-Options',
      'x-frame-options',
      'X-Up',
      'Server',
      'Date',
      'X-*',
      'Cache-Control',
      'ETag',
    ]);
  const family = random.chance(0.9) ? 'proxy' : random.pick(['fastcgi', 'scgi', 'uwsgi']);
  return random.some(
    [
      say(`${family}_hide_header`, name()),
      say(`${family}_hide_header`, 'Content-Security-Policy'),
      say(`${family}_pass_header`, name()),
      say(`${family}_intercept_errors`, random.pick(['on', 'on', 'off'])),
      say(
        'proxy_set_header',
        random.pick(['Host', 'X-Frame-Options', 'X-Test']),
        random.pick(['$host', 'DENY', '$http_host']),
      ),
      say(`${family}_ignore_headers`, random.pick(['X-Accel-Redirect', 'Cache-Control'])),
      say('proxy_redirect', 'off'),
      say('proxy_pass_request_headers', 'off'),
      say('proxy_http_version', random.pick(['1.0', '1.1'])),
      say('proxy_method', random.pick(['GET', 'POST', 'HEAD'])),
    ],
    probability,
  );
}
