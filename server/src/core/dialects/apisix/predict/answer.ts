import type { RequestParts, RouteAnswer } from '../../../routes/route.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import { globalPlugins } from '../lower/merge.ts';
import { isAuth, isPassing } from '../lower/plugin-facts.ts';
import type { LoweredRoute } from '../lower/routes.ts';
import { REWRITE, type Plugin } from '../read/plugins.ts';
import type { Setup } from '../read/setup.ts';

/** Who answers what a route takes. */
export function answerOf(
  { plugins, scope, isRefused, route }: LoweredRoute,
  setup: Setup,
  request: RequestParts,
): RouteAnswer {
  const isElsewhere = route.isIdle || route.isIntercepted || route.more.length > 0;
  if (isRefused || !scope.whole || isElsewhere) return { kind: 'unknown' };
  const running = [...globalPlugins(setup).map(({ plugin }) => plugin), ...plugins].filter(
    ({ off }) => off === undefined,
  );
  return spoken(running, request) ?? { kind: 'upstream' };
}

/** What is answered where no route takes the request: global rules run then too. */
export function noRouteAnswer(setup: Setup, request: RequestParts): RouteAnswer {
  const running = globalPlugins(setup)
    .map(({ plugin }) => plugin)
    .filter(({ off }) => off === undefined);
  return spoken(running, request) ?? { kind: 'gateway', status: 404 };
}

function spoken(plugins: readonly Plugin[], request: RequestParts): RouteAnswer | undefined {
  const answers = plugins.map((plugin) => pluginAnswer(plugin, request));
  const [only, second] = answers.filter((answer) => answer !== undefined);
  return second === undefined ? only : { kind: 'unknown' };
}

/** `undefined`: it lets the request pass. */
function pluginAnswer({ name, config }: Plugin, request: RequestParts): RouteAnswer | undefined {
  if (at(config, '_meta', 'filter') !== undefined && name !== REWRITE) return { kind: 'unknown' };
  switch (name) {
    case 'cors':
      return request.method === 'OPTIONS' ? { kind: 'unknown' } : undefined;
    case 'redirect':
      return redirected(config, request);
    case 'mocking':
      return { kind: 'gateway', status: Number(textOf(at(config, 'response_status')) ?? 200) };
    case 'fault-injection': {
      const abort = at(config, 'abort');
      if (abort === undefined) return undefined;
      const isSure = at(abort, 'percentage') === undefined && at(abort, 'vars') === undefined;
      return isSure
        ? { kind: 'gateway', status: Number(textOf(at(abort, 'http_status')) ?? 0) }
        : { kind: 'unknown' };
    }
    default:
      return isPassing(name) && !isAuth(name) ? undefined : { kind: 'unknown' };
  }
}

function redirected(
  config: Plugin['config'],
  { scheme, method, headers }: RequestParts,
): RouteAnswer | undefined {
  if (at(config, 'regex_uri') !== undefined) return { kind: 'unknown' };
  if (booleanOf(at(config, 'http_to_https')) === true) {
    if (headers.some(([name]) => name.toLowerCase() === 'x-forwarded-proto')) return { kind: 'unknown' };
    if (scheme === 'https') return undefined;
    return { kind: 'gateway', status: method === 'GET' || method === 'HEAD' ? 301 : 308 };
  }
  if (at(config, 'uri') === undefined) return undefined;
  return { kind: 'gateway', status: Number(textOf(at(config, 'ret_code')) ?? 302) };
}

/** A response-rewrite may write another status: the route's own after that of a global rule. */
export function finalStatus(plugins: readonly Plugin[], setup: Setup): number | undefined {
  const rewrites = [...globalPlugins(setup).map(({ plugin }) => plugin), ...plugins].filter(
    ({ name, off, config }) =>
      name === REWRITE &&
      off === undefined &&
      at(config, 'vars') === undefined &&
      at(config, '_meta', 'filter') === undefined,
  );
  const written = rewrites.flatMap(({ config }) => textOf(at(config, 'status_code')) ?? []).at(-1);
  return written === undefined ? undefined : Number(written);
}
