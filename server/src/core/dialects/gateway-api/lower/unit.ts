import type { Unit } from '../../../model/dialect.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { GATEWAY_API, gatherWorld, type GatewayWorld } from '../read/world.ts';
import { besidePlugins } from './foreign-plugins.ts';
import { lowerRoute, type LoweredRoute } from './rules.ts';

export interface LoweredUnit {
  readonly world: GatewayWorld;
  readonly routes: readonly LoweredRoute[];
}

export function lowerUnit(unit: Unit<YamlFile>): LoweredUnit {
  const world = gatherWorld(unit.files);
  const routes = world.ofKind(GATEWAY_API, 'HTTPRoute').map((object) => {
    const route = lowerRoute(object, world);
    return { ...route, rules: route.rules.map((rule) => besidePlugins(rule, world)) };
  });
  return { world, routes };
}
