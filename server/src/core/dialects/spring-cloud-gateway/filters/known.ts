/** The filters that come with the gateway and neither answer by themselves nor touch the answer's headers. */
export const NEUTRAL: ReadonlySet<string> = new Set([
  'AddRequestHeader',
  'AddRequestHeadersIfNotPresent',
  'AddRequestParameter',
  'CacheRequestBody',
  'MapRequestHeader',
  'ModifyRequestBody',
  'PrefixPath',
  'PreserveHostHeader',
  'RemoveRequestHeader',
  'RemoveRequestParameter',
  'RequestHeaderToRequestUri',
  'Retry',
  'RewriteLocationResponseHeader',
  'RewritePath',
  'RewriteRequestParameter',
  'SaveSession',
  'SetPath',
  'SetRequestHeader',
  'SetRequestHostHeader',
  'SetRequestUri',
  'StripPrefix',
  'StripContextPath',
]);

/** Those that need more on the class path, or a service of their own: whether they answer is not in the text. */
export const ELSEWHERE: ReadonlySet<string> = new Set([
  'CircuitBreaker',
  'FallbackHeaders',
  'Hystrix',
  'JsonToGrpc',
  'LocalResponseCache',
  'ModifyResponseBody',
  'RemoveJsonAttributesResponseBody',
  'RequestRateLimiter',
  'TokenRelay',
  'rateLimit',
  'lb',
]);

/** WebFlux's filters that WebMVC has under no name (org.springframework.cloud.gateway.server.mvc.filter.FilterFunctions). */
export const WEBFLUX_ONLY: ReadonlySet<string> = new Set([
  'CacheRequestBody',
  'JsonToGrpc',
  'PreserveHostHeader',
  'RequestRateLimiter',
  'SaveSession',
  'SecureHeaders',
]);

/**
 * How many parts a shortcut of WebMVC may have: as many as a method of FilterFunctions has parameters, or the gateway does
 * not start.
 */
export const MVC_PARTS: Readonly<Record<string, readonly number[]>> = {
  AddRequestHeader: [2],
  AddRequestParameter: [2],
  DedupeResponseHeader: [1, 2],
  MapRequestHeader: [2],
  PrefixPath: [1],
  RedirectTo: [2],
  RemoveRequestHeader: [1],
  RemoveRequestParameter: [1],
  RewriteLocationResponseHeader: [0, 4],
  RewritePath: [2],
  RewriteResponseHeader: [3],
  SetPath: [1],
  SetRequestHeader: [2],
  SetRequestHostHeader: [1],
  SetStatus: [1],
  StripPrefix: [0, 1],
};

/** Those that this dialect lowers. */
export const LOWERED: readonly string[] = [
  'AddResponseHeader',
  'SetResponseHeader',
  'RemoveResponseHeader',
  'DedupeResponseHeader',
  'RewriteResponseHeader',
  'SecureHeaders',
  'RedirectTo',
  'RequestSize',
  'RequestHeaderSize',
  'SetStatus',
];

/**
 * WebFlux fills in a route's variables in their arguments, and answers with a 500 where one is missing; WebMVC does so for
 * paths, and leaves headers as they are.
 */
export const EXPANDING: ReadonlySet<string> = new Set([
  'AddRequestHeader',
  'AddRequestHeadersIfNotPresent',
  'AddRequestParameter',
  'PrefixPath',
  'SetPath',
  'SetRequestHeader',
  'SetRequestHostHeader',
]);

/** Filters that write to the request, with what they set there. */
export const REQUEST_SIDE: ReadonlySet<string> = new Set([
  'AddRequestHeader',
  'AddRequestHeadersIfNotPresent',
  'MapRequestHeader',
  'SetRequestHeader',
]);

export function isKnown(name: string): boolean {
  return NEUTRAL.has(name) || ELSEWHERE.has(name) || LOWERED.includes(name);
}

/** The known name that an unknown one was meant as: other letters' case, a plural, a letter too few. */
export function meantFilter(name: string): string | undefined {
  const plain = simplified(name);
  return LOWERED.find((known) => simplified(known) === plain);
}

function simplified(name: string): string {
  return name
    .replaceAll(/[\s_-]/g, '')
    .replace(/s$/i, '')
    .toLowerCase();
}
