import type { Unit } from '../../../model/dialect.ts';
import type { GatewayRequest, Predict, Prediction } from '../../../model/prediction.ts';
import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey } from '../../../model/place.ts';
import type { Scope } from '../../../model/scope.ts';
import { predictRoutes } from '../../../routes/predict.ts';
import { requestParts, type RequestParts, type Route } from '../../../routes/route.ts';
import { besideTemplates, ingressesBeside } from '../../../syntax/kubernetes/templates.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { globalOps } from '../lower/merge.ts';
import { lowerRoutes, type LoweredRoute } from '../lower/routes.ts';
import { settled } from '../lower/plugin-ops.ts';
import type { Setup } from '../read/setup.ts';
import { readWorld } from '../read/world.ts';
import { answerOf, finalStatus, noRouteAnswer } from './answer.ts';
import { candidates, type Candidate } from './order.ts';

interface Prepared {
  readonly setup: Setup;
  readonly lowered: readonly LoweredRoute[];
}

/** Says what APISIX answers with these routes. */
export function apisixPredictor(unit: Unit<YamlFile>): Predict {
  const prepared = readWorld(unit)
    .setups.filter(({ routes, globals }) => routes.length + globals.length > 0)
    .map((setup): Prepared => ({
      setup,
      lowered: lowerRoutes(setup).filter(({ consumer }) => consumer === undefined),
    }));
  const objects = ingressesBeside(/apisix\.apache\.org/, 'apisix');
  return besideTemplates(unit.files, { objects }, (request) =>
    Promise.resolve(predictAll(prepared, request)),
  );
}

/** Each file is a gateway of its own: which of them is asked, only a route that takes the request can tell. */
function predictAll(prepared: readonly Prepared[], request: GatewayRequest): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  const taking =
    parts === undefined || prepared.length < 2
      ? prepared
      : prepared.filter(({ setup, lowered }) =>
          candidates(setup, lowered, parts, setup.router ?? 'host').some(({ matches }) => matches !== false),
        );
  const asked = taking.length > 0 ? taking : prepared;
  const [first, ...others] = asked.map((each) => predictOne(each, request, parts));
  if (first === undefined) return predictRoutes([], request, { answer: { kind: 'unknown' } });
  if (others.length === 0) return first;
  const [way, ...ways] = first.ways;
  return {
    ways: [way, ...ways, ...others.flatMap((each) => each.ways)],
    doubts: [
      ...first.doubts,
      ...others.flatMap(({ doubts }) => doubts),
      'which of several configurations of APISIX is asked',
    ],
  };
}

function predictOne(
  prepared: Prepared,
  request: GatewayRequest,
  parts: RequestParts | undefined,
): Prediction {
  const { setup, lowered } = prepared;
  if (parts === undefined) return predictThrough(prepared, [], request, parts);
  const found = candidates(setup, lowered, parts, setup.router ?? 'host');
  const first = predictThrough(prepared, found, request, parts);
  if (setup.router !== undefined) return first;
  const others = candidates(setup, lowered, parts, 'uri');
  if (isSameChoice(found, others) || !isRanked(found, others)) return first;
  const second = predictThrough(prepared, others, request, parts);
  const [way, ...ways] = first.ways;
  return {
    ...first,
    ways: [way, ...ways, ...second.ways],
    doubts: [
      ...first.doubts,
      'whether the router looks at hosts before paths (apisix.router.http of config.yaml)',
    ],
  };
}

/** Who ranks routes of different hosts means a router for which that counts. */
function isRanked(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  const priorities = [a, b].flatMap((list) =>
    list.slice(0, 1).map(({ route }) => route.route.match.priority),
  );
  return priorities[0] !== priorities[1];
}

/** The same routes are asked, up to the one that surely takes the request. */
function isSameChoice(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  const asked = (list: readonly Candidate[]): readonly Candidate[] => {
    const sure = list.findIndex(({ matches }) => matches === true);
    return list.slice(0, sure < 0 ? list.length : sure + 1);
  };
  const [left, right] = [asked(a), asked(b)];
  return left.length === right.length && left.every(({ route }, index) => right[index]?.route === route);
}

function predictThrough(
  { setup }: Prepared,
  found: readonly Candidate[],
  request: GatewayRequest,
  parts: RequestParts | undefined,
): Prediction {
  const statuses = new Map<string, number>();
  const routes = found.map(({ route, matches }): Route => {
    const answer = parts === undefined ? { kind: 'unknown' as const } : answerOf(route, setup, parts);
    const isStatusKnown =
      answer.kind === 'gateway' || (answer.kind === 'upstream' && request.upstream !== undefined);
    const status = finalStatus(route.plugins, setup);
    const [level] = route.scope.path;
    if (status !== undefined) statuses.set(placeKey(level.at), status);
    const scope: Scope = isStatusKnown ? route.scope : { ...route.scope, ops: doubted(route.scope.ops) };
    return { scope, matches: () => matches, answer: () => answer };
  });
  const written = finalStatus([], setup);
  if (written !== undefined) statuses.set('', written);
  const prediction = predictRoutes(routes, request, noRoute(setup, parts));
  const known = withStatuses(prediction, statuses);
  return setup.ignored === undefined ? known : { ...known, refused: setup.ignored };
}

/** Global rules run where no route takes the request, too. */
function noRoute(setup: Setup, parts: RequestParts | undefined): Parameters<typeof predictRoutes>[2] {
  const ops = settled([...globalOps(setup), ...setup.around]);
  const [holder] = setup.globals;
  // Routes of the Gateway API are read by another dialect.
  const isAll =
    setup.kind !== 'kubernetes' || setup.routes.every(({ level }) => !level.id.startsWith('rule '));
  const answer = isAll && parts !== undefined ? noRouteAnswer(setup, parts) : { kind: 'unknown' as const };
  if (holder === undefined) return { answer };
  const { document, level } = holder;
  return {
    answer,
    scope: {
      path: [level],
      block: document.place(holder.node.at),
      answers: [],
      ops,
      insertions: [],
      whole: true,
    },
  };
}

/** Where the status is not known, nor is what depends on it. */
function doubted(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  return ops.map((op) => {
    const { statuses, ...others } = op.reach;
    if (statuses === undefined) return op;
    return { ...op, reach: { ...others, when: { label: 'of the status', holds: () => undefined } } };
  });
}

function withStatuses(prediction: Prediction, statuses: ReadonlyMap<string, number>): Prediction {
  const [first, ...others] = prediction.ways.map((way) => {
    const last = way.answeredBy.at(-1);
    const status = statuses.get(last === undefined ? '' : placeKey(last.at));
    return status === undefined ? way : { ...way, status };
  });
  return first === undefined ? prediction : { ...prediction, ways: [first, ...others] };
}
