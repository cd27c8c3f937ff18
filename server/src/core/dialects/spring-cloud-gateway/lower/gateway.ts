import type { Place } from '../../../model/place.ts';
import { propertyAt } from '../config/property.ts';
import { flag, inForce, textInForce, type View } from '../config/view.ts';
import { placeOf, readDefinitions, type Definition, type DefinitionList } from '../filters/definition.ts';
import type { Effect } from '../filters/effect.ts';
import { filterName, lowerFilter } from '../filters/lower-filter.ts';
import { LOWERED } from '../filters/known.ts';
import { isRefusedPattern } from '../routes/path-pattern.ts';
import { loneGroupsOf, patternsOf, predicatesOf, variablesOf, type Matches } from '../routes/predicates.ts';
import { readRoutes, type RouteDefinition, type RouteTable } from '../routes/route.ts';

/** A filter in a route's chain. */
export interface Step {
  readonly definition: Definition;
  readonly effect: Effect;
  /** Of the gateway's `default-filters`, or the route's own. */
  readonly isDefault: boolean;
}

export interface GatewayRoute {
  readonly route: RouteDefinition;
  /** In the order of the chain: the first has the last word on the answer. */
  readonly steps: readonly Step[];
  readonly matches: Matches;
}

/** All that one gateway does, as one release reads it. */
export interface Gateway {
  readonly view: View;
  readonly table: RouteTable;
  readonly defaults: DefinitionList | undefined;
  readonly routes: readonly GatewayRoute[];
  readonly refused: readonly { readonly at: Place; readonly why: string }[];
  /** `enabled: false`: every request gets a 404. */
  readonly isOff: boolean;
}

export function readGateway(view: View): Gateway {
  const table = readRoutes(view);
  const list = view.kind === 'webflux' ? inForce(view.roots, 'defaultfilters') : undefined;
  const defaults = list && readDefinitions(list, view.documents);
  // `predicate.weight.enabled` and the like decide whether there are weights at all.
  const hasWeights = view.kind === 'webflux' && inForce(view.roots, 'predicate') === undefined;
  const weighed = hasWeights ? table.routes.map(({ predicates }) => predicates?.definitions ?? []) : [];
  const reader = { ...view, loneGroups: loneGroupsOf(weighed) };
  const routes = table.routes.map((route) => ({
    route,
    steps: stepsOf(route, defaults, view),
    matches: predicatesOf(route.predicates?.definitions ?? [], reader),
  }));
  const refused = [
    ...routes.flatMap(({ route, steps }) => [...refusedSteps(steps), ...refusedRoute(route, view)]),
    ...gaps(table, defaults),
    ...refusedProperties(view),
  ];
  return {
    view,
    table,
    defaults,
    routes: tolerated(routes, view),
    refused: fatal(refused, routes, view),
    isOff: isOff(view),
  };
}

/**
 * Default filters and the route's are numbered alike and sorted by number, the defaults first of equals
 * (RouteDefinitionRouteLocator.getFilters).
 */
function stepsOf(route: RouteDefinition, defaults: DefinitionList | undefined, view: View): readonly Step[] {
  const variables = variablesOf(route.predicates?.definitions ?? []);
  const step = (definition: Definition, isDefault: boolean): Step => ({
    definition,
    effect: lowerFilter(definition, view, variables),
    isDefault,
  });
  const outer = defaults?.definitions ?? [];
  const own = route.filters?.definitions ?? [];
  return Array.from({ length: Math.max(outer.length, own.length) }, (_, index) => [
    ...outer.slice(index, index + 1).map((definition) => step(definition, true)),
    ...own.slice(index, index + 1).map((definition) => step(definition, false)),
  ]).flat();
}

/** The default filters as a route gets them that has none of its own, and of whose variables nothing is known. */
export function defaultSteps({ defaults, view }: Gateway): readonly Step[] {
  const variables = { names: new Set<string>(), all: false };
  return (defaults?.definitions ?? []).map((definition) => ({
    definition,
    effect: lowerFilter(definition, view, variables),
    isDefault: true,
  }));
}

function refusedSteps(steps: readonly Step[]): Gateway['refused'] {
  return steps.flatMap(({ definition, effect }) =>
    effect.kind === 'refused' ? [{ at: placeOf(definition), why: effect.why }] : [],
  );
}

