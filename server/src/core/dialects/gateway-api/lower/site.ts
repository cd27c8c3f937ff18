import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { Scope, Site } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { overrideScopes } from './overrides.ts';
import { loosePolicies, policyUnread, earlyHeaders } from './client-traffic.ts';
import { foreignUnread } from './snippet-problems.ts';
import { lowerUnit } from './unit.ts';

/** All HTTPRoutes of a workspace on all Gateways that they name. */
export function gatewayApiSite(unit: Unit<YamlFile>, _settings: DialectSettings): Site {
  const lowered = lowerUnit(unit);
  const { routes, world } = lowered;
  const rules = routes.flatMap((route) =>
    // What the API server does not take is judged by its values, and proves nothing.
    route.rules.map((rule) =>
      route.isRejected ? { ...rule, scope: { ...rule.scope, whole: false } } : rule,
    ),
  );
  return {
    dialect: 'gateway-api',
    scopes: distinct([
      ...rules.map(({ scope }) => scope),
      ...rules.flatMap((rule) => overrideScopes(rule, world)),
      ...loosePolicies(lowered),
    ]),
    misplaced: [...routes.flatMap(({ misplaced }) => misplaced), ...earlyHeaders(lowered)],
    unread: [...routes.flatMap(({ unread }) => unread), ...policyUnread(lowered), ...foreignUnread(world)],
    unresolved: routes.flatMap(({ unresolved }) => unresolved),
    refused: routes.flatMap(({ refused }) => refused),
  };
}

/** A rule on several listeners is one place, unless these treat it differently. */
function distinct(scopes: readonly Scope[]): readonly Scope[] {
  const seen = new Set<string>();
  return scopes.filter(({ path, ops, answers }) => {
    const levels = path.map(({ id }) => id).join(' ');
    const key = [levels, answers[0]?.page, ...ops.map((op) => `${op.kind} ${placeKey(op.statement)}`)].join(
      '|',
    );
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
