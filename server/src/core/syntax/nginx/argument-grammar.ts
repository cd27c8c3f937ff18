/** What the arguments of a directive must look like; each is the index of the first bad one, or -1. */
export type ArgumentCheck = (args: readonly string[]) => number;

/** Every argument from `from` on matches. */
function each(from: number, pattern: RegExp): ArgumentCheck {
  return (args) => args.findIndex((arg, i) => i >= from && !pattern.test(arg) && !arg.includes('$'));
}

/** Every argument but the last matches; the last is free unless `last` says more. */
function allButLast(pattern: RegExp, last = /^/): ArgumentCheck {
  return (args) =>
    args.findIndex((arg, i) => !(i < args.length - 1 ? pattern : last).test(arg) && !arg.includes('$'));
}

/** With two arguments the first has to match. */
function firstOfTwo(pattern: RegExp): ArgumentCheck {
  return (args) => (args.length === 2 && !pattern.test(args[0] ?? '') && !args[0]?.includes('$') ? 0 : -1);
}

// Words of ngx_conf_bitmask_t tables are compared without regard to case (ngx_conf_set_bitmask_slot).
const protocols = each(0, /^(SSLv[23]|TLSv1(\.[123])?)$/i);
const nextUpstream = each(
  0,
  /^(error|timeout|denied|invalid_header|invalid_response|not_found|non_idempotent|updating|http_\d{3}|off)$/i,
);
const methods =
  /^(GET|HEAD|POST|PUT|DELETE|MKCOL|COPY|MOVE|OPTIONS|PROPFIND|PROPPATCH|LOCK|UNLOCK|PATCH|TRACE|CONNECT)$/i;
const keyed = /^\w+=/;
const seconds = /^\d[\w ]*$/;

const checks: Readonly<Record<string, ArgumentCheck>> = {
  listen: each(
    1,
    /^(default_server|default|ssl|http2|spdy|quic|proxy_protocol|deferred|bind|reuseport|multipath|udp|(backlog|rcvbuf|sndbuf|setfib|fastopen|accept_filter|ipv6only|so_keepalive)=.*)$/,
  ),
  server: each(1, /^(backup|down|resolve|drain|\w+=.*)$/),
  access_log: each(2, /^(gzip|(gzip|buffer|flush|if)=.*)$/),
  error_log: each(1, /^(debug\w*|info|notice|warn|error|crit|alert|emerg)$/),
  error_page: allButLast(/^(\d{3}|=\d*)$/),
  add_header: each(2, /^always$/),
  add_trailer: each(2, /^always$/),
  rewrite: each(2, /^(last|break|redirect|permanent)$/),
  return: firstOfTwo(/^\d{1,3}$/),
  location: firstOfTwo(/^(=|~|~\*|\^~)$/),
  expires: firstOfTwo(/^modified$/),
  proxy_redirect: firstOfTwo(/^(?!(off|default)$)/),
  proxy_cookie_domain: firstOfTwo(/^(?!off$)/),
  proxy_cookie_path: firstOfTwo(/^(?!off$)/),
  limit_except: each(0, methods),
  limit_req: each(0, /^(zone=.*|burst=.*|delay=.*|nodelay)$/),
  open_file_cache: each(0, /^((max|inactive)=.*|off)$/),
  open_log_file_cache: each(0, /^((max|inactive|min_uses|valid)=.*|off)$/),
  ssl_certificate_cache: each(0, /^((max|inactive|valid)=.*|off)$/),
  keepalive_timeout: each(0, seconds),
  keepalive_disable: each(0, /^(none|msie6|safari)$/i),
  disable_symlinks: each(0, /^(off|on|if_not_owner|from=.*)$/),
  gzip_proxied: each(0, /^(off|expired|no-cache|no-store|private|no_last_modified|no_etag|auth|any)$/i),
  hash: each(1, /^consistent$/),
  random: each(0, /^(two|least_conn|least_time(=.*)?)$/),
  zone: each(1, /^\d+[kKmM]?$/),
  thread_pool: each(1, keyed),
  worker_cpu_affinity: each(0, /^(auto|[01]+)$/),
  dav_methods: each(0, /^(off|put|delete|mkcol|copy|move)$/i),
  dav_access: each(0, /^(user|group|all):/),
  ssl_session_cache: each(0, /^(off|none|builtin(:\d+)?|shared:.*)$/),
  client_body_temp_path: each(1, /^\d$/),
};

/** The same for each of the modules that talk to a service behind: `proxy_`, `fastcgi_`, … */
const upstreamChecks: Readonly<Record<string, ArgumentCheck>> = {
  next_upstream: nextUpstream,
  cache_use_stale: nextUpstream,
  cache_methods: each(0, /^(GET|HEAD|POST)$/i),
  cache_valid: allButLast(/^(any|\d{3})$/, seconds),
  cache_path: each(1, keyed),
  ignore_headers: each(
    0,
    /^(X-Accel-(Redirect|Expires|Limit-Rate|Buffering|Charset)|Expires|Cache-Control|Set-Cookie|Vary|)$/i,
  ),
  store_access: each(0, /^(user|group|all):/),
  temp_path: each(1, /^\d$/),
  bind: each(1, /^transparent$/),
  param: each(2, /^if_not_empty$/),
  ssl_protocols: protocols,
};

const upstreamModule = /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached|tunnel)_/;

/**
 * The index of the first argument that nginx itself refuses whatever the context, or -1: keywords where only keywords
 * may stand. Arguments with a `$` are taken on trust, for nginx or a template fills them in.
 */
export function impossibleArgument(name: string, args: readonly string[]): number {
  return argumentCheck(name)?.(args) ?? -1;
}

/** The same for all directives of a name; `undefined` where any argument will do. */
export function argumentCheck(name: string): ArgumentCheck | undefined {
  if (name === 'ssl_protocols') return protocols;
  if (Object.hasOwn(checks, name)) return checks[name];
  const key = upstreamModule.test(name) ? name.replace(upstreamModule, '') : '';
  return Object.hasOwn(upstreamChecks, key) ? upstreamChecks[key] : undefined;
}
