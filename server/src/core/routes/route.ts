import type { Answer } from '../model/respond.ts';
import type { Scope } from '../model/scope.ts';

/** A request as route matchers see it. */
export interface RequestParts {
  readonly method: string;
  readonly scheme: string;
  /** In lower case, without port. */
  readonly host: string;
  readonly port: number;
  /** As sent, without query. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What a route does with a request that it takes; `upstream` forwards it. */
export type RouteAnswer =
  | { readonly kind: 'upstream' }
  | {
      readonly kind: 'gateway';
      readonly status: number;
      /** What the route itself sends before header instructions run (a direct response's own headers). */
      readonly headers?: Answer['headers'];
    }
  /** Something outside the configuration decides. */
  | { readonly kind: 'unknown' };

/** A scope together with the requests that it answers. */
export interface Route {
  readonly scope: Scope;
  /** `undefined`: something outside the configuration decides. */
  readonly matches: (request: RequestParts) => boolean | undefined;
  readonly answer: (request: RequestParts) => RouteAnswer;
}

/** The parts of an absolute http url; `undefined` where it is none. */
export function requestParts(
  url: string,
  method = 'GET',
  headers: RequestParts['headers'] = [],
): RequestParts | undefined {
  const [, scheme, authority = '', port, path = '', query = ''] =
    /^(https?):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  if (scheme === undefined || authority === '') return undefined;
  const hostHeader = headers.findLast(([name]) => name.toLowerCase() === 'host')?.[1];
  return {
    method: method.toUpperCase(),
    scheme: scheme.toLowerCase(),
    host: (hostHeader ?? authority).toLowerCase().replace(/:\d*$/, ''),
    port: port === undefined ? (scheme.toLowerCase() === 'https' ? 443 : 80) : Number(port),
    path: path === '' ? '/' : path,
    query,
    headers,
  };
}

/** The values of a request header, in order. */
export function requestHeader(request: RequestParts, name: string): readonly string[] {
  const lower = name.toLowerCase();
  return request.headers.filter(([each]) => each.toLowerCase() === lower).map(([, value]) => value);
}
