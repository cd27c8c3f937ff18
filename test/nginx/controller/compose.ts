import { stringify } from 'yaml';
import type { Random } from '../../conformance/nginx/generate/random.ts';
import { between, oneOf, sample } from './choices.ts';
import {
  POLICIES,
  type Action,
  type AddHeader,
  type Condition,
  type ErrorPage,
  type Ingress,
  type Manifests,
  type Route,
  type Split,
} from './objects.ts';

export const HOSTS = ['cafe.example', 'shop.example', 'merged.example', 'nobody.example'] as const;

const NAMES = ['X-Frame-Options', 'Content-Security-Policy', 'X-Test', 'Cache-Control'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'X-Frame-Options': ['DENY', 'SAMEORIGIN', 'ALLOW-FROM https://a.example'],
  'Content-Security-Policy': ["frame-ancestors 'self'", "default-src 'self'"],
  'X-Test': ['one', 'two', '${http_x_version}'],
  'Cache-Control': ['no-store'],
};
export const PATHS = ['/', '/a', '/a/b', '/a/', '/b/', '/c'];
const PATTERNS = ['~ ^/a', '~* \\.HTML$', '=/a', '= /a/b', '^~ /c/', '~ ^/internal', '~ /$'];

/** Manifests that a seed names. */
export function composeManifests(random: Random): Manifests {
  const paths = sample(random, [...PATHS, ...PATTERNS], between(random, 2, 6));
  const routes: Record<string, readonly Route[]> = {};
  const own = paths.map((path): Route => {
    if (!path.startsWith('/') || !random.chance(0.2)) return routeAt(path, random);
    const name = `r${Object.keys(routes).length}`;
    routes[name] = [routeAt(path, random), ...(path.endsWith('/') ? [routeAt(`${path}sub`, random)] : [])];
    return { path, route: name, ...settings(random) };
  });
  return {
    configMap: configMapOf(random),
    server: {
      host: HOSTS[0],
      ...(random.chance(0.15) && {
        tls: { redirect: { enable: true, code: 308, basedOn: 'x-forwarded-proto' } },
      }),
      ...(random.chance(0.3) && { policies: [{ name: oneOf(random, Object.keys(POLICIES)) }] }),
      ...(random.chance(0.15) && { 'http-snippets': snippet(random) }),
      ...(random.chance(0.3) && { 'server-snippets': snippet(random) }),
      upstreams: [{ name: 'app', service: 'app-svc', port: 80 }],
      routes: own,
    },
    routes,
    ingresses: [ingressOf('plain', HOSTS[1], random), ...mergeable(random)],
  };
}

function configMapOf(random: Random): Readonly<Record<string, string>> {
  return {
    'main-snippets': '',
    ...(random.chance(0.35) && { 'add-header': headerList(random) }),
    ...(random.chance(0.15) && { 'http-snippets': snippet(random) }),
    ...(random.chance(0.15) && { 'server-snippets': snippet(random) }),
    ...(random.chance(0.15) && { 'location-snippets': snippet(random) }),
    ...(random.chance(0.2) && { 'proxy-hide-headers': 'X-Test,X-Frame-Options' }),
  };
}

function header(random: Random): { readonly name: string; readonly value: string } {
  const name = oneOf(random, NAMES);
  return { name, value: oneOf(random, VALUES[name] ?? ['x']) };
}

function addHeader(random: Random): AddHeader {
  return { ...header(random), ...(random.chance(0.6) && { always: random.chance(0.8) }) };
}

function several<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: between(random, 1, most) }, make);
}

/** `Name: value: always, …`; a value has no colon, no comma and no variable there. */
function headerList(random: Random): string {
  return several(random, 2, () => header(random))
    .map(
      ({ name, value }) => `${name}: ${value.replace(/[:$].*/, '')}${random.chance(0.6) ? ': always' : ''}`,
    )
    .join(', ');
}

function snippet(random: Random): string {
  const lines = several(random, 2, () => {
    if (random.chance(0.25)) return `proxy_hide_header ${oneOf(random, NAMES)};`;
    const { name, value } = header(random);
    return `add_header ${name} "${value}"${random.chance(0.6) ? ' always' : ''};`;
  });
  return `${lines.join('\n')}\n`;
}

function action(random: Random): Action {
  const dice = between(random, 0, 9);
  if (dice < 2) return { pass: 'app' };
  if (dice < 3)
    return { redirect: { url: 'https://other.example/x', ...(random.chance(0.5) && { code: 302 }) } };
  if (dice < 5) {
    return {
      return: {
        body: 'hello',
        ...(random.chance(0.5) && { code: oneOf(random, [200, 201, 404, 503]) }),
        ...(random.chance(0.5) && { type: 'text/html' }),
        ...(random.chance(0.6) && {
          headers: several(random, 2, () => ({ ...header(random) })).map(({ name, value }) => ({
            name,
            value: value.replace('${http_x_version}', 'three'),
          })),
        }),
      },
    };
  }
  return {
    proxy: {
      upstream: 'app',
      responseHeaders: {
        ...(random.chance(0.4) && { hide: several(random, 2, () => oneOf(random, NAMES)) }),
        ...(random.chance(0.15) && { pass: ['X-Frame-Options'] }),
        ...(random.chance(0.8) && { add: several(random, 3, () => addHeader(random)) }),
      },
    },
  };
}

