import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import type { Property } from '../config/property.ts';
import { rewritten } from '../filters/line-filters.ts';
import { insertAt, insertList, takesItems } from './filter-edit.ts';
import type { Gateway, GatewayRoute, Step } from './gateway.ts';
import { keepsOrder, touchesHeader } from './shift.ts';

/** Where one more filter would set a header on a route's answers, innermost first. */
export function insertionsOf(
  each: GatewayRoute,
  gateway: Gateway,
  levels: { readonly route: Level; readonly defaults: Level },
): readonly Insertion[] {
  return [intoRoute(each, gateway, levels.route), intoDefaults(gateway, levels.defaults)].filter(
    (insertion) => insertion !== undefined,
  );
}

/**
 * SetResponseHeader in front of the route's own filters has the last word. Where something in the chain may send the
 * answer by itself, or another route does, it would turn that answer into a 500: then the pair below.
 */
function intoRoute(each: GatewayRoute, gateway: Gateway, level: Level): Insertion | undefined {
  const { route, steps } = each;
  const [part] = route.parts;
  if (part === undefined || route.isText) return undefined;
  const mayComplete = steps.some(
    ({ effect, definition }) => effect.kind === 'completes' || definition.name === 'RequestRateLimiter',
  );
  const isSafe = gateway.view.kind === 'webmvc' || (!mayComplete && !/^forward:/i.test(route.uri ?? ''));
  const filters = (name: string, value: string): readonly string[] =>
    isSafe ? [`SetResponseHeader=${name}, ${value}`] : pair(name, value);
  const write = (texts: readonly string[], name: string): Change | undefined => {
    if (route.filters !== undefined) {
      const where = placeFor(name, [each], keepsOrder([each], 'route', texts.length));
      return where && insertAt(route.filters.property, texts, where);
    }
    return part.value?.kind === 'map' ? insertList(part.document, part.value, 'filters', texts) : undefined;
  };
  const target = route.filters?.property;
  if (target === undefined ? part.value?.kind !== 'map' || part.value.shared : !takesItems(target))
    return undefined;
  return {
    level,
    title: (name, value) => `Set ${name} to ${value} on ${level.label}`,
    add: (name, value) =>
      outlives(steps[0], name, value) ? changes(value, write(filters(name, value), name)) : [],
  };
}

/** The first default filter acts behind the route's first: it may drop the header, or write over it. */
function outlives(first: Step | undefined, name: string, value: string): boolean {
  if (first?.isDefault !== true) return true;
  const { effect } = first;
  if (effect.kind !== 'write') return rewritten(effect, name, value) === value;
  const ops = effect.ops.filter((op) => op.name.text === name.toLowerCase());
  return ops.every(({ kind }) => kind === 'set-if-absent');
}

/** In front, where it has the last word; behind the others where these would get into another order, and none minds. */
function placeFor(
  name: string,
  routes: readonly GatewayRoute[],
  isFirstSafe: boolean,
): 'first' | 'last' | undefined {
  if (isFirstSafe) return 'first';
  return routes.some(({ steps }) => touchesHeader(steps, name)) ? undefined : 'last';
}

/**
 * The gateway's default filters. On the way out the later one acts first: Remove drops the service's line, Add writes
 * the only one, and both leave an answer alone that a redirect has sent already. SetResponseHeader would make it a 500.
 */
function intoDefaults({ view, defaults, table, routes }: Gateway, level: Level): Insertion | undefined {
  if (view.kind === 'webmvc') return undefined;
  const write = (texts: readonly string[], name: string): Change | undefined => {
    if (defaults === undefined) return besideRoutes(table.property, texts);
    const where = placeFor(name, routes, keepsOrder(routes, 'defaults', texts.length));
    return where && insertAt(defaults.property, texts, where);
  };
  if (defaults === undefined ? !standsInMap(table.property) : !takesItems(defaults.property))
    return undefined;
  return {
    level,
    title: (name, value) => `Set ${name} to ${value} on all routes, with default-filters`,
    add: (name, value) => changes(value, write(pair(name, value), name)),
  };
}

/** For routes that a service registry makes: beside the property that switches it on. */
export function defaultInsertions(gateway: Gateway, level: Level, locator: Property): readonly Insertion[] {
  const own = intoDefaults(gateway, level);
  if (own !== undefined) return [own];
  const root = gateway.view.roots.find(
    ({ document, value }) => document === locator.document && value?.kind === 'map',
  );
  if (root?.value?.kind !== 'map' || gateway.defaults !== undefined) return [];
  const { document, value } = root;
  const write = (texts: readonly string[]): Change | undefined =>
    insertList(document, value, 'default-filters', texts);
  return [
    {
      level,
      title: (name, text) => `Set ${name} to ${text} on all routes, with default-filters`,
      add: (name, text) => changes(text, write(pair(name, text))),
    },
  ];
}

function pair(name: string, value: string): readonly string[] {
  return [`AddResponseHeader=${name}, ${value}`, `RemoveResponseHeader=${name}`];
}

const ROUTES = /routes$/i;

/** Whether a list can be added beside it; the same that `besideRoutes` asks, without making the edit. */
function standsInMap(routes: Property | undefined): boolean {
  if (routes?.parent?.kind !== 'map' || routes.owner === undefined || !('key' in routes.owner)) return false;
  return !routes.parent.shared && ROUTES.test(routes.owner.key.text);
}

/** Next to `routes`, under a key that is spelled like it (`spring.cloud.gateway.routes`). */
function besideRoutes(routes: Property | undefined, texts: readonly string[]): Change | undefined {
  if (routes?.parent?.kind !== 'map' || routes.owner === undefined || !('key' in routes.owner))
    return undefined;
  const key = routes.owner.key.text;
  const found = ROUTES.exec(key);
  if (found === null) return undefined;
  return insertList(routes.document, routes.parent, `${key.slice(0, found.index)}default-filters`, texts);
}

/** A comma cannot be written in a shortcut. */
function changes(value: string, change: Change | undefined): readonly Change[] {
  return change === undefined || value.includes(',') ? [] : [change];
}
