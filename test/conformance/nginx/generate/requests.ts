import type { Random } from './random.ts';
import { walk, type Node, type Statement } from './tree.ts';
import { ARGUMENT_VALUES, ARGUMENTS, METHODS, PLACE, REGEXES, SERVER_NAMES, WWW } from './vocabulary.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request to a generated configuration, and what the service outside answers meanwhile. */
export interface Ask {
  readonly address: '127.0.0.1' | '127.0.0.2';
  /** A placeholder of a port. */
  readonly port: string;
  readonly method: string;
  /** Byte for byte. */
  readonly target: string;
  /** `Host` among them. */
  readonly headers: Pairs;
  readonly body: string;
  readonly upstream: { readonly status: number; readonly headers: Pairs };
}

export function requestsFor(random: Random, configuration: readonly Node[], count: number): readonly Ask[] {
  const statements = [...walk(configuration)].filter((node) => node.kind === 'statement');
  const paths = statements
    .filter(({ name }) => name === 'location')
    .flatMap((each) => examples(each, random));
  const hosts = statements
    .filter(({ name }) => name === 'server_name')
    .flatMap(({ args }) => args.flatMap((arg) => SERVER_NAMES.find(([name]) => name === arg)?.[1] ?? []));
  const uses = new Set(statements.flatMap(({ args }) => args.flatMap((arg) => arg.match(/\$\w+/g) ?? [])));
  // 127.0.0.2 answers where all addresses, or that one, are listened on.
  const wide = statements.some(
    ({ name, args }) => name === 'listen' && !/^(127\.0\.0\.1|localhost)/.test(args[0] ?? ''),
  );
  const secondPort = statements.some(
    ({ name, args }) => name === 'listen' && args[0]?.includes(PLACE.second),
  );
  return Array.from({ length: count }, () => ask(random, { paths, hosts, uses, secondPort, wide }));
}

interface Hints {
  readonly paths: readonly string[];
  readonly hosts: readonly string[];
  /** Variables that the configuration mentions. */
  readonly uses: ReadonlySet<string>;
  readonly secondPort: boolean;
  readonly wide: boolean;
}

function ask(random: Random, hints: Hints): Ask {
  const method = random.chance(0.72) ? 'GET' : random.pick(METHODS);
  const body =
    method === 'POST' || method === 'PUT' || method === 'PATCH' ? random.pick(['', 'hello', 'ab']) : '';
  return {
    address: hints.wide && random.chance(0.1) ? '127.0.0.2' : '127.0.0.1',
    port: hints.secondPort && random.chance(0.4) ? PLACE.second : PLACE.first,
    method,
    target: target(random, hints),
    headers: [['Host', host(random, hints)], ...headers(random, hints), ...contentLength(method, body)],
    body,
    upstream: upstream(random),
  };
}

function contentLength(method: string, body: string): Pairs {
  return body !== '' || method === 'POST' || method === 'PUT'
    ? [['Content-Length', String(body.length)]]
    : [];
}

const FILES = Object.keys(WWW).map((path) => `/${path.replace(/\/index\.html$/, '/')}`);

function target(random: Random, { paths, uses }: Hints): string {
  const path =
    random.chance(0.6) && paths.length > 0
      ? (random.any(paths) ?? '/')
      : random.chance(0.65)
        ? (random.any(FILES) ?? '/')
        : random.pick(['/', '/none', '/none/gone.txt', '/dir', '/nodir', '/dir/none', '/img', '/UP']);
  const written = escaped(mangled(random, path));
  const wanted = ARGUMENTS.filter((name) => uses.has(`$arg_${name}`));
  const pairs = random
    .some(wanted.length > 0 ? wanted : ['a', 'q'], 0.55)
    .map((name) => `${random.chance(0.95) ? name : name.toUpperCase()}=${random.pick(ARGUMENT_VALUES)}`);
  if (random.chance(0.03)) pairs.push(random.pick(['a', 'a=2', '=', 'x=a?b']));
  if (pairs.length === 0) return random.chance(0.03) ? `${written}?` : written;
  return `${written}?${pairs.join('&')}`;
}

