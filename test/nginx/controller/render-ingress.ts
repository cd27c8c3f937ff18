import type { Ingress, IngressPath, Manifests } from './objects.ts';
import { CORS_LINES, listed, preflight, quoted, type Surroundings } from './render.ts';

/** generateNginxCfg, generateNginxCfgForMergeableIngresses. */
export function renderIngresses({ ingresses, configMap }: Manifests, around: Surroundings): string {
  const kindOf = ({ annotations }: Ingress): string | undefined =>
    annotations['nginx.org/mergeable-ingress-type'];
  const minions = ingresses.filter((each) => kindOf(each) === 'minion');
  return ingresses
    .filter((each) => kindOf(each) !== 'minion')
    .map((master) => {
      const own =
        kindOf(master) === 'master'
          ? minions
              .filter(({ host }) => host === master.host)
              .flatMap((minion) => locations(minion, master, configMap))
          : locations(master, master, configMap);
      return server(master, own, configMap, around);
    })
    .join('\n');
}

function server(
  { annotations, host }: Ingress,
  locations: readonly string[],
  configMap: Manifests['configMap'],
  { port }: Surroundings,
): string {
  const names = (key: string): readonly string[] =>
    (annotations[`nginx.org/${key}`] ?? configMap[key] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  const root = annotations['nginx.org/app-root'];
  return `server {
  listen ${port};
  server_name ${host};
  ${names('proxy-hide-headers')
    .map((name) => `proxy_hide_header ${name};`)
    .join('\n')}
  ${names('proxy-pass-headers')
    .map((name) => `proxy_pass_header ${name};`)
    .join('\n')}
  ${listed(annotations['nginx.org/add-header'])}
  ${
    annotations['nginx.org/redirect-to-https'] === 'true'
      ? `if ($http_x_forwarded_proto = 'http') { return 301 https://$host$request_uri; }`
      : ''
  }
  ${annotations['nginx.org/server-snippets'] ?? configMap['server-snippets'] ?? ''}
  ${root === undefined ? '' : `if ($uri = /) { return 302 $scheme://$http_host${root}; }`}
  ${locations.join('\n')}
}`;
}

function locations(ingress: Ingress, master: Ingress, configMap: Manifests['configMap']): readonly string[] {
  const isMinion = ingress !== master;
  const { annotations } = ingress;
  const key = 'nginx.org/location-snippets';
  const snippet =
    annotations[key] ??
    (isMinion ? master.annotations[key] : undefined) ??
    configMap['location-snippets'] ??
    '';
  const policies = `${annotations['nginx.org/policies'] ?? ''},${master.annotations['nginx.org/policies'] ?? ''}`;
  const cors = policies.includes('cors') ? CORS_LINES : [];
  const own = isMinion ? listed(annotations['nginx.org/add-header']) : '';
  const inside = [...headersOf(own), ...cors];
  return ingress.paths.map(
    (path) => `location ${pathOf(path, annotations['nginx.org/path-regex'])} {
  proxy_http_version 1.1;
  ${snippet}
  proxy_set_header Host $host;
  proxy_pass http://service;
  ${own}
  ${cors.map(({ name, value }) => `add_header ${name} ${quoted(value)} always;`).join('\n')}
  ${cors.length > 0 ? preflight(inside) : ''}
}`,
  );
}

function headersOf(lines: string): readonly { readonly name: string; readonly value: string }[] {
  return [...lines.matchAll(/add_header (\S+) "([^"]*)"/g)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
}

/** generateIngressPath, makeLocationPath. */
function pathOf({ path, pathType }: IngressPath, regex: string | undefined): string {
  const written = pathType === 'Exact' ? `= ${path}` : path;
  if (regex === 'case_sensitive') return `~ "^${written}"`;
  if (regex === 'case_insensitive') return `~* "^${written}"`;
  return regex === 'exact' ? `= "${written}"` : written;
}
