import type { NamePattern, RequestFacts } from '../../model/header-op.ts';
import type { GatewayRequest, PredictedWay } from '../../model/prediction.ts';
import type { HeaderLine } from '../../model/respond.ts';
import { requestHeader, type RequestParts } from '../../routes/route.ts';
import { textsOf } from './config/active.ts';
import { inForce } from './config/view.ts';
import type { Effect } from './filters/effect.ts';
import { EXPANDING } from './filters/known.ts';
import { evaluated, variablesIn } from './filters/value.ts';
import type { Gateway, GatewayRoute, Step } from './lower/gateway.ts';
import { hasSecurity } from './lower/security.ts';
import { variablesOf, variableValues } from './routes/predicates.ts';
import { runChain, type Passing } from './run-chain.ts';

export interface Answered {
  readonly ways: readonly PredictedWay[];
  readonly doubt: readonly string[];
}

const ANY: NamePattern = { text: '', prefix: true };

/** Without a route: a 404, where the application has no handler of its own; no filter runs. */
const NO_ROUTE: PredictedWay = { status: 404, answeredBy: [], outcome: { lines: [], opaque: [] } };

/** What is answered where a filter fails on the way in. */
const BROKEN: Passing = { status: 500, lines: [], opaque: [], committed: false, failed: true };

/** Follows a request through the routes of one gateway. */
export function answerOf(gateway: Gateway, request: GatewayRequest, parts: RequestParts): Answered {
  const secured = hasSecurity(gateway.view.documents);
  if (gateway.isOff || isPreflight(gateway, parts)) {
    const way: PredictedWay = gateway.isOff ? NO_ROUTE : { ...NO_ROUTE, status: undefined };
    return { ways: [secured ? withUnknown(way) : way], doubt: [] };
  }
  const ways: PredictedWay[] = [];
  const doubt: string[] = [];
  let isBroken = false;
  for (const each of gateway.routes) {
    const taken = each.matches(parts);
    const matches = taken === true && isOvertaken(each, gateway, parts) ? undefined : taken;
    if (matches === false) continue;
    const { way, failed } = throughRoute(each, gateway, request, parts);
    ways.push(way);
    isBroken ||= failed;
    if (matches === true) break;
    doubt.push(`whether route ${each.route.id ?? 'without id'} takes the request`);
  }
  const isClosed = ways.length > doubt.length;
  if (mayBeRejected(gateway, parts)) {
    doubt.push('whether CORS lets the origin in');
    ways.push({ ...NO_ROUTE, status: undefined });
  }
  const all: PredictedWay[] = isClosed ? ways : [...ways, NO_ROUTE];
  if ((isBroken || !isClosed) && mayRouteErrors(gateway, parts)) {
    doubt.push('which route answers for the page of errors');
    all.push(withUnknown({ ...NO_ROUTE, status: undefined }));
  }
  return { ways: secured ? all.map(withUnknown) : all, doubt };
}

/** A servlet container asks for `/error` where a request fails, and WebMVC's routes take that as any other path. */
function mayRouteErrors({ routes, view }: Gateway, parts: RequestParts): boolean {
  return (
    view.kind === 'webmvc' && routes.some(({ matches }) => matches({ ...parts, path: '/error' }) !== false)
  );
}

/**
 * WebFlux makes up an id for a route without one on another thread, so that routes of the same order that have theirs come
 * first, wherever they stand (CompositeRouteDefinitionLocator).
 */
function isOvertaken({ route }: GatewayRoute, gateway: Gateway, parts: RequestParts): boolean {
  if (gateway.view.kind === 'webmvc' || route.id !== undefined) return false;
  return gateway.routes.some(
    (other) => other.route !== route && other.route.order === route.order && other.matches(parts) !== false,
  );
}

/** Spring Security writes a header of its own, unless the application's code says otherwise. */
function withUnknown(way: PredictedWay): PredictedWay {
  return { ...way, outcome: { ...way.outcome, opaque: [...way.outcome.opaque, ANY] } };
}

/** An origin that `globalcors` does not name gets a 403 from the gateway, without any filter. */
function mayBeRejected({ view }: Gateway, parts: RequestParts): boolean {
  const [origin] = requestHeader(parts, 'origin');
  const rules = inForce(view.roots, 'globalcors', 'corsconfigurations');
  if (origin === undefined || rules === undefined) return false;
  return [...rules.children.values()].some(({ children }) => {
    const allowed = textsOf(children.get('allowedorigins'));
    return !allowed.includes('*') && !allowed.includes(origin);
  });
}

/** The gateway answers preflights by itself where `globalcors` covers them; filters do not run. */
function isPreflight({ view }: Gateway, parts: RequestParts): boolean {
  const asks = requestHeader(parts, 'access-control-request-method').length > 0;
  return (
    parts.method === 'OPTIONS' &&
    asks &&
    inForce(view.roots, 'globalcors', 'corsconfigurations') !== undefined
  );
}

function throughRoute(
  each: GatewayRoute,
  gateway: Gateway,
  request: GatewayRequest,
  parts: RequestParts,
): { readonly way: PredictedWay; readonly failed: boolean } {
  const { route, steps } = each;
  const values = variableValues(route.predicates?.definitions ?? [], parts);
  const facts: RequestFacts = {
    method: parts.method,
    host: parts.host,
    evaluate: (template) => evaluated(template, values),
  };
  const ends = steps.findIndex(({ effect }) => isEnding(effect, parts));
  const end = steps[ends]?.effect;
  const run = end === undefined ? steps : steps.slice(0, ends);
  const start = end?.kind === 'completes' ? sent(end) : fromService(each, gateway, request, steps);
  const ran = withoutVariables(each, gateway, run, parts) ?? runChain(run, start, facts);
  const passed = mayLackProperty(gateway, run) ? { ...ran, status: undefined, opaque: [ANY] } : ran;
  return {
    way: {
      status: passed.status,
      answeredBy: [{ kind: 'route', label: `route ${route.id ?? 'without id'}`, at: route.at }],
      outcome: { lines: passed.lines, opaque: passed.opaque },
    },
    failed: passed.failed,
  };
}

