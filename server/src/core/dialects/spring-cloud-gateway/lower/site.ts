import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { Misplaced, Refusal, Scope, Site, Unread, Unresolved } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { activationsOf, applicationsOf, type Application } from '../config/application.ts';
import { inForce } from '../config/view.ts';
import { latestGateways, releaseOf } from '../gateways.ts';
import type { Gateway, GatewayRoute } from './gateway.ts';
import { asPair } from './broken-route.ts';
import { defaultsLevel, defaultsScope, routeLevel, scopeOf } from './scope.ts';
import { attached } from './secure-unread.ts';
import { securityOf } from './security.ts';
import { unreadOf } from './unread.ts';

interface Lowered {
  readonly scopes: readonly Scope[];
  readonly misplaced: readonly Misplaced[];
  readonly unread: readonly Unread[];
  readonly unresolved: readonly Unresolved[];
  readonly refused: readonly Refusal[];
}

/** What the applications of a unit serve, with and without their profiles. */
export function springSite(unit: Unit<YamlFile>, settings: DialectSettings): Site {
  const lowered = applicationsOf(unit.files).flatMap((application) =>
    lowerApplication(application, settings),
  );
  return {
    dialect: 'spring-cloud-gateway',
    scopes: lowered.flatMap(({ scopes }) => scopes),
    misplaced: lowered.flatMap(({ misplaced }) => misplaced),
    unread: onePerPlace(lowered.flatMap(({ unread }) => unread)),
    unresolved: onePerPlace(lowered.flatMap(({ unresolved }) => unresolved)),
    refused: onePerPlace(lowered.flatMap(({ refused }) => refused)),
  };
}

/** The first that is said of a place. */
function onePerPlace<T extends { readonly at: Refusal['at'] }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.toReversed().map((each) => [placeKey(each.at), each])).values()].toReversed();
}

function lowerApplication(
  application: Application,
  { springCloudGateway }: DialectSettings,
): readonly Lowered[] {
  const known = releaseOf(springCloudGateway?.version);
  const seen = new Set<string>();
  const always = application.sources.filter(({ profile }) => profile === undefined);
  const bases = latestGateways({ profiles: new Set(), sources: always }, known);
  const gateways = activationsOf(application, springCloudGateway?.profiles).flatMap((activation) =>
    latestGateways(activation, known),
  );
  // Dead under one profile only: what that one loses is a finding of its own.
  const used = new Set(gateways.flatMap(attached).map(placeKey));
  return gateways.map((gateway): Lowered => {
    const base = bases.find(({ view }) => view.kind === gateway.view.kind);
    const lowered = lowerGateway(gateway, base, seen);
    return { ...lowered, unread: lowered.unread.filter(({ at }) => !used.has(placeKey(at))) };
  });
}

/** @param seen what other profiles have in the same way already */
function lowerGateway(gateway: Gateway, base: Gateway | undefined, seen: Set<string>): Lowered {
  const { routes, refused, view } = gateway;
  const unread = unreadOf(gateway);
  if (gateway.isOff) return { scopes: [], misplaced: [], unread: [], unresolved: [], refused: [] };
  const fresh = routes.filter((each) => isFresh(fingerprint(each, gateway), seen));
  const sound = fresh.filter((each) => isSound(each, refused));
  const alone = gateway.table.routes.length === 0 ? defaultsScope(gateway) : undefined;
  const scopes = [
    ...sound.flatMap((each) => scopeOf(each, gateway, base) ?? []),
    ...(alone !== undefined && isFresh(`alone ${placeKey(alone.block)}`, seen) ? [alone] : []),
  ];
  const security = securityOf(view.documents);
  return {
    scopes,
    misplaced: fresh.flatMap((each) => misplacedOf(each, gateway)),
    unread,
    unresolved:
      security === undefined || scopes.length === 0
        ? []
        : [{ at: security.at, what: 'The code that tells Spring Security which headers to write' }],
    refused: refused.filter(({ at }) => !unread.some((each) => placeKey(each.at) === placeKey(at))),
  };
}

/** A route that makes the gateway refuse everything, or only errors, sends no page. */
function isSound({ route, steps }: GatewayRoute, refused: Gateway['refused']): boolean {
  const { block } = route;
  const isRefused = refused.some(
    ({ at }) => at.uri === block.uri && block.start <= at.start && at.end <= block.end,
  );
  return !isRefused && steps.every(({ effect }) => effect.kind !== 'refused' && effect.kind !== 'fails');
}

function isFresh(key: string, seen: Set<string>): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** All that decides about a route's headers. */
function fingerprint({ route }: GatewayRoute, { defaults, view }: Gateway): string {
  const secure = ['frameoptions', 'contentsecuritypolicy', 'disable', 'disabledheaders'].map((key) =>
    inForce(view.roots, 'filter', 'secureheaders', key),
  );
  const properties = [...route.parts, defaults?.property, route.filters?.property, ...secure];
  return properties.map((property) => (property === undefined ? '' : placeKey(property.at))).join(' ');
}

function misplacedOf(each: GatewayRoute, gateway: Gateway): readonly Misplaced[] {
  const { steps, route } = each;
  return steps.flatMap(({ definition, effect, isDefault }): readonly Misplaced[] => {
    if (effect.kind !== 'request' || effect.misplaced === undefined) return [];
    const level = isDefault ? defaultsLevel(gateway) : routeLevel(each);
    const isPair = /^(Add|Set)RequestHeader$/.test(definition.name) && definition.arguments.length === 2;
    const mayFail =
      /^forward:/i.test(route.uri ?? '') || steps.some(({ effect: { kind } }) => kind === 'completes');
    const asSet = [{ at: definition.nameAt, text: 'SetResponseHeader' }];
    const move = isDefault || mayFail ? asPair(definition, gateway.view.kind === 'webmvc').fix : asSet;
    return [{ ...effect.misplaced, level, ...(isPair && move !== undefined && { move }) }];
  });
}