function splitsOf(random: Random): readonly Split[] {
  const weight = oneOf(random, [0, 50, 100]);
  return [
    { weight, action: action(random) },
    { weight: 100 - weight, action: action(random) },
  ];
}

function condition(random: Random): Condition {
  const value = oneOf(random, ['v1', '!v1', 'default', '~^v', '']);
  switch (between(random, 0, 3)) {
    case 0:
      return { header: 'x-version', value };
    case 1:
      return { cookie: 'user', value };
    case 2:
      return { argument: 'arg1', value };
    default:
      return { variable: '$request_method', value: oneOf(random, ['POST', '!POST']) };
  }
}

/** What a route may have beside what it answers with. */
function settings(random: Random): Partial<Route> {
  return {
    ...(random.chance(0.25) && { errorPages: several(random, 2, () => errorPage(random)) }),
    ...(random.chance(0.2) && { policies: [{ name: oneOf(random, Object.keys(POLICIES)) }] }),
    ...(random.chance(0.25) && { 'location-snippets': snippet(random) }),
  };
}

function errorPage(random: Random): ErrorPage {
  const codes = [oneOf(random, [404, 500, 503]), 502];
  if (random.chance(0.3)) return { codes, redirect: { url: 'https://other.example/error' } };
  return {
    codes,
    return: {
      body: 'sorry',
      ...(random.chance(0.5) && { code: 200 }),
      ...(random.chance(0.6) && { headers: [{ name: 'X-Frame-Options', value: 'DENY' }] }),
    },
  };
}

function routeAt(path: string, random: Random): Route {
  const rest = settings(random);
  const answer = random.chance(0.25) ? { splits: splitsOf(random) } : { action: action(random) };
  if (!random.chance(0.3)) return { path, ...rest, ...answer };
  const matches = several(random, 2, () => ({
    conditions: several(random, 2, () => condition(random)),
    ...(random.chance(0.2) ? { splits: splitsOf(random) } : { action: action(random) }),
  }));
  return { path, ...rest, matches, ...answer };
}

function ingressPaths(random: Random): Ingress['paths'] {
  return sample(random, PATHS, between(random, 1, 3)).map((path) => ({
    path,
    pathType: oneOf(random, ['Exact', 'Prefix', 'ImplementationSpecific'] as const),
    backend: { service: { name: 'app-svc', port: { number: 80 } } },
  }));
}

function ingressOf(name: string, host: string, random: Random, more: Record<string, string> = {}): Ingress {
  return {
    name,
    host,
    paths: ingressPaths(random),
    annotations: {
      'nginx.org/proxy-buffering': 'true',
      ...more,
      ...(random.chance(0.5) && { 'nginx.org/add-header': headerList(random) }),
      ...(random.chance(0.3) && { 'nginx.org/proxy-hide-headers': 'X-Frame-Options' }),
      ...(random.chance(0.1) && { 'nginx.org/proxy-pass-headers': 'X-Frame-Options' }),
      ...(random.chance(0.25) && { 'nginx.org/server-snippets': snippet(random) }),
      ...(random.chance(0.3) && { 'nginx.org/location-snippets': snippet(random) }),
      ...(random.chance(0.2) && { 'nginx.org/policies': 'cors' }),
      ...(random.chance(0.15) && { 'nginx.org/redirect-to-https': 'true' }),
      ...(random.chance(0.1) && { 'nginx.org/app-root': '/a' }),
      ...(random.chance(0.15) && {
        'nginx.org/path-regex': oneOf(random, ['case_sensitive', 'case_insensitive', 'exact']),
      }),
    },
  };
}

function mergeable(random: Random): readonly Ingress[] {
  const kind = 'nginx.org/mergeable-ingress-type';
  const master = ingressOf('master', HOSTS[2], random, { [kind]: 'master' });
  const minion = ingressOf('minion', HOSTS[2], random, { [kind]: 'minion' });
  return [{ ...master, paths: [] }, minion];
}

/** The manifests as a person would apply them. */
export function manifestText({ configMap, server, routes, ingresses }: Manifests): string {
  const named = (name: string): object => ({ name, namespace: 'shop' });
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'nginx-config', namespace: 'nginx-ingress' },
      data: configMap,
    },
    { apiVersion: 'k8s.nginx.org/v1', kind: 'VirtualServer', metadata: named('cafe'), spec: server },
    ...Object.entries(routes).map(([name, subroutes]) => ({
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'VirtualServerRoute',
      metadata: named(name),
      spec: { host: server.host, upstreams: server.upstreams, subroutes },
    })),
    ...Object.entries(POLICIES).map(([name, spec]) => ({
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'Policy',
      metadata: named(name),
      spec,
    })),
    ...ingresses.map(({ name, host, paths, annotations }) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { ...named(name), annotations },
      spec: { ingressClassName: 'nginx', rules: [{ host, ...(paths.length > 0 && { http: { paths } }) }] },
    })),
  ];
  return objects.map((object) => `---\n${stringify(object)}`).join('');
}
