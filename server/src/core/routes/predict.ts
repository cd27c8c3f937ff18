import type { GatewayRequest, PredictedWay, Prediction } from '../model/prediction.ts';
import { respond, type Answer, type Outcome } from '../model/respond.ts';
import type { Level, Scope } from '../model/scope.ts';
import { requestParts, type RequestParts, type Route, type RouteAnswer } from './route.ts';

/** What is sent where no route takes a request. */
export interface NoRoute {
  readonly scope?: Scope;
  readonly answer: RouteAnswer;
}

/** Follows a request through routes that are tried in order: the first that matches takes it. */
export function predictRoutes(
  routes: readonly Route[],
  request: GatewayRequest,
  noRoute: NoRoute,
): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  if (parts === undefined) return { ways: [nothing()], doubts: ['the url is not one of http or https'] };
  const doubts: string[] = [];
  const ways: PredictedWay[] = [];
  for (const route of routes) {
    const matches = route.matches(parts);
    if (matches === false) continue;
    ways.push(wayThrough(route.scope, route.answer(parts), request, parts));
    if (matches === true) return closed(ways, doubts);
    doubts.push(`whether ${route.scope.path[0].label} takes the request`);
  }
  ways.push(wayThrough(noRoute.scope, noRoute.answer, request, parts));
  return closed(ways, doubts);
}

function closed(
  [first = nothing(), ...rest]: readonly PredictedWay[],
  doubts: readonly string[],
): Prediction {
  return { ways: [first, ...rest], doubts };
}

function nothing(): PredictedWay {
  return { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [] } };
}

/** One way: a scope's instructions on what a route answers with. */
export function wayThrough(
  scope: { readonly ops: Scope['ops']; readonly path: readonly Level[] } | undefined,
  routeAnswer: RouteAnswer,
  request: GatewayRequest,
  parts: RequestParts,
): PredictedWay {
  const { answer, blind } = answerOf(routeAnswer, request, parts);
  const outcome = respond({ ops: scope?.ops ?? [] }, answer);
  const opaque = blind ? [unseen(scope), ...outcome.opaque] : outcome.opaque;
  return {
    status: answer.status === 0 ? undefined : answer.status,
    answeredBy: (scope?.path ?? [])
      .filter((level) => level.kind !== 'gateway')
      .map(({ kind, label, at }) => ({ kind, label, at }))
      .toReversed(),
    outcome: { lines: outcome.lines, opaque },
  };
}

function answerOf(
  answer: RouteAnswer,
  { upstream }: GatewayRequest,
  { method, host, path, query, headers }: RequestParts,
): { readonly answer: Answer; readonly blind: boolean } {
  const facts = { method, host, target: query === '' ? path : `${path}?${query}`, headers };
  if (answer.kind === 'gateway') {
    return {
      blind: false,
      answer: { from: 'gateway', status: answer.status, headers: answer.headers ?? [], request: facts },
    };
  }
  const known = answer.kind === 'upstream' && upstream !== undefined;
  return {
    blind: !known,
    answer: {
      from: 'upstream',
      status: known ? (upstream.status ?? 200) : 0,
      headers: upstream?.headers ?? [],
      request: facts,
    },
  };
}

/** A service of which nothing is known may send any header that the gateway does not surely set or remove. */
function unseen(scope: Pick<Scope, 'ops'> | undefined): Outcome['opaque'][number] {
  const settled = (scope?.ops ?? []).flatMap((op) =>
    (op.kind === 'set' || op.kind === 'remove') && !op.name.prefix && Object.keys(op.reach).length === 0
      ? [op.name.text]
      : [],
  );
  return { text: '', prefix: true, except: settled };
}
