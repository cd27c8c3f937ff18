import { existsSync } from 'node:fs';
import { scan, type Directive, type Word } from './scan.ts';

/** Files that the judge lays beside every configuration, so that prepared text can name them. */
export const standIns = {
  certificate: 'judge-certificate.pem',
  key: 'judge-key.pem',
  empty: 'judge-empty.conf',
};

export interface Surroundings {
  /** Names of upstreams that other files of the same configuration define. */
  readonly upstreams?: ReadonlySet<string>;
  /** Where a literal `include` leads, as a path relative to the main file; absent: Debian's own file or an empty one. */
  readonly include?: (path: string) => string | undefined;
}

type Edit = readonly [start: number, end: number, text: string];

/** What `nginx -t` would stop at although the syntax is fine: other machines' users, keys, modules, engines. */
const dropped = new Set(
  `user pid lock_file load_module ssl_dhparam ssl_crl ssl_session_ticket_key ssl_password_file ssl_engine daemon master_process`.split(
    ' ',
  ),
);
const certificates = /^(\w+_)?ssl_(trusted_|client_)?certificate$/;
const keys = /^(\w+_)?ssl_certificate_key$/;
const written = /^(\w+_cache_path|\w+_temp_path|\w+_store)$/;
const socketPasses = new Set(['fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass']);
const address = /^(\d+(\.\d+){3}|\[|unix:|\*|localhost(?![\w.-]))/;

/**
 * A foreign file as it has to be for `nginx -t` to judge its text and not this machine: absent certificates, hosts and
 * included files are replaced, what touches the machine is dropped. Lines stay where they were.
 */
export function prepare(text: string, surroundings: Surroundings = {}): string {
  const directives = scan(text);
  const upstreams = new Set(surroundings.upstreams);
  for (const name of upstreamNames(directives)) upstreams.add(name);

  let result = '';
  let last = 0;
  for (const [start, end, replacement] of directives.flatMap((d) =>
    edits(text, d, upstreams, surroundings),
  )) {
    result += text.slice(last, start) + replacement;
    last = end;
  }
  return result + text.slice(last);
}

/** Files that include each other, by relative path. */
export function prepareFiles(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const upstreams = new Set(Object.values(files).flatMap((text) => upstreamNames(scan(text))));
  const include = (wanted: string): string | undefined => (wanted in files ? wanted : undefined);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, prepare(text, { upstreams, include })]),
  );
}

function upstreamNames(directives: readonly Directive[]): readonly string[] {
  return directives.filter((d) => d.name === 'upstream').map((d) => d.args[0]?.text ?? '');
}

function edits(
  text: string,
  d: Directive,
  upstreams: ReadonlySet<string>,
  around: Surroundings,
): readonly Edit[] {
  const [first] = d.args;
  if (dropped.has(d.name) && text.charAt(d.end - 1) === ';') {
    return [[d.start, d.end, text.slice(d.start, d.end).replace(/[^\n]/g, ' ')]];
  }
  if (first === undefined) return [];
  const put = (word: Word, replacement: string): readonly Edit[] => [[word.start, word.end, replacement]];
  const fixed = !first.text.includes('$');

  if (d.name === 'error_log') return put(first, 'stderr');
  if (d.name === 'access_log') return first.text === 'off' || !fixed ? [] : put(first, 'access.log');
  if (written.test(d.name))
    return first.text.startsWith('/') ? put(first, `./judge-written${first.text}`) : [];
  if (certificates.test(d.name))
    return fixed && !first.text.startsWith('data:') ? put(first, standIns.certificate) : [];
  if (keys.test(d.name))
    return fixed && !/^(data|engine|store):/.test(first.text) ? put(first, standIns.key) : [];
  if (d.name === 'include') return put(first, includeTarget(first.text, around));
  if (d.name === 'server' && d.context.at(-1) === 'upstream') return put(first, loopback(first.text));
  if (d.name === 'listen') return /^\d+$/.test(first.text) ? [] : put(first, loopback(first.text));
  if (d.name === 'set_real_ip_from')
    return /^[\da-f.:/]+$/i.test(first.text) ? [] : put(first, loopback(first.text));
  if (d.name === 'resolver') {
    return d.args.filter((w) => !/^\w+=/.test(w.text)).flatMap((w) => put(w, loopback(w.text)));
  }
  if (socketPasses.has(d.name)) {
    if (!fixed || upstreams.has(first.text)) return [];
    const there = loopback(first.text);
    return put(first, /:\d+$/.test(there) || there.startsWith('unix:') ? there : `${there}:9000`);
  }
  if (d.name === 'proxy_pass' || d.name === 'grpc_pass') {
    const [, scheme = '', host = '', rest = ''] = /^(\w+:\/\/)?([^/?]*)(.*)$/s.exec(first.text) ?? [];
    if (!fixed || upstreams.has(host) || host.startsWith('unix:')) return [];
    return put(first, scheme + loopback(host) + rest);
  }
  return [];
}

/** The host part becomes this machine; the port stays. Addresses are left alone. */
function loopback(hostAndPort: string): string {
  return address.test(hostAndPort) ? hostAndPort : hostAndPort.replace(/^[^:]*/, '127.0.0.1');
}

function includeTarget(path: string, around: Surroundings): string {
  const within = around.include?.(path);
  if (within !== undefined) return within;
  // A pattern without a match is no error, and the machine's own /etc/nginx must not answer it.
  if (/[*?[]/.test(path)) return path.startsWith('/') ? './judge-nothing/*.conf' : path;
  const stock = `/etc/nginx/${path.replace(/^.*\//, '')}`;
  return /\/(mime\.types|[a-z]+_params|fastcgi\.conf|koi-\w+|win-utf)$/.test(stock) && existsSync(stock)
    ? stock
    : standIns.empty;
}
