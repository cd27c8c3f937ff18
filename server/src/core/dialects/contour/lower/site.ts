import type { Unit } from '../../../model/dialect.ts';
import type { Site } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { finishedPolicy, isRefused, proxyFaults } from './faults.ts';
import { lowerWorld } from './routes.ts';
import { readWorld } from './world.ts';

/** What the routes of all HTTPProxies send. An include hands requests on and no policy with them. */
export function contourSite(unit: Unit<YamlFile>): Site {
  const world = readWorld(unit);
  const lowered = lowerWorld(world);
  const refused = new Set(world.proxies.filter(isRefused));
  return {
    dialect: 'contour',
    scopes: lowered.flatMap(({ route, scopes }) => (refused.has(route.object) ? [] : scopes)),
    misplaced: lowered.flatMap(({ misplaced }) => misplaced),
    unread: [...world.proxies.flatMap(proxyFaults), ...world.routes.flatMap(finishedPolicy)],
    unresolved: world.dangling.map(({ object: { document }, node, name }) => ({
      at: document.place(node.at),
      what: `HTTPProxy ${name}`,
    })),
  };
}
