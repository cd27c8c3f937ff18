import type { Random } from '../../../nginx/generate/random.ts';
import type { Fields, Json } from '../support/render.ts';
import { ENVOY_GATEWAY, GATEWAY_API, type Edge } from './gateway.ts';
import { modifier } from './headers.ts';

/** Envoy Gateway's policies on the Gateway, its listeners, and routes of these names. */
export function policies(random: Random, routes: readonly string[], edge: Edge): readonly Fields[] {
  return [
    ...(random.chance(0.4) ? [clientTraffic(random, 'client', edge, 0.25)] : []),
    ...(random.chance(0.15) ? [clientTraffic(random, 'client-b', edge, 0.6)] : []),
    ...(random.chance(0.25) ? [backendTraffic(random, 'backend', routes)] : []),
    ...(random.chance(0.1) ? [backendTraffic(random, 'backend-b', routes)] : []),
    ...(random.chance(0.12) ? [security(random, routes)] : []),
    ...(random.chance(0.05) ? [extension(random, routes)] : []),
    ...(random.chance(0.04) ? [patch()] : []),
  ];
}

function policy(kind: string, name: string, spec: Fields): Fields {
  return {
    apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
    kind,
    metadata: { name, namespace: 'default' },
    spec,
  };
}

function target(kind: string, name: string, section?: string): Json {
  return { group: GATEWAY_API, kind, name, ...(section !== undefined && { sectionName: section }) };
}

function clientTraffic(random: Random, name: string, { listeners }: Edge, onSection: number): Fields {
  const section = random.chance(onSection) ? random.any([...listeners, 'nowhere']) : undefined;
  const lateResponseHeaders = {
    ...modifier(random, ['set', 'add', 'addIfAbsent', 'remove']),
    ...(random.chance(0.15) && {
      removeOnMatch: [
        random.pick<Json>([
          { type: 'Prefix', value: 'x-frame' },
          { type: 'Exact', value: 'content-security-policy' },
          { type: 'Suffix', value: '-options' },
        ]),
      ],
    }),
  };
  return policy('ClientTrafficPolicy', name, {
    targetRefs: [target('Gateway', 'edge', section)],
    headers: random.chance(0.85)
      ? { lateResponseHeaders }
      : { earlyRequestHeaders: { set: [{ name: 'X-Frame-Options', value: 'DENY' }] } },
  });
}

function anyTarget(random: Random, routes: readonly string[]): Json {
  return random.chance(0.3) ? target('Gateway', 'edge') : target('HTTPRoute', random.any(routes) ?? 'shop');
}

function backendTraffic(random: Random, name: string, routes: readonly string[]): Fields {
  const statusCodes = random.pick<Json>([
    [{ type: 'Value', value: 404 }],
    [{ type: 'Range', range: { start: 500, end: 599 } }],
    [{ value: 404 }, { value: 500 }],
  ]);
  return policy('BackendTrafficPolicy', name, {
    targetRefs: [anyTarget(random, routes)],
    responseOverride: [
      {
        match: { statusCodes },
        response: {
          ...(random.chance(0.3) && { statusCode: random.pick([200, 404, 503]) }),
          contentType: 'text/html',
          body: { type: 'Inline', inline: '<p>sorry</p>' },
          ...(random.chance(0.6) && { header: modifier(random, ['set', 'add']) }),
        },
      },
    ],
  });
}

function security(random: Random, routes: readonly string[]): Fields {
  return policy('SecurityPolicy', 'origins', {
    targetRefs: [anyTarget(random, routes)],
    cors: { allowOrigins: ['https://shop.example'], allowMethods: ['GET', 'POST'] },
  });
}

function extension(random: Random, routes: readonly string[]): Fields {
  const inline = "function envoy_on_response(handle) handle:headers():replace('X-Frame-Options', 'LUA') end";
  return policy('EnvoyExtensionPolicy', 'script', {
    targetRefs: [anyTarget(random, routes)],
    lua: [{ type: 'Inline', inline }],
  });
}

function patch(): Fields {
  return policy('EnvoyPatchPolicy', 'patch', {
    targetRef: target('Gateway', 'edge'),
    type: 'JSONPatch',
    jsonPatches: [
      {
        type: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
        name: 'default/edge/http',
        operation: {
          op: 'add',
          path: '/response_headers_to_add',
          value: [{ header: { key: 'X-Frame-Options', value: 'PATCHED' } }],
        },
      },
    ],
  });
}