function refusedRoute(route: RouteDefinition, view: View): Gateway['refused'] {
  const { predicates } = route;
  const misplaced = (predicates?.definitions ?? []).find((each) => LOWERED.includes(filterName(each, view)));
  const reasons: { readonly at: Place; readonly why: string }[] = [];
  if (misplaced !== undefined) {
    reasons.push({ at: misplaced.at, why: `${misplaced.name} is a filter and stands in \`predicates\`` });
  }
  const strange = (predicates?.definitions ?? []).find(({ fault }) => fault !== undefined);
  if (strange?.fault !== undefined) reasons.push({ at: strange.at, why: strange.fault });
  const broken = predicates?.definitions.find(
    (each) => /^path$/i.test(each.name) && patternsOf(each).some(isRefusedPattern),
  );
  if (broken !== undefined)
    reasons.push({ at: broken.at, why: 'in a path, `{*name}` has to be the last segment and alone in it' });
  if ((predicates?.definitions.length ?? 0) === 0) {
    reasons.push({ at: route.at, why: 'a route has to have `predicates`' });
  }
  // WebMVC starts, and the route answers with a 500.
  if (route.uri === undefined && view.kind === 'webflux')
    reasons.push({ at: route.at, why: 'a route has to have a `uri`' });
  if (view.kind === 'webmvc' && route.id === undefined) {
    reasons.push({ at: route.at, why: 'a route of Spring Cloud Gateway Server MVC has to have an `id`' });
  }
  return reasons;
}

function gaps(table: RouteTable, defaults: DefinitionList | undefined): Gateway['refused'] {
  const lists = [
    table.gap ? table.property : undefined,
    defaults?.gap === true ? defaults.property : undefined,
  ];
  return lists.flatMap((list) =>
    list === undefined
      ? []
      : [{ at: list.at, why: 'a number is left out in this list, so Spring cannot bind it' }],
  );
}

/** Properties of the application with which it does not start. */
function refusedProperties({ kind, generation, roots, activation }: View): Gateway['refused'] {
  const unknown =
    kind === 'webflux' && generation >= 4.3
      ? inForce(roots, 'filter', 'secureheaders', 'defaultheaders')
      : undefined;
  const bound =
    unknown === undefined ? [] : [{ at: unknown.at, why: 'SecureHeaders has no property `default-headers`' }];
  const off = kind === 'webmvc' && generation >= 5 ? inForce(roots, 'enabled') : undefined;
  if (off !== undefined && flag(textInForce(roots, 'enabled')) === false)
    return [
      ...bound,
      { at: off.at, why: 'Spring Cloud Gateway Server MVC 5 does not start with `enabled: false`' },
    ];
  if (generation >= 4.3) return bound;
  // InactiveConfigDataAccessException, up to Boot 3.4.
  const late = activation.sources.flatMap(({ properties, profile }) => {
    const active = profile === undefined ? undefined : propertyAt(properties, 'spring', 'profiles', 'active');
    return active === undefined ? [] : [active];
  });
  return [
    ...bound,
    ...late.map(({ at }) => ({
      at,
      why: 'a document for some profile cannot say which profiles are active',
    })),
  ];
}

/** `fail-on-route-definition-error: false` drops a route whose filter is not found, and goes on; WebMVC has no such property. */
function isTolerant({ roots, kind }: View): boolean {
  return kind === 'webflux' && flag(textInForce(roots, 'failonroutedefinitionerror')) === false;
}

function tolerated(routes: readonly GatewayRoute[], view: View): readonly GatewayRoute[] {
  return isTolerant(view) ? routes.filter(({ steps }) => refusedSteps(steps).length === 0) : routes;
}

function fatal(refused: Gateway['refused'], routes: readonly GatewayRoute[], view: View): Gateway['refused'] {
  if (!isTolerant(view)) return refused;
  const dropped = new Set(routes.flatMap(({ steps }) => refusedSteps(steps).map(({ at }) => at.start)));
  return refused.filter(({ at }) => !dropped.has(at.start));
}

function isOff({ roots }: View): boolean {
  return flag(textInForce(roots, 'enabled')) === false;
}
