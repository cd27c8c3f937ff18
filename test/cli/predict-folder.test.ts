import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PredictionsJson } from '../../server/src/cli/reporters/predictions-json.ts';
import { folder, invoke } from './support/invoke.ts';

const virtualService = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  gateways: [edge]
  hosts: [shop.example.org]
  http:
    - route:
        - destination: { host: shop }
      headers:
        response:
          set: { X-Frame-Options: DENY }
`;
const httpRoute = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: blog }
spec:
  parentRefs: [{ name: gw }]
  hostnames: [blog.example.org]
  rules:
    - backendRefs: [{ name: blog, port: 80 }]
`;
const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw }
spec:
  gatewayClassName: eg
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`;
const routers = `http:
  routers:
    docs: { rule: Host(\`docs.example.org\`), service: docs, middlewares: [guard] }
  services: { docs: { loadBalancer: { servers: [{ url: "http://docs" }] } } }
`;
const middlewares = `http:
  middlewares: { guard: { headers: { customFrameOptionsValue: SAMEORIGIN } } }
`;
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\n';

const upstream = { status: 200, headers: [] };

/** `status: X-Frame-Options` of each host, `?` where that is not complete. */
async function answers(path: string, cwd: string, hosts: readonly string[]): Promise<readonly string[]> {
  const requests = hosts.map((host) => ({ url: `http://${host}.example.org/`, upstream }));
  const { code, stdout, stderr } = await invoke(['headers', path, '--requests', '-'], {
    cwd,
    stdin: JSON.stringify(requests),
  });
  assert.deepEqual([code, stderr], [0, '']);
  const { responses } = JSON.parse(stdout) as PredictionsJson;
  return responses.map(({ status, complete, headers }) => {
    const sent = headers.find(({ name }) => name === 'X-Frame-Options')?.values.join() ?? '-';
    return `${status ?? '?'} ${sent}${complete ? '' : '?'}`;
  });
}

test('a folder of gateway YAML answers from all of its files', async (t) => {
  const cwd = folder(t, {
    'a/routers.yml': routers,
    'b/middlewares.yml': middlewares,
    'c/app.yaml': deployment,
  });
  assert.deepEqual(await answers('.', cwd, ['docs', 'none']), ['200 SAMEORIGIN', '404 -']);
});

test('of several formats in a folder, the one with a route answers', async (t) => {
  const cwd = folder(t, {
    'gateway/gateway.yaml': gateway,
    'gateway/routes.yaml': httpRoute,
    'mesh/shop.yaml': virtualService,
    'traefik/routers.yml': routers,
    'traefik/middlewares.yml': middlewares,
  });
  const found = await answers('.', cwd, ['shop', 'docs']);
  assert.deepEqual(found, ['200 DENY', '200 SAMEORIGIN']);
  assert.match((await answers('.', cwd, ['blog']))[0] ?? '', /^200 -/);
});

test('also where they stand in one file, whether it is named or its folder', async (t) => {
  const cwd = folder(t, {
    'all.yaml': `${httpRoute}---\n${gateway}---\n${virtualService}---\n${deployment}`,
  });
  for (const path of ['.', 'all.yaml']) {
    assert.deepEqual(await answers(path, cwd, ['shop', 'none']), ['200 DENY', '404 -'], path);
  }
});

test('a host that two formats serve is not said for certain', async (t) => {
  const cwd = folder(t, {
    'shop.yaml': virtualService,
    'routers.yml': routers.replaceAll('docs.example', 'shop.example'),
    'middlewares.yml': middlewares,
  });
  assert.match((await answers('.', cwd, ['shop']))[0] ?? '', /\?$/);
});

test('an nginx.conf that lies in the folder is the configuration', async (t) => {
  const nginx =
    'events {}\nhttp { server { listen 80; add_header X-Frame-Options DENY always; return 200 x; } }\n';
  const cwd = folder(t, { 'nginx.conf': nginx, 'shop.yaml': virtualService });
  assert.deepEqual(await answers('.', cwd, ['none']), ['200 DENY']);
});

test('what scopes send, and findings, are told of all formats of a folder', async (t) => {
  const cwd = folder(t, {
    'conf/nginx.conf': 'events {}\nhttp { server { server_name files; root /srv; } }\n',
    'all.yaml': `${httpRoute}---\n${virtualService}`,
    'traefik/routers.yml': routers,
    'traefik/middlewares.yml': middlewares,
  });
  const { stdout } = await invoke(['headers', '.'], { cwd });
  for (const label of ['server files', 'HTTPRoute blog', 'VirtualService shop', 'router docs'])
    assert.equal(
      stdout.match(new RegExp(`^.*${label}.*all.yaml|^.*${label}.*(?:conf|yml)`, 'gm'))?.length,
      1,
      label,
    );
  const { stdout: checked } = await invoke(['check', '.'], { cwd });
  assert.match(checked, /4 files: 0 errors, 2 warnings/);
});
