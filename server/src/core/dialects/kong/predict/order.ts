import type { KongRoute } from '../model/config.ts';

/** A route with one of its paths: each is ordered by itself. */
export interface Candidate {
  readonly route: KongRoute;
  readonly path: string | undefined;
}

export function candidatesOf(routes: readonly KongRoute[]): readonly Candidate[] {
  return routes.flatMap((route): readonly Candidate[] =>
    route.match.paths.length === 0
      ? [{ route, path: undefined }]
      : route.match.paths.map((path) => ({ route, path })),
  );
}

/** What the routers order by, the weightiest first; a larger number comes first. */
type Weights = readonly number[];

/**
 * The traditional router: the number of criteria, which ones, plain hosts, headers, regular expressions and their
 * priority, the length of the path (kong/router/traditional.lua).
 */
export function traditional({ route: { match }, path }: Candidate): Weights {
  const { hosts, headers, methods, snis } = match;
  const bits =
    bit(hosts, 64) + bit(headers, 32) + (path === undefined ? 0 : 16) + bit(methods, 8) + bit(snis, 4);
  const isRegex = isRegexPath(path);
  const isWildcardPort = hosts.some((host) => /\*.*:\d+$|^[^*]*:\d+.*\*/.test(host));
  const sub = (isRegex ? 1 : 0) + (isPlain(hosts) ? 2 : 0) + (isWildcardPort ? 4 : 0);
  return [
    criteria(match, path),
    bits,
    sub,
    headers.length,
    isRegex ? match.regexPriority : 0,
    lengthOf(path),
  ];
}

/** The one that is the default since 3.0 (kong/router/transform.lua). */
export function compatible({ route: { match }, path }: Candidate): Weights {
  const isRegex = isRegexPath(path);
  return [
    criteria(match, path),
    isPlain(match.hosts) ? 1 : 0,
    match.headers.length,
    isRegex ? 1 : 0,
    isRegex ? match.regexPriority : 0,
    lengthOf(path),
  ];
}

/** In order; those in one group have no order that is known. */
export function inOrder(
  candidates: readonly Candidate[],
  weigh: (candidate: Candidate) => Weights,
): readonly (readonly Candidate[])[] {
  const groups = new Map<string, { readonly weights: Weights; readonly members: Candidate[] }>();
  for (const candidate of candidates) {
    const weights = weigh(candidate);
    const known = groups.get(weights.join(' '));
    if (known === undefined) groups.set(weights.join(' '), { weights, members: [candidate] });
    else known.members.push(candidate);
  }
  return [...groups.values()].toSorted((a, b) => compare(a.weights, b.weights)).map(({ members }) => members);
}

function compare(a: Weights, b: Weights): number {
  const index = a.findIndex((weight, each) => weight !== b[each]);
  return index < 0 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
}

function criteria({ hosts, headers, methods, snis }: KongRoute['match'], path: string | undefined): number {
  return (
    [hosts, headers, methods, snis].filter((list) => list.length > 0).length + (path === undefined ? 0 : 1)
  );
}

function bit(list: readonly unknown[], value: number): number {
  return list.length > 0 ? value : 0;
}

function isPlain(hosts: readonly string[]): boolean {
  return hosts.length > 0 && !hosts.some((host) => host.includes('*'));
}

function isRegexPath(path: string | undefined): boolean {
  return path?.startsWith('~') === true;
}

function lengthOf(path: string | undefined): number {
  return path === undefined || isRegexPath(path) ? 0 : path.length;
}