/**
 * WebFlux resolves `${name}` where a filter runs, and answers with a 500 where nobody defines it: the environment may, and
 * what another filter writes over the value does not help.
 */
function mayLackProperty({ view }: Gateway, steps: readonly Step[]): boolean {
  return (
    view.kind === 'webflux' &&
    steps.some(({ definition }) => definition.arguments.some(({ text }) => /\$\{[^{}:]+\}/.test(text)))
  );
}

/**
 * What is answered where a filter names a variable that the route's predicates did not fill in with this request.
 * WebFlux keeps those of routes that it tried before, although another predicate of theirs did not hold.
 */
function withoutVariables(
  { route }: GatewayRoute,
  { routes, view }: Gateway,
  steps: readonly Step[],
  parts: RequestParts,
): Passing | undefined {
  const definitions = route.predicates?.definitions ?? [];
  if (!variablesOf(definitions).all) return undefined;
  const own = variableValues(definitions, parts);
  const lacking = steps.filter(({ definition, effect }) => {
    const isFilledIn = EXPANDING.has(definition.name) || effect.kind === 'write' || effect.kind === 'fails';
    return isFilledIn && variablesIn(definition.arguments).some((name) => !own.has(name));
  });
  if (view.kind === 'webflux') {
    const left = new Set(
      routes.flatMap((other) => [...variableValues(other.route.predicates?.definitions ?? [], parts).keys()]),
    );
    const mayBeLeft = lacking.some(({ definition }) =>
      variablesIn(definition.arguments).some((name) => !own.has(name) && left.has(name)),
    );
    if (mayBeLeft) return { ...BROKEN, status: undefined, opaque: [ANY] };
    const isEarly = ({ definition: { name } }: Step): boolean =>
      EXPANDING.has(name) || name === 'SetResponseHeader';
    if (lacking.some(isEarly)) return BROKEN;
  }
  return steps.some(({ effect }) => effect.kind === 'fails' && effect.early === true) ? BROKEN : undefined;
}

function isEnding(effect: Step['effect'], parts: RequestParts): boolean {
  if (effect.kind !== 'completes') return false;
  if (effect.always) return true;
  const [length] = requestHeader(parts, 'content-length');
  return effect.limit !== undefined && length !== undefined && Number(length) > effect.limit;
}

/** What a filter sends by itself; RewriteResponseHeader behind it may find its `Location`. */
function sent({ status, location }: Extract<Effect, { readonly kind: 'completes' }>): Passing {
  const lines = location === undefined ? [] : [{ name: 'Location', value: location, certain: true }];
  return { status, lines, opaque: [], committed: true, failed: false };
}

function fromService(
  { route }: GatewayRoute,
  gateway: Gateway,
  request: GatewayRequest,
  steps: readonly Step[],
): Passing {
  const { kind } = gateway.view;
  const { upstream } = request;
  const uri = route.uri ?? '';
  const unknown: Passing = {
    status: undefined,
    lines: [],
    opaque: [unseen(steps)],
    committed: false,
    failed: false,
  };
  if (/^forward:/i.test(uri)) return { ...unknown, opaque: [ANY], committed: kind === 'webflux' };
  // WebMVC asks for the scheme that the text says, and there is none of this name.
  if (/^no:/i.test(uri) && !steps.some(({ effect }) => effect.kind === 'unseen'))
    return kind === 'webmvc' ? BROKEN : { ...unknown, status: 200, opaque: [] };
  // A registry decides whether there is anybody behind `lb:`; another class has to be there for other schemes.
  if (!/^https?:/i.test(uri)) return { ...unknown, opaque: [ANY] };
  if (upstream === undefined) return unknown;
  const dropped = droppedNames(gateway, upstream.headers ?? []);
  const lines = (upstream.headers ?? [])
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]): HeaderLine => ({ name, value, certain: true }));
  return { status: upstream.status ?? 200, lines, opaque: [], committed: false, failed: false };
}

/** WebFlux drops what `remove-hop-by-hop` names, and what the service's `Connection` does. */
function droppedNames(
  { view }: Gateway,
  headers: readonly (readonly [string, string])[],
): ReadonlySet<string> {
  if (view.kind === 'webmvc') return new Set();
  const connection = headers.filter(([name]) => name.toLowerCase() === 'connection');
  return new Set(
    [
      ...textsOf(inForce(view.roots, 'filter', 'removehopbyhop', 'headers')),
      ...connection.flatMap(([, value]) => value.split(',')),
    ].map((name) => name.trim().toLowerCase()),
  );
}

/** A service of which nothing is known may send what no filter surely sets or removes. */
function unseen(steps: readonly Step[]): NamePattern {
  const settled = steps.flatMap(({ effect }) =>
    effect.kind === 'write'
      ? effect.ops.flatMap(({ kind, name }) => (kind === 'set' || kind === 'remove' ? [name.text] : []))
      : [],
  );
  return { text: '', prefix: true, except: settled };
}
