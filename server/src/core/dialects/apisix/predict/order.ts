import type { RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { isNormal, requestVariables } from '../read/variables.ts';
import type { RouteMatch, Router, Setup } from '../read/setup.ts';
import type { LoweredRoute } from '../lower/routes.ts';

/** A route for a request, in the order in which APISIX tries them. */
export interface Candidate {
  readonly route: LoweredRoute;
  readonly matches: Ternary;
}

interface Place {
  readonly route: LoweredRoute;
  readonly index: number;
  readonly matches: Ternary;
  /** Hosts as written: exact ones first, then the longest behind `*`, then routes without any. */
  readonly host: number;
  readonly isExact: boolean;
  readonly length: number;
  readonly priority: number;
  readonly key: string;
}

/**
 * An exact path comes first, then the longest prefix; among equal ones the higher priority, then the earlier in the file
 * (lua-resty-radixtree, `match_route`). With `radixtree_host_uri`, the router of a new installation, hosts are told apart
 * before that.
 */
export function candidates(
  setup: Setup,
  lowered: readonly LoweredRoute[],
  request: RequestParts,
  router: Router,
): readonly Candidate[] {
  const places = lowered
    .filter(({ isRefused }) => !isRefused || setup.kind !== 'standalone')
    .flatMap((route, index) =>
      placesOf(route, index, { router, isSaid: setup.router !== undefined }, request),
    )
    .toSorted((a, b) => compare(a, b) || a.index - b.index);
  // Only a file has an order of its own.
  const isOrdered = setup.kind === 'standalone';
  return places
    .filter(
      (place, position) =>
        places.findIndex((each) => each.route === place.route && each.matches === place.matches) === position,
    )
    .map((place) => {
      const isTied =
        !isOrdered &&
        places.some(
          (each) => each.route !== place.route && each.key === place.key && compare(each, place) === 0,
        );
      return { route: place.route, matches: isTied && place.matches === true ? undefined : place.matches };
    });
}

function compare(a: Place, b: Place): number {
  return (
    b.host - a.host || Number(b.isExact) - Number(a.isExact) || b.length - a.length || b.priority - a.priority
  );
}

/** One for each host and path that may take the request. */
function placesOf(
  lowered: LoweredRoute,
  index: number,
  { router, isSaid }: { readonly router: Router; readonly isSaid: boolean },
  request: RequestParts,
): readonly Place[] {
  const { match } = lowered.route;
  const others = otherwise(match, request);
  if (others === false) return [];
  // Routes of the Gateway API are matched by its own rules.
  if (match.uris.length === 0) {
    return [
      {
        route: lowered,
        index,
        matches: undefined,
        host: 1e6,
        isExact: true,
        length: 1e6,
        priority: 0,
        key: '',
      },
    ];
  }
  return hostRanks(match, request.host).flatMap((rank) =>
    match.uris.flatMap((uri): readonly Place[] => {
      // Who writes `:name` means the router that knows it; whether it is switched on, config.yaml says.
      const isGuess = !isSaid && uri.includes('/:');
      const withParameters = router === 'parameter' || isGuess;
      const taken = takesPath(uri, request.path, withParameters);
      if (taken === false) return [];
      const { isExact, prefix } = shapeOf(uri, withParameters);
      return [
        {
          route: lowered,
          index,
          matches: allOf([isGuess ? undefined : taken, others]),
          host: router === 'host' ? rank : 0,
          isExact,
          length: prefix.length,
          priority: match.priority,
          key: `${prefix} ${String(isExact)}`,
        },
      ];
    }),
  );
}

function otherwise({ methods, vars, isPartial }: RouteMatch, request: RequestParts): Ternary {
  const variables = requestVariables(request);
  return allOf([
    methods.length === 0 || methods.includes(request.method),
    ...vars.map((holds) => holds(variables)),
    isPartial ? undefined : true,
  ]);
}

const ANY_HOST = 0;
const EXACT_HOST = 1e6;

/** How closely hosts take that of the request; a wildcard reaches over several labels. */
function hostRanks({ hosts }: RouteMatch, host: string): readonly number[] {
  if (hosts.length === 0) return [ANY_HOST];
  const ranks = hosts.flatMap((written) => {
    const pattern = written.toLowerCase();
    if (!pattern.startsWith('*')) return pattern === host ? [EXACT_HOST] : [];
    return host.endsWith(pattern.slice(1)) ? [pattern.length] : [];
  });
  const best = Math.max(...ranks, -1);
  return best < 0 ? [] : [best];
}

function shapeOf(
  uri: string,
  withParameters: boolean,
): { readonly isExact: boolean; readonly prefix: string } {
  const colon = withParameters ? uri.indexOf(':') : -1;
  const end = colon >= 0 ? colon : uri.indexOf('*');
  return end < 0 ? { isExact: true, prefix: uri } : { isExact: false, prefix: uri.slice(0, end) };
}

function takesPath(uri: string, path: string, withParameters: boolean): Ternary {
  if (/\{\{|\$\{/.test(uri)) return undefined;
  const { isExact, prefix } = shapeOf(uri, withParameters);
  const isAll = !isExact && prefix === '/' && uri === '/*';
  // nginx decodes and shortens the path before it is matched.
  if (!isNormal(path)) return isAll ? true : undefined;
  if (isExact) return path === uri;
  if (!path.startsWith(prefix)) return false;
  if (withParameters && uri.includes(':')) return takesParameters(uri, path);
  // What stands behind an asterisk, and signs of regular expressions beside one, are read as an expression.
  const isPlain = uri.indexOf('*') === uri.length - 1 && !/[+?()[\]{}^$|\\]/.test(uri);
  return isPlain ? true : undefined;
}

/** `:name` takes one segment. */
function takesParameters(uri: string, path: string): Ternary {
  const pattern = uri
    .split('/')
    .map((segment) =>
      segment.startsWith(':') ? "[\\w\\-_;:@&=!',%$.+*()]+" : segment.startsWith('*') ? '.*' : segment,
    )
    .join('/');
  if (/[?[{^|\\]/.test(uri)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(path);
  } catch {
    return undefined;
  }
}
