import type { Unit } from '../../../model/dialect.ts';
import type { Predict } from '../../../model/prediction.ts';
import type { Scope } from '../../../model/scope.ts';
import { virtualHostOf } from '../../../routes/envoy/virtual-hosts.ts';
import { predictRoutes } from '../../../routes/predict.ts';
import { requestParts, type RequestParts, type Route, type RouteAnswer } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { HOLE } from '../../../syntax/kubernetes/template-hosts.ts';
import { besideTemplates } from '../../../syntax/kubernetes/templates.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { isRefused } from '../lower/faults.ts';
import { filterOpsFor } from '../lower/envoy-filter.ts';
import { lowerWorld, type LoweredItem } from '../lower/routes.ts';
import { readWorld } from '../read/world.ts';
import { itemMatches } from './match.ts';

/** Says what an ingress gateway answers that is chosen by these VirtualServices. */
export function istioPredictor(unit: Unit<YamlFile>): Predict {
  const world = readWorld(unit);
  const lowered = lowerWorld(world);
  const services = world.services.filter(({ rooted }) => rooted);
  const predict: Predict = (request) => {
    const parts = requestParts(request.url, request.method, request.headers);
    const host = parts?.host ?? '';
    const chosen = virtualHostOf(
      services.map((service) => ({ service, domains: service.hosts })),
      host,
    );
    const same = services.filter((service) =>
      service.hosts.some((each) => chosen?.service.hosts.includes(each)),
    );
    // Of several objects for one host it depends on their age which comes first; a short name is completed.
    const isSure = same.length <= 1 && services.every(({ hosts }) => hosts.every(isFull));
    const routes = lowered
      .filter(({ service }) => (isSure ? service === chosen?.service : services.includes(service)))
      .map((each) => routeOf(each, isSure));
    const filters = filterOpsFor(
      world.filters,
      services.flatMap(({ gateways }) => gateways),
    );
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
    return Promise.resolve(
      predictRoutes(routes, request, {
        ...(scope && { scope }),
        answer: { kind: 'gateway', status: 404 },
      }),
    );
  };
  return besideTemplates(unit.files, { objects: /kind:\s*["']?(?:VirtualService|EnvoyFilter)\b/ }, predict);
}

function isFull(host: string): boolean {
  // What a template makes of a host is asked apart.
  return host === '*' || host.includes('.') || HOLE.test(host);
}

function routeOf(lowered: LoweredItem, isSure: boolean): Route {
  const { item, scope, last } = lowered;
  const doubt: Ternary = last && isSure ? true : undefined;
  return {
    scope,
    matches: (request) =>
      allOf([
        doubt,
        itemMatches(item.node, request),
        item.root === undefined ? true : itemMatches(item.root.node, request),
      ]),
    answer: (request) => answerOf(lowered, request),
  };
}

function answerOf({ item, refused, scope }: LoweredItem, request: RequestParts): RouteAnswer {
  const { node, object } = item;
  // What the API server refuses leaves in force what was applied before.
  if (refused.length > 0 || isRefused(object) || !scope.whole) return { kind: 'unknown' };
  if (at(node, 'fault', 'abort') !== undefined) return { kind: 'unknown' };
  if (at(node, 'corsPolicy') !== undefined && request.method === 'OPTIONS') return { kind: 'unknown' };
  const redirect = at(node, 'redirect');
  if (redirect !== undefined)
    return { kind: 'gateway', status: Number(textOf(at(redirect, 'redirectCode')) ?? 301) };
  const direct = at(node, 'directResponse');
  if (direct !== undefined) return { kind: 'gateway', status: Number(textOf(at(direct, 'status')) ?? 200) };
  return { kind: 'upstream' };
}
