/**
 * What Traefik's decoder expects at each place of a dynamic configuration, as far as a framing header can get lost there.
 * `any`: not looked into. Source: pkg/config/dynamic of Traefik 3.7 (http_config.go, middlewares.go), and what 2.x had.
 */
export type Shape =
  | { readonly kind: 'any' | 'text' | 'bool' | 'number' | 'list' }
  /** Texts by name: `customResponseHeaders`. */
  | { readonly kind: 'texts' }
  | { readonly kind: 'map'; readonly of: Shape; readonly mayBeEmpty: boolean }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Field>; readonly mayBeEmpty: boolean };

export interface Field {
  /** In its usual spelling. */
  readonly name: string;
  readonly shape: Shape;
}

const ANY: Shape = { kind: 'any' };
const TEXT: Shape = { kind: 'text' };
const BOOL: Shape = { kind: 'bool' };
const NUMBER: Shape = { kind: 'number' };
const LIST: Shape = { kind: 'list' };
const TEXTS: Shape = { kind: 'texts' };

function struct(fields: Readonly<Record<string, Shape>>, mayBeEmpty = false): Shape {
  return { kind: 'struct', mayBeEmpty, fields: fieldsOf(fields) };
}

function fieldsOf(fields: Readonly<Record<string, Shape>>): ReadonlyMap<string, Field> {
  return new Map(Object.entries(fields).map(([name, shape]) => [name.toLowerCase(), { name, shape }]));
}

function each(names: string, shape: Shape): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, shape]));
}

export const HEADERS = struct({
  ...each('customRequestHeaders customResponseHeaders sslProxyHeaders', TEXTS),
  ...each(
    'accessControlAllowCredentials addVaryHeader stsIncludeSubdomains stsPreload forceSTSHeader frameDeny contentTypeNosniff browserXssFilter isDevelopment sslRedirect sslTemporaryRedirect sslForceHost',
    BOOL,
  ),
  ...each(
    'accessControlAllowHeaders accessControlAllowMethods accessControlAllowOriginList accessControlAllowOriginListRegex accessControlExposeHeaders allowedHosts hostsProxyHeaders',
    LIST,
  ),
  ...each('accessControlMaxAge stsSeconds', NUMBER),
  ...each(
    'customFrameOptionsValue customBrowserXSSValue contentSecurityPolicy contentSecurityPolicyReportOnly publicKey referrerPolicy permissionsPolicy featurePolicy sslHost accessControlAllowOrigin',
    TEXT,
  ),
});

/** The kinds of middleware by their names in lower case. */
export const MIDDLEWARE_KINDS: ReadonlyMap<string, Field> = fieldsOf({
  headers: HEADERS,
  chain: struct({ middlewares: LIST }),
  ...each(
    'addPrefix basicAuth buffering circuitBreaker compress contentType digestAuth encodedCharacters errors forwardAuth grpcWeb inFlightReq ipAllowList ipWhiteList passTLSClientCert plugin rateLimit redirectRegex redirectScheme replacePath replacePathRegex requestHeaderModifier responseHeaderModifier retry stripPrefix stripPrefixRegex',
    ANY,
  ),
});

/** An empty one is accepted, and is no middleware: its routers are off. */
const MIDDLEWARE: Shape = { kind: 'struct', mayBeEmpty: true, fields: MIDDLEWARE_KINDS };

const ROUTER = struct({
  ...each('entryPoints middlewares parentRefs', LIST),
  ...each('service rule ruleSyntax', TEXT),
  priority: NUMBER,
  ...each('tls observability', ANY),
});

const SERVICE = struct({
  middlewares: LIST,
  ...each('loadBalancer highestRandomWeight weighted mirroring failover', ANY),
});

const map = (of: Shape): Shape => ({ kind: 'map', of, mayBeEmpty: false });

/** Root names that are not known are ignored. */
export const DYNAMIC: ReadonlyMap<string, Field> = new Map([
  [
    'http',
    {
      name: 'http',
      shape: struct({
        routers: map(ROUTER),
        services: map(SERVICE),
        middlewares: map(MIDDLEWARE),
        serversTransports: ANY,
        models: ANY,
      }),
    },
  ],
  ...['tcp', 'udp', 'tls'].map((name): [string, Field] => [name, { name, shape: ANY }]),
]);

const ENTRY_POINT = struct(
  {
    ...each(
      'address allowACMEByPass reusePort asDefault transport proxyProtocol forwardedHeaders http2 http3 udp observability',
      ANY,
    ),
    http: struct({
      middlewares: LIST,
      ...each(
        'redirections tls encodeQuerySemicolons encodedCharacters sanitizePath maxHeaderBytes underscoreHeadersStrategy',
        ANY,
      ),
    }),
  },
  true,
);

/** Of the static configuration only what headers depend on; other parts are not looked into. */
export const STATIC: ReadonlyMap<string, Field> = new Map([
  ['entrypoints', { name: 'entryPoints', shape: { kind: 'map', of: ENTRY_POINT, mayBeEmpty: true } }],
]);
