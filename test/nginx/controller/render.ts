// The configuration that the controller writes of its objects: those parts of its templates that decide about headers and about
// the way of a request (nginx.tmpl, nginx.virtualserver.tmpl, nginx.ingress.tmpl of version 5.5).
import { renderIngresses } from './render-ingress.ts';
import { renderServer } from './render-server.ts';
import type { Manifests } from './objects.ts';

export interface Surroundings {
  readonly port: number;
  /** Where all services answer. */
  readonly service: number;
  /** A socket on which 418 is answered. */
  readonly teapot: string;
}

export function renderController(manifests: Manifests, around: Surroundings): string {
  const { configMap, server } = manifests;
  const vs = renderServer(manifests, around);
  return `
events {}
http {
  access_log off;
  default_type application/octet-stream;
  upstream service { server 127.0.0.1:${around.service}; }
  ${configMap['http-snippets'] ?? ''}
  ${listed(configMap['add-header'])}
  map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }
  ${vs.outside}
  ${server['http-snippets'] ?? ''}
  server { listen unix:${around.teapot}; access_log off; return 418; }
  server { listen ${around.port} default_server; server_name _; location / { return 404; } }
  ${vs.server}
  ${renderIngresses(manifests, around)}
}
`;
}

/** ParseAddHeaders and what the templates make of it. */
export function listed(text = ''): string {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', value = '', flag = ''] = entry.split(':').map((part) => part.trim());
      return `add_header ${name} ${quoted(value)}${flag.toLowerCase() === 'always' ? ' always' : ''};`;
    })
    .join('\n');
}

/** Go's %q. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export const CORS_LINES: readonly { readonly name: string; readonly value: string }[] = [
  { name: 'Access-Control-Allow-Origin', value: '*' },
  { name: 'Access-Control-Allow-Methods', value: 'GET' },
];

export const HSTS = `set $hsts_header_val "";
  proxy_hide_header Strict-Transport-Security;
  if ($http_x_forwarded_proto = 'https') { set $hsts_header_val "max-age=31536000"; }
  add_header Strict-Transport-Security "$hsts_header_val" always;`;

export function preflight(lines: readonly { readonly name: string; readonly value: string }[]): string {
  return `if ($request_method = 'OPTIONS') {
    ${lines.map(({ name, value }) => `add_header ${name} ${quoted(value)};`).join('\n')}
    add_header Content-Type text/plain;
    add_header Content-Length 0;
    return 204;
  }`;
}
