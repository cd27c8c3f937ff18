import type { Engine } from '../frame-policy/engine.ts';
import { UNKNOWN } from '../frame-policy/header-text.ts';
import { isDefaultPort, parseOrigin, sameOrigin, type OriginTuple } from './origin.ts';
import { isIpAddress, parseSource, type HostSource, type ParsedSource } from './sources.ts';

/** CSP3 6.4.2: whether an ancestor's origin matches at least one source. An empty list matches nobody. */
export function matchesSources(
  sources: readonly string[],
  ancestor: string,
  target: string,
  engine: Engine,
): boolean {
  const from = parseOrigin(ancestor);
  const self = parseOrigin(target);
  return sources.some((source) => matches(parseSource(source), from, self, engine));
}

function matches(
  source: ParsedSource,
  from: OriginTuple | undefined,
  self: OriginTuple | undefined,
  engine: Engine,
): boolean {
  // The URL parser fails on an opaque origin's "null", so nothing matches; Firefox lets `*` through.
  if (from === undefined) return source.kind === 'any' && engine === 'firefox';
  switch (source.kind) {
    case 'any':
      return isHttp(from.scheme) || from.scheme === self?.scheme;
    case 'scheme':
      return schemeMatches(source.scheme, from.scheme);
    case 'keyword':
      return source.name === 'self' && isSelf(from, self);
    case 'host':
      return hostMatches(source, from, self, engine);
    // Nobody has a host of the name `self` or `none`.
    case 'unquoted':
    case 'invalid':
      return false;
  }
}

function isHttp(scheme: string): boolean {
  return scheme === 'http' || scheme === 'https';
}

/** CSP3 6.7.2.8: a scheme also matches its secure upgrade. */
function schemeMatches(pattern: string, scheme: string): boolean {
  return pattern === scheme || (pattern === 'http' && scheme === 'https');
}

/** CSP3 6.7.2.7 for `'self'`: the same origin, or its secure upgrade on the default port. */
function isSelf(from: OriginTuple, self: OriginTuple | undefined): boolean {
  if (self === undefined) return false;
  if (sameOrigin(from, self)) return true;
  const ports = from.port === self.port || (isDefaultPort(from) && isDefaultPort(self));
  return from.host === self.host && ports && from.scheme === 'https' && self.scheme === 'http';
}

function hostMatches(
  source: HostSource,
  from: OriginTuple,
  self: OriginTuple | undefined,
  engine: Engine,
): boolean {
  const scheme = source.scheme ?? self?.scheme;
  if (scheme === undefined || !schemeMatches(scheme, from.scheme)) return false;
  // CSP3 6.7.2.9: a host that is no domain never matches. Browsers compare IP addresses like names.
  if (engine === 'spec' && isIpAddress(from.host)) return false;
  // WebKit takes `*:port` without a scheme for nobody.
  if (engine === 'webkit' && source.host === '*' && source.scheme === undefined) return false;
  // An ancestor's path is `/`, so any other path matches nobody; Firefox does not look at it.
  if (source.path !== undefined && engine !== 'firefox') return false;
  // Outside the grammar, so the specification drops it; browsers cut the query off.
  if (source.query && engine === 'spec') return false;
  return hostNameMatches(source.host, from.host) && portMatches(source.port, from);
}

function hostNameMatches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

function portMatches(port: string | undefined, from: OriginTuple): boolean {
  if (port === '*') return true;
  return port === undefined ? isDefaultPort(from) : Number(port) === from.port;
}

/** Whom a source list lets in, from nobody to everybody. */
export type Reach = 'deny' | 'same-origin' | 'allow-list' | 'open' | 'unknown';

/** Judged for the browser that lets most in: paths and queries are taken as absent. */
export function reachOf(sources: readonly string[]): Reach {
  let reach: Reach = 'deny';
  let unknown = false;
  for (const text of sources) {
    if (text.includes(UNKNOWN)) unknown = true;
    else {
      const next = reachOfSource(parseSource(text));
      if (reachRank[next] > reachRank[reach]) reach = next;
    }
  }
  return unknown && reach !== 'open' ? 'unknown' : reach;
}

function reachOfSource(source: ParsedSource): Reach {
  switch (source.kind) {
    case 'any':
      return 'open';
    case 'scheme':
      if (isHttp(source.scheme)) return 'open';
      // The documents of these schemes are opaque or have their maker's origin, which is never of that scheme.
      return ['data', 'blob', 'about', 'filesystem'].includes(source.scheme) ? 'deny' : 'allow-list';
    case 'keyword':
      return source.name === 'self' ? 'same-origin' : 'deny';
    case 'host':
      // Whoever owns any host can serve from the port that is asked for.
      return source.host === '*' ? 'open' : 'allow-list';
    case 'unquoted':
    case 'invalid':
      return 'deny';
  }
}

export const reachRank: Readonly<Record<Reach, number>> = {
  deny: 0,
  'same-origin': 1,
  'allow-list': 2,
  open: 3,
  unknown: 3,
};
