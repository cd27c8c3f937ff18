import type { Unit } from '../../../model/dialect.ts';
import type { Predict } from '../../../model/prediction.ts';
import type { Scope } from '../../../model/scope.ts';
import { asRead } from '../../../routes/envoy/as-read.ts';
import { virtualHostOf } from '../../../routes/envoy/virtual-hosts.ts';
import { predictRoutes } from '../../../routes/predict.ts';
import {
  requestHeader,
  requestParts,
  type RequestParts,
  type Route,
  type RouteAnswer,
} from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { HOLE } from '../../../syntax/kubernetes/template-hosts.ts';
import { besideTemplates } from '../../../syntax/kubernetes/templates.ts';
import { at, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { filterOpsFor } from '../lower/envoy-filter.ts';
import { refusalOf } from '../lower/refusals.ts';
import { lowerWorld, type LoweredItem } from '../lower/routes.ts';
import { isAtEdge } from '../read/edge.ts';
import { readWorld, type EdgeService } from '../read/world.ts';
import { itemMatches } from './match.ts';

/** Says what an ingress gateway answers that is chosen by these VirtualServices. */
export function istioPredictor(unit: Unit<YamlFile>): Predict {
  const world = readWorld(unit);
  const lowered = lowerWorld(world);
  // Of an object without any route left, Istio makes no virtual host: another one's wildcard may take its hosts.
  const services = world.services.filter(({ rooted, items }) => rooted && items.length > 0);
  const refusals = new Map(world.virtualServices.map((object) => [object, refusalOf(object)]));
  const refused = new Set(world.virtualServices.filter((object) => refusals.get(object) !== undefined));
  const predict: Predict = (request) => {
    const parts = requestParts(request.url, request.method, request.headers);
    const host = parts?.host ?? '';
    const scheme = parts?.scheme === 'https' ? 'https' : 'http';
    const tables = services.map((service) => ({ service, domains: service.served[scheme].hosts }));
    const chosen = virtualHostOf(tables, host);
    const same = tables.filter(({ domains }) => domains.some((each) => chosen?.domains.includes(each)));
    const redirected = services.flatMap(({ served }) => served[scheme].redirected);
    const isRedirected =
      redirected.length > 0 &&
      (chosen === undefined
        ? virtualHostOf([{ domains: redirected }], host) !== undefined
        : chosen.service.served[scheme].redirected.length > 0);
    const isRefused = ({ object }: EdgeService): boolean => refused.has(object);
    const isServed =
      services.every(({ served }) => served[scheme].isSure) &&
      // What was in force before one that is refused may have had any hosts.
      (chosen === undefined
        ? !services.some(isRefused)
        : !isRefused(chosen.service) && hasRoute(chosen.service));
    const refusal = chosen && refusals.get(chosen.service.object);
    // Of several objects for one host it depends on their age which comes first; a short name is completed.
    const isSure = same.length <= 1 && tables.every(({ domains }) => domains.every(isFull)) && isServed;
    const routes = lowered
      .filter(() => !(isSure && isRedirected))
      .filter(({ service }) => (isSure ? service === chosen?.service : services.includes(service)))
      .map((each) => routeOf(each, isSure, refused));
    const fromService =
      parts !== undefined && routes.every((route) => route.answer(parts).kind === 'upstream');
    const filters = filterOpsFor(world.filters, services);
    const [first] = world.filters;
    // Filters act on the answer to what no route takes as well.
    const scope: Scope | undefined =
      first === undefined || filters.filters.length === 0
        ? undefined
        : {
            path: [objectLevel(first, 'gateway')],
            block: first.nameAt,
            answers: [],
            ops: filters.filters,
            insertions: [],
            whole: true,
          };
    const prediction = predictRoutes(routes, request, {
      ...(scope && { scope }),
      answer: isServed ? { kind: 'gateway', status: isRedirected ? 301 : 404 } : { kind: 'unknown' },
    });
    return Promise.resolve({
      ...asRead(prediction, fromService),
      ...(refusal !== undefined && { refused: refusal }),
    });
  };
  return besideTemplates(unit.files, { objects: /kind:\s*["']?(?:VirtualService|EnvoyFilter)\b/ }, predict);
}

/** Whether one route at least is surely made of it. */
function hasRoute({ items, gateways }: EdgeService): boolean {
  return items.some((item) => isAtEdge(item, gateways) === true);
}

function isFull(host: string): boolean {
  // What a template makes of a host is asked apart.
  return host === '*' || host.includes('.') || HOLE.test(host);
}

function routeOf(lowered: LoweredItem, isSure: boolean, refused: ReadonlySet<KubernetesObject>): Route {
  const { item, scope, last, service } = lowered;
  const doubt: Ternary = last && isSure ? true : undefined;
  return {
    scope,
    matches: (request) => allOf([doubt, itemMatches(item, service.gateways, request)]),
    answer: (request) => answerOf(lowered, request, refused),
  };
}

function answerOf(
  { item, scope }: LoweredItem,
  request: RequestParts,
  refused: ReadonlySet<KubernetesObject>,
): RouteAnswer {
  const { node, object, root } = item;
  // What the API server refuses leaves in force what was applied before.
  const isInForce = !refused.has(object) && (root === undefined || !refused.has(root.object));
  if (!isInForce || !scope.whole) return { kind: 'unknown' };
  const own = (key: string): YamlNode | undefined => at(node, key) ?? at(root?.node, key);
  if (own('corsPolicy') !== undefined && isPreflight(request)) return { kind: 'unknown' };
  const redirect = at(node, 'redirect');
  if (redirect !== undefined)
    return { kind: 'gateway', status: Number(textOf(at(redirect, 'redirectCode')) ?? 301) };
  const direct = at(node, 'directResponse');
  if (direct !== undefined) return { kind: 'gateway', status: Number(textOf(at(direct, 'status')) ?? 200) };
  const abort = at(own('fault'), 'abort');
  return abort === undefined ? { kind: 'upstream' } : aborted(abort);
}

/** The cors filter answers these itself where it knows the origin (CorsFilter::decodeHeaders). */
function isPreflight(request: RequestParts): boolean {
  const has = (name: string): boolean => requestHeader(request, name).length > 0;
  return request.method === 'OPTIONS' && has('origin') && has('access-control-request-method');
}

/** A request that is broken off for testing gets the headers of its route all the same. */
function aborted(abort: YamlNode): RouteAnswer {
  // Without a share none is broken off (TranslateFault).
  const share =
    at(abort, 'percentage') === undefined ? 0 : Number(textOf(at(abort, 'percentage', 'value')) ?? 0);
  if (share === 0) return { kind: 'upstream' };
  const status = Number(textOf(at(abort, 'httpStatus')));
  return share === 100 && status > 0 ? { kind: 'gateway', status } : { kind: 'unknown' };
}
