import type { Unit } from '../../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction } from '../../../model/prediction.ts';
import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level } from '../../../model/scope.ts';
import { requestParts, type RequestParts, type RouteAnswer } from '../../../routes/route.ts';
import { namesAsRead } from '../../../routes/envoy/as-read.ts';
import { wayThrough } from '../../../routes/predict.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { statusOf } from '../lower/local-reply.ts';
import { lowerUnit, type LoweredManager } from '../lower/unit.ts';
import type { Report } from '../read/report.ts';
import { answersOfFilters } from './filter-answers.ts';
import { managersFor } from './listeners.ts';
import { normalized } from './normalize.ts';
import { routesFor, type Taken } from './routing.ts';

/** Says what Envoy answers a request with. */
export function envoyPredictor(unit: Unit<YamlFile>): Predict {
  const { managers, report, isFragment } = lowerUnit(unit);
  const [refusal] = report.refused;
  return (request) => {
    const parts = requestParts(request.url, request.method, request.headers);
    if (refusal !== undefined) return Promise.resolve({ ways: [NOTHING], doubts: [], refused: refusal.why });
    if (parts === undefined)
      return Promise.resolve({ ways: [NOTHING], doubts: ['the url is not one of http or https'] });
    if (isFragment) return Promise.resolve({ ways: [NOTHING], doubts: ['the rest of the configuration'] });
    return Promise.resolve(new Prophecy(request, parts, report).through(managers));
  };
}

const ANY = { text: '', prefix: true };

const NOTHING: PredictedWay = { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [ANY] } };

/** All ways in which one request may be answered. */
class Prophecy {
  readonly #request: GatewayRequest;
  readonly #parts: RequestParts;
  readonly #report: Report;
  readonly #ways: PredictedWay[] = [];
  readonly #doubts = new Set<string>();

  constructor(request: GatewayRequest, parts: RequestParts, report: Report) {
    this.#request = request;
    this.#parts = parts;
    this.#report = report;
  }

  through(managers: readonly LoweredManager[]): Prediction {
    const { candidates, doubt } = managersFor(managers, this.#parts);
    if (doubt !== undefined) this.#doubts.add(doubt);
    for (const manager of candidates) this.#through(manager);
    const [first = NOTHING, ...rest] = this.#ways;
    return { ways: [first, ...rest], doubts: [...this.#doubts] };
  }

  #through(lowered: LoweredManager): void {
    const { manager } = lowered;
    const rejected = manager?.source.document.file.uri;
    if (rejected !== undefined && manager?.source.dynamic === true && this.#report.rejected.has(rejected)) {
      this.#unknown('the file of the listener is rejected');
      return;
    }
    if (manager === undefined) this.#doubts.add('what the HTTP filters of the listener do');
    const asked = normalized(manager?.node, this.#parts);
    if (asked === undefined) {
      this.#unknown('how the path is normalized');
      return;
    }
    const { taken, certain } = routesFor(lowered, asked, this.#report);
    if (!certain) this.#doubts.add('which route takes the request');
    for (const each of taken) this.#take(each, lowered, asked);
  }

  #take(taken: Taken, lowered: LoweredManager, asked: RequestParts): void {
    if (taken.kind === 'unknown') {
      this.#unknown(taken.doubt);
      return;
    }
    const levels = taken.kind === 'route' ? taken.route.levels : {};
    const { around, unrouted } = lowered;
    const interception = answersOfFilters(around.filters, levels, asked);
    for (const { status, doubt } of interception.answers) {
      const ops = taken.kind === 'route' ? taken.route.filterReply : unrouted;
      const path = taken.kind === 'route' ? taken.route.scope.path : undefined;
      const way = this.#way({ ops, path }, { kind: 'gateway', status: status ?? A_REFUSAL }, lowered, asked);
      this.#ways.push(status === undefined ? { ...way, status } : way);
      if (doubt !== undefined) this.#doubts.add(doubt);
    }
    if (interception.always) return;
    const way =
      taken.kind === 'route'
        ? this.#way(taken.route.scope, taken.route.action.answer, lowered, asked)
        : this.#way({ ops: unrouted }, { kind: 'gateway', status: taken.status }, lowered, asked);
    this.#ways.push(way);
  }

  #way(
    { ops, path }: { readonly ops: readonly HeaderOp[]; readonly path?: readonly Level[] | undefined },
    answer: RouteAnswer,
    { manager }: LoweredManager,
    asked: RequestParts,
  ): PredictedWay {
    const sent = wayThrough({ ops, path: path ?? [] }, answer, this.#request, asked);
    const way = { ...sent, outcome: { ...sent.outcome, lines: namesAsRead(sent.outcome.lines) } };
    if (manager === undefined)
      return { ...way, outcome: { ...way.outcome, opaque: [ANY, ...way.outcome.opaque] } };
    return answer.kind === 'gateway' ? { ...way, status: statusOf(manager.node, way.status) } : way;
  }

  #unknown(doubt: string): void {
    this.#doubts.add(doubt);
    this.#ways.push(NOTHING);
  }
}

/** What a filter that answers for a reason of its own sends most often. */
const A_REFUSAL = 403;
