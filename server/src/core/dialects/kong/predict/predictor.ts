import type { Unit } from '../../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction } from '../../../model/prediction.ts';
import type { Level, Scope } from '../../../model/scope.ts';
import { predictRoutes, type NoRoute } from '../../../routes/predict.ts';
import { requestParts, type RequestParts, type Route, type RouteAnswer } from '../../../routes/route.ts';
import { besideTemplates, ingressesBeside } from '../../../syntax/kubernetes/templates.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import type { KongConfig, KongRoute } from '../model/config.ts';
import { readUnit } from '../read/unit.ts';
import { answersTo, opsFor } from './answer.ts';
import { takes } from './match.ts';
import { candidatesOf, compatible, inOrder, traditional, type Candidate } from './order.ts';

/** Says what Kong answers: the routers order routes, the first that matches takes the request. */
export function kongPredictor(unit: Unit<YamlFile>): Predict {
  const configs = readUnit(unit).map(prepare);
  const serving = configs.filter(({ config }) => config.routes.length > 0);
  const asked = serving.length === 0 ? configs.slice(0, 1) : serving;
  const objects = ingressesBeside(/konghq\.com/, 'kong');
  return besideTemplates(unit.files, { objects }, (request) =>
    Promise.resolve(together(asked.map((each) => predictIn(each, request)))),
  );
}

interface Prepared {
  readonly config: KongConfig;
  /** As the traditional router has them, and as the one of Kong 3. */
  readonly orders: readonly (readonly (readonly Candidate[])[])[];
}

function prepare(config: KongConfig): Prepared {
  // An expression has a priority of its own, and may come before anything.
  const open = candidatesOf(config.routes.filter(({ match }) => match.isOpen)).map((each) => [each]);
  const known = candidatesOf(config.routes.filter(({ match }) => !match.isOpen));
  return { config, orders: [traditional, compatible].map((weigh) => [...open, ...inOrder(known, weigh)]) };
}

/** Which of several configurations is meant, or which router runs, is not known: what all say holds. */
function together(predictions: readonly Prediction[]): Prediction {
  const [first, ...rest] = predictions;
  if (first === undefined) return { ways: [NOTHING], doubts: ['no configuration could be read'] };
  const refused = predictions.find((each) => each.refused !== undefined)?.refused;
  return {
    ways: [...first.ways, ...rest.flatMap(({ ways }) => ways)],
    doubts: [...new Set(predictions.flatMap(({ doubts }) => doubts))],
    ...(refused !== undefined && { refused }),
  };
}

const NOTHING: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

function predictIn({ config, orders }: Prepared, request: GatewayRequest): Prediction {
  const [refusal] = config.refused;
  const parts = requestParts(request.url, request.method, request.headers);
  const predictions = orders.map((groups) =>
    predictRoutes(
      parts === undefined ? [] : routesFor(config, groups, request, parts),
      request,
      noRoute(config),
    ),
  );
  const all = together(predictions);
  return {
    ways: config.doubts.length === 0 ? all.ways : [...all.ways, NOTHING],
    doubts: [...all.doubts, ...config.doubts],
    ...(refusal !== undefined && { refused: refusal.why }),
  };
}

function routesFor(
  config: KongConfig,
  groups: readonly (readonly Candidate[])[],
  request: GatewayRequest,
  parts: RequestParts,
): readonly Route[] {
  const routes: Route[] = [];
  for (const group of groups) {
    const matching = group
      .map((candidate) => ({ ...candidate, isTaken: takes(candidate.route.match, candidate.path, parts) }))
      .filter(({ isTaken }) => isTaken !== false);
    const isDecided = matching.some(({ isTaken }) => isTaken === true);
    const distinct = [...new Map(matching.map((each) => [each.route, each])).values()];
    for (const [index, { route, isTaken }] of distinct.entries()) {
      // Of equals any may take it; none of what comes behind them does.
      const isLast = isDecided && index === distinct.length - 1;
      routes.push(
        ...waysOf(config, route, request, parts, isLast || (distinct.length === 1 && isTaken === true)),
      );
    }
    if (isDecided) break;
  }
  return routes;
}

function waysOf(
  config: KongConfig,
  route: KongRoute,
  { upstream }: GatewayRequest,
  parts: RequestParts,
  isSure: boolean,
): readonly Route[] {
  const answers = route.isWhole ? answersTo(config, route, parts) : UNKNOWN;
  return answers.map((answer, index): Route => {
    const sent =
      answer.kind === 'upstream'
        ? upstream && (upstream.headers ?? [])
        : answer.kind === 'gateway'
          ? []
          : undefined;
    const scope = scopeWith(route, opsFor(config, route, sent), route.isWhole);
    return {
      scope,
      matches: () => (isSure && index === answers.length - 1 ? true : undefined),
      answer: () => answer,
    };
  });
}

const UNKNOWN: readonly RouteAnswer[] = [{ kind: 'unknown' }];

function scopeWith(route: KongRoute, ops: Scope['ops'], whole: boolean): Scope {
  const { document, node, level, around } = route;
  return {
    path: [level, ...around],
    block: document.place(node.at),
    answers: [],
    ops,
    insertions: [],
    whole,
  };
}

/** Kong's own 404: only what is for everything runs there. */
function noRoute(config: KongConfig): NoRoute {
  const answer: RouteAnswer = { kind: 'gateway', status: 404 };
  const level: Level | undefined = config.gateway ?? config.plugins[0]?.level;
  if (level === undefined) return { answer };
  const ops = opsFor(config, undefined, []);
  const scope: Scope = {
    path: [{ ...level, kind: 'gateway' }],
    block: level.at,
    answers: [],
    ops,
    insertions: [],
    whole: true,
  };
  return { answer, scope };
}