/** The same path, or nearly, in another spelling. */
function mangled(random: Random, path: string): string {
  if (random.chance(0.85)) return path;
  switch (random.below(9)) {
    case 0:
      return path.replace('/', '//');
    case 1:
      return `/./${path.slice(1)}`;
    case 2:
      return `/zz/..${path}`;
    case 3:
      return path.toUpperCase();
    case 4:
      return `${path}/`;
    case 5:
      return `${path}/../`;
    case 6:
      return path.replace(/[a-z]/, (letter) => `\u0001${letter.charCodeAt(0).toString(16)}`);
    case 7:
      return path.replace(/(?<=.)\//, '\u00012F');
    default:
      return random.pick([`${path}\u0001zz`, '/../x', `${path}.`, `${path}/.`, `${path}//`]);
  }
}

/** As a client writes it; U+0001 stands for a `%` that is written already. */
function escaped(path: string): string {
  return encodeURI(path).replaceAll('%01', '%');
}

function host(random: Random, { hosts }: Hints): string {
  if (hosts.length > 0 && random.chance(0.65)) return random.any(hosts) ?? 'h.test';
  if (random.chance(0.03))
    return random.pick(['a b', 'x..y', '[::1]:80', 'a.test:', '', 'a/b', 'Ä.test', 'x.a.test..']);
  return random.pick(['h.test', 'localhost', '127.0.0.1', 'a.test', 'other.example:8080', 'A.TEST']);
}

function headers(random: Random, { uses }: Hints): Pairs {
  const list: (readonly [string, string])[] = [];
  if (uses.has('$http_x_test') && random.chance(0.6)) list.push(['X-Test', random.pick(['1', 'x', 'y'])]);
  if (random.chance(0.03)) list.push(['x-test', '2']);
  if (random.chance(0.01)) list.push(['X_Test', '3'], ['Accept-Encoding', 'gzip']);
  if (uses.has('$cookie_c') && random.chance(0.6))
    list.push(['Cookie', random.pick(['c=1; d=2', 'd=3;c=x', 'c=0'])]);
  if (random.chance(0.15)) {
    // user:right as the password file has it, and two that are not.
    list.push(['Authorization', `Basic ${random.pick(['dXNlcjpyaWdodA==', 'dXNlcjp3cm9uZw==', 'bm8='])}`]);
  }
  if (random.chance(0.02))
    list.push(['Range', random.pick(['bytes=0-0', 'bytes=99-', 'bytes=-1', 'bytes=0-0,1-1'])]);
  if (random.chance(0.02))
    list.push(['If-Modified-Since', random.pick([MODIFIED, 'Mon, 01 Jan 2001 00:00:00 GMT'])]);
  if (random.chance(0.01))
    list.push(['If-Unmodified-Since', random.pick([MODIFIED, 'Mon, 01 Jan 2001 00:00:00 GMT'])]);
  if (random.chance(0.01))
    list.push([random.pick(['If-None-Match', 'If-Match']), random.pick(['*', '"none"'])]);
  return list;
}

/** When every file of the document root was changed last. */
export const MODIFIED = 'Fri, 02 Jan 2026 03:04:05 GMT';

function upstream(random: Random): Ask['upstream'] {
  const status = random.pick([
    200, 200, 200, 200, 201, 204, 206, 301, 302, 400, 401, 403, 404, 404, 500, 502, 503,
  ]);
  const offered: Pairs = [
    ['X-Frame-Options', random.pick(['DENY', 'SAMEORIGIN', 'UP', 'UP'])],
    ['x-frame-options', 'SAMEORIGIN'],
    ['Content-Security-Policy', "frame-ancestors 'self'"],
    ['X-Up', random.pick(['up', 'UP2', ''])],
    ['X-A', 'upstream'],
    ['Cache-Control', random.pick(['public', 'no-cache', 'max-age=10'])],
    ['Set-Cookie', 'u=1'],
    ['Server', 'service'],
    ['X-Powered-By', 'x'],
    ['X-Pad', 'p'],
    ['ETag', '"up"'],
    ['Link', '</u>; rel=x'],
    ['Expires', 'Thu, 01 Jan 1970 00:00:01 GMT'],
  ];
  const list = random.some(offered, 0.3);
  if (status === 301 || status === 302) list.push(['Location', 'http://e.test/up']);
  if (random.chance(0.05))
    list.push(['X-Accel-Redirect', random.pick(['/a.txt', '/dir/', '/none', '/a/b.txt?q=1', '@fb'])]);
  if (random.chance(0.6))
    list.push(['Content-Type', random.pick(['text/html', 'text/plain; charset=utf-8', 'image/png'])]);
  return { status, headers: list };
}

/** Paths that fall into a location, or beside it. */
function examples({ args }: Statement, random: Random): string[] {
  const path = args.at(-1) ?? '/';
  if (path.startsWith('@')) return [];
  const pattern = path.replace(/^~\*?/, '');
  const known = REGEXES.find(([each]) => each === pattern);
  if (known !== undefined) return [known[1]];
  return random
    .some([path, `${path}a.txt`, `${path}/x`, `${path}x`, path.replace(/\/$/, ''), `${path}b.html`], 0.6)
    .map((each) => (each.startsWith('/') ? each : `/${each}`));
}
