import { placeKey } from '../../../model/place.ts';
import type { AnswerKind, Cut, Level, Scope, Service } from '../../../model/scope.ts';
import { insertBehind, insertFirst } from './filter-edit.ts';
import { defaultSteps, type Gateway, type GatewayRoute, type Step } from './gateway.ts';
import { defaultInsertions, insertionsOf } from './insertions.ts';
import { locatorOf } from './locator.ts';
import { opsOf, writtenOps } from './ops.ts';
import { keepsOrder } from './shift.ts';

/** One route of a gateway. @param base the gateway without profiles, whose default filters a profile may replace */
export function scopeOf(each: GatewayRoute, gateway: Gateway, base: Gateway | undefined): Scope | undefined {
  const { route, steps } = each;
  const answers = answersOf(each, gateway);
  if (answers === undefined) return undefined;
  const levels = { route: routeLevel(each), defaults: defaultsLevel(gateway) };
  const ops = opsOf(steps, gateway.view);
  const service = serviceOf(each, gateway, levels);
  const cut = cutOf(gateway, base, levels.defaults, each);
  return {
    path: [levels.route, levels.defaults],
    block: route.block,
    answers,
    ops,
    ...(service !== undefined && { service }),
    ...(cut !== undefined && { cut }),
    insertions: insertionsOf(each, gateway, levels),
    whole: gateway.view.documents.every(({ document }) => document.parsed.problems.length === 0),
  };
}

export function routeLevel({ route }: GatewayRoute): Level {
  const label = route.id === undefined ? 'this route' : `route ${route.id}`;
  return { id: `route ${placeKey(route.block)}`, kind: 'route', label, at: route.at };
}

/**
 * Default filters alone, where no route stands in the file: those that a service registry makes get them, and so do
 * routes of files that were not seen, of which nothing can be missed.
 */
export function defaultsScope(gateway: Gateway): Scope | undefined {
  const locator = locatorOf(gateway.view);
  if (gateway.view.kind === 'webmvc' || (gateway.defaults === undefined && locator === undefined))
    return undefined;
  const level =
    locator === undefined
      ? defaultsLevel(gateway)
      : { ...defaultsLevel(gateway), at: locator.at, label: 'the routes of the service registry' };
  return {
    path: [level],
    block: level.at,
    answers: [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }],
    ops: opsOf(defaultSteps(gateway), gateway.view),
    insertions: locator === undefined ? [] : defaultInsertions(gateway, level, locator),
    whole: locator !== undefined,
  };
}

/** The default filters in force: those of a profile are a level of their own. */
export function defaultsLevel({ defaults, table, view }: Gateway): Level {
  const property = defaults?.property ?? table.property ?? view.roots[0];
  const at = property?.at ?? { uri: '' as Level['at']['uri'], start: 0, end: 0 };
  const source = view.activation.sources.find(({ properties }) => properties.document === property?.document);
  const profile = defaults === undefined ? undefined : source?.profile?.label;
  const id = `filters ${placeKey(at)}`;
  return profile === undefined
    ? { id, kind: 'gateway', label: 'default-filters', at }
    : { id, kind: 'host', label: `profile ${profile}`, at };
}

/** `undefined`: no browser shows what comes from here, or no filter can reach it. */
function answersOf({ route, steps }: GatewayRoute, { view }: Gateway): readonly AnswerKind[] | undefined {
  const uri = (route.uri ?? '').toLowerCase();
  if (/^(lb:)?wss?:/.test(uri)) return undefined;
  const ending = steps.find(({ effect }) => effect.kind === 'completes' && effect.always)?.effect;
  if (ending?.kind === 'completes')
    return [{ from: 'gateway', statuses: [ending.status ?? 302], page: 'none' }];
  if (uri.startsWith('forward:') && view.kind === 'webflux') return undefined;
  if (/^(no|stream):/.test(uri) && !steps.some(({ effect }) => effect.kind === 'unseen'))
    return [{ from: 'gateway', statuses: [200], page: 'none' }];
  return [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }];
}

const NAME = 'x-frame-options';

/** An added line stands beside the service's own; RemoveResponseHeader right behind the Add keeps that one back. */
function serviceOf(
  each: GatewayRoute,
  { view, routes }: Gateway,
  levels: { readonly route: Level; readonly defaults: Level },
): Service | undefined {
  const { route, steps } = each;
  const adding = steps.find(
    ({ effect }) =>
      effect.kind === 'write' && effect.ops.some((op) => op.kind === 'append' && op.name.text === NAME),
  );
  if (adding === undefined) return undefined;
  const { parent, owner, document } = adding.definition.property;
  const index = parent?.kind === 'seq' ? parent.items.findIndex((item) => item === owner) : -1;
  const isMvcRedirect = view.kind === 'webmvc' && steps.some(({ effect }) => effect.kind === 'completes');
  const { isDefault } = adding;
  const isInOrder = keepsOrder(isDefault ? routes : [each], isDefault ? 'defaults' : 'route', 1, index + 1);
  const hidings =
    parent?.kind !== 'seq' || index < 0 || isMvcRedirect || !isInOrder
      ? []
      : [
          {
            level: isDefault ? levels.defaults : levels.route,
            keyword: 'RemoveResponseHeader',
            add: (name: string) => {
              const change = insertBehind(document, parent, index, `RemoveResponseHeader=${name}`);
              return change === undefined ? [] : [change];
            },
          },
        ];
  return { at: route.uriAt, hidings };
}

/** A list is replaced as a whole: a profile's own default filters drop those of the base. */
function cutOf(
  gateway: Gateway,
  base: Gateway | undefined,
  level: Level,
  each: GatewayRoute,
): Cut | undefined {
  const { defaults } = gateway;
  const lostList = base?.defaults;
  if (defaults === undefined || lostList === undefined || lostList.property === defaults.property)
    return undefined;
  const replaced = stepsOfBase(base, each).filter(({ isDefault }) => isDefault);
  // What SecureHeaders leaves out is not lost.
  const lost = writtenOps(replaced, gateway.view);
  if (lost.length === 0) return undefined;
  const texts = replaced.flatMap(({ definition, effect }) =>
    effect.kind === 'write' && definition.form === 'shortcut' && definition.property.value?.kind === 'scalar'
      ? [definition.property.value.text]
      : [],
  );
  const restore = texts.length === 0 ? undefined : insertFirst(defaults.property, texts);
  return { level, by: defaults.property.at, lost, ...(restore !== undefined && { restore: [restore] }) };
}

function stepsOfBase(base: Gateway | undefined, { route }: GatewayRoute): readonly Step[] {
  const same = base?.routes.find((other) => other.route.parts[0] === route.parts[0]) ?? base?.routes[0];
  return same?.steps ?? [];
}
