import type { HeaderSpec } from '../../model/header-spec.ts';

const manual = 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header';

/** What gateways tell the service behind of a request, with the variables that say it. */
export const requestHeaders: readonly HeaderSpec[] = [
  request(
    'Host',
    'The host that the client asked for; without it the service sees the name of the upstream.',
    [
      ['$host', 'The host as nginx understood it, without a port.'],
      ['$http_host', 'As the client sent it, port included.'],
      ['$proxy_host', 'The name in `proxy_pass`; the default.'],
    ],
  ),
  request('X-Real-IP', 'The address of the client.', [['$remote_addr', 'The address of the client.']]),
  request('X-Forwarded-For', 'The addresses that the request came through.', [
    ['$proxy_add_x_forwarded_for', 'What the client sent, and its own address behind it.'],
    ['$remote_addr', 'Only the address of the client: what it claims itself is dropped.'],
  ]),
  request('X-Forwarded-Proto', 'Whether the client used HTTP or HTTPS.', [['$scheme', '`http` or `https`.']]),
  request('X-Forwarded-Host', 'The host that the client asked for.', [['$host', 'Without a port.']]),
  request('Upgrade', 'The protocol to change to: WebSocket needs it, with `proxy_http_version 1.1`.', [
    ['$http_upgrade', 'As the client asked.'],
  ]),
  request('Connection', 'Goes with `Upgrade`; empty, it keeps connections to the upstream open.', [
    ['$connection_upgrade', 'From a `map` of `$http_upgrade`.'],
    ['""', 'Nothing: for `keepalive` upstreams.'],
    ['"upgrade"', 'For WebSocket alone.'],
  ]),
];

function request(name: string, summary: string, values: readonly (readonly [string, string])[]): HeaderSpec {
  return {
    name,
    summary,
    reference: manual,
    status: 'current',
    values: values.map(([text, doc]) => ({ text, doc })),
  };
}
