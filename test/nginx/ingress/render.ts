// What ingress-nginx makes of Ingresses, written from its template (rootfs/etc/nginx/template/nginx.tmpl) and the merging
// in internal/ingress/controller, without anything of ours: what a real nginx answers with it judges our predictions.
import type { Sample, SampleIngress, SamplePath } from './manifest.ts';

interface Location {
  readonly path: string;
  readonly exact: boolean;
  readonly ingress: SampleIngress;
  readonly isDefault: boolean;
}

/** @param backend the port of the service behind all paths */
export function nginxConf({ ingresses, settings, maps }: Sample, backend: number): string {
  const headers = maps[(settings['add-headers'] ?? '').replace('shop/', '')] ?? {};
  const hosts = [...new Set(ingresses.map(({ host }) => host))];
  const servers = [...hosts.filter((host) => host !== undefined), undefined].map((host) =>
    serverText(
      host,
      ingresses.filter((each) => each.host === host),
      { settings, maps, backend, ingresses },
    ),
  );
  return `events {}
http {
access_log off;
geo $literal_dollar { default "$"; }
${moreSet(headers)}
${list(settings['hide-headers'])
  .map((name) => `proxy_hide_header ${name};`)
  .join('\n')}
${settings['http-snippet'] ?? ''}
${servers.join('\n')}
}
`;
}

type Around = Pick<Sample, 'settings' | 'maps' | 'ingresses'> & { readonly backend: number };

function moreSet(headers: Readonly<Record<string, string>>, escape = false): string {
  return Object.keys(headers)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const line = `${name}: ${headers[name] ?? ''}`;
      return `more_set_headers ${JSON.stringify(escape ? line.replaceAll('$', '${literal_dollar}') : line)};`;
    })
    .join('\n');
}

function list(text = ''): readonly string[] {
  return text.split(',').filter((each) => each !== '');
}

function serverText(host: string | undefined, own: readonly SampleIngress[], around: Around): string {
  const name =
    host === undefined
      ? '_'
      : host.startsWith('*.')
        ? `~^(?<subdomain>[\\w-]+)\\.${host.slice(2).replaceAll('.', '\\.')}$`
        : host;
  const snippet = own.find(({ annotations }) => annotations['server-snippet'] !== undefined);
  const isDefault = host === undefined ? ' default_server' : '';
  const locations = locationsOf(own);
  const isPattern = locations.some(patterned);
  return `server {
server_name "${name}";
listen 80${isDefault};
listen 443 ssl${isDefault};
ssl_certificate c.pem;
ssl_certificate_key c.pem;
${snippet?.annotations['server-snippet'] ?? ''}
${locations.map((each) => locationText(each, isPattern, around)).join('\n')}
${own.length === 0 ? `location / { ${around.settings['location-snippet'] ?? ''} return 404; }` : ''}
${around.settings['server-snippet'] ?? ''}
}`;
}

/** Every host has a location for what no path takes, with the annotations of its first Ingress; the default one has none. */
function locationsOf(own: readonly SampleIngress[]): readonly Location[] {
  const [first] = own;
  if (first === undefined) return [];
  const bare = first.host === undefined ? { ...first, annotations: {}, tls: false } : first;
  const found: Location[] = [{ path: '/', exact: false, ingress: bare, isDefault: true }];
  for (const ingress of own) {
    for (const item of ingress.paths) add(found, item, ingress);
  }
  const sorted = found
    .toSorted((a, b) => (a.path > b.path ? -1 : a.path < b.path ? 1 : 0))
    .toSorted((a, b) => b.path.length - a.path.length);
  const exact = new Set(sorted.filter((each) => each.exact).map(({ path }) => path));
  return sorted.flatMap((each): readonly Location[] => {
    if (each.path === '/' || each.exact || patterned(each)) return [each];
    const prefix = { ...each, path: each.path.endsWith('/') ? each.path : `${each.path}/` };
    return exact.has(each.path) ? [prefix] : [prefix, { ...each, exact: true }];
  });
}

function add(found: Location[], { path, type }: SamplePath, ingress: SampleIngress): void {
  const exact = type === 'Exact';
  const index = found.findIndex((each) => each.path === path);
  const there = found[index];
  const mine = { path, exact, ingress, isDefault: false };
  if (there?.exact !== exact) found.push(mine);
  else if (there.isDefault) found[index] = mine;
}

function patterned({ ingress: { annotations }, path }: Location): boolean {
  const target = annotations['rewrite-target'] ?? '';
  return (target !== '' && target !== path) || annotations['use-regex'] === 'true';
}

function locationText(location: Location, isPattern: boolean, { settings, maps, backend }: Around): string {
  const { path, exact, ingress, isDefault } = location;
  const { annotations } = ingress;
  const head = isPattern ? `~* "^${path}"` : exact ? `= "${path}"` : `"${path}"`;
  const root = annotations['app-root'];
  const toRoot = root === undefined ? '' : `if ($uri = /) { return 302 $scheme://$http_host${root}; }`;
  const custom = annotations['custom-headers'];
  const given = custom === undefined ? {} : maps[custom.replace('shop/', '')];
  const allowed = list(settings['global-allowed-response-headers']);
  if (given === undefined || Object.keys(given).some((name) => !allowed.includes(name))) {
    return `${toRoot}\nlocation ${head} { return 503; }`;
  }
  const auth = annotations['auth-url'] !== undefined;
  const authPath = `/_external-auth-${Buffer.from(`${path} ${String(exact)}`).toString('hex')}`;
  const redirect = annotations['permanent-redirect'];
  const target = annotations['rewrite-target'];
  const lines = [
    list(annotations['denylist-source-range'])
      .map((range) => `deny ${range};`)
      .join('\n'),
    annotations['enable-cors'] === 'true' ? CORS : '',
    auth
      ? `auth_request ${authPath};\nauth_request_set $auth_cookie $upstream_http_set_cookie;\nadd_header Set-Cookie $auth_cookie;`
      : '',
    annotations['configuration-snippet'] ?? '',
    settings['location-snippet'] ?? '',
    moreSet(given, true),
    redirect === undefined || isDefault ? '' : `return 301 ${redirect};`,
    ingress.tls && annotations['ssl-redirect'] !== 'false'
      ? 'if ($scheme = http) { return 308 https://$host$request_uri; }'
      : '',
    target === undefined || !patterned(location) ? '' : `rewrite "(?i)${path}" ${target} break;`,
    isDefault ? 'return 404;' : `proxy_pass http://127.0.0.1:${backend};`,
  ];
  return `${toRoot}
${auth ? `location = ${authPath} { internal; return 200; }` : ''}
location ${head} {
${lines.filter((line) => line !== '').join('\n')}
}`;
}

const CORS = `set $cors 'true';
if ($request_method = 'OPTIONS') { set $cors \${cors}options; }
if ($cors = "true") { more_set_headers 'Access-Control-Allow-Origin: *'; }
if ($cors = "trueoptions") { more_set_headers 'Access-Control-Allow-Origin: *'; return 204; }`;
