import type { Unit } from '../../../model/dialect.ts';
import type { Site, Unresolved } from '../../../model/scope.ts';
import { isPatch } from '../../../syntax/kubernetes/judge.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { GROUP, readWorld, type ControllerWorld } from '../read/world.ts';
import { isRefused, objectFaults } from './faults.ts';
import { misplacedIn } from './misplaced.ts';
import { lowerServers, type LoweredServer } from './virtual-server.ts';

export function controllerSite(unit: Unit<YamlFile>): Site {
  const world = readWorld(unit);
  const lowered = lowerServers(world);
  const objects = ['VirtualServer', 'VirtualServerRoute'].flatMap((kind) => world.index.ofKind(GROUP, kind));
  const refused = new Set(objects.filter((object) => !isPatch(object) && isRefused(object)));
  const items = lowered.flatMap((each) => each.items).filter(({ item }) => !refused.has(item.object));
  return {
    dialect: 'nginx-ingress-controller',
    scopes: items.flatMap(({ actions, errorPages }) => [...actions, ...errorPages].map(({ scope }) => scope)),
    misplaced: items.flatMap(({ actions }) =>
      actions.flatMap(({ action, scope }) => misplacedIn(action, scope.path[0])),
    ),
    unread: objects.filter((object) => !isPatch(object)).flatMap(objectFaults),
    unresolved: [...danglingRoutes(world), ...lowered.flatMap(unknownPolicies), ...unownedRoutes(world)],
  };
}

function danglingRoutes({ servers }: ControllerWorld): readonly Unresolved[] {
  return servers.flatMap(({ object: { document }, dangling }) =>
    dangling.map(({ node, name }) => ({
      at: document.place(node.at),
      what: `The VirtualServerRoute ${name}`,
    })),
  );
}

/** Policies write no framing header; one that is not seen matters where it may cut off what is in force. */
function unknownPolicies({ items }: LoweredServer): readonly Unresolved[] {
  return items.flatMap(({ item: { object }, actions }) => {
    const unsure = actions.find(({ scope, policies }) => !scope.whole && policies.dangling.length > 0);
    return (unsure?.policies.dangling ?? []).map(({ node, name }) => ({
      at: object.document.place(node.at),
      what: `The Policy ${name}`,
    }));
  });
}

/** What a route answers with depends on the server that delegates to it. */
function unownedRoutes({ orphans }: ControllerWorld): readonly Unresolved[] {
  return orphans
    .filter(({ object }) => !isPatch(object))
    .map(({ object }) => ({
      at: object.nameAt,
      what: `The VirtualServer that delegates to ${object.name}`,
    }));
}
