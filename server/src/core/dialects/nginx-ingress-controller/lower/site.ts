import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Site, Unresolved } from '../../../model/scope.ts';
import { isPatch } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { actionsOf } from '../read/actions.ts';
import { ingressServers } from '../read/ingress.ts';
import { GROUP, readWorld, type ControllerWorld } from '../read/world.ts';
import { renderConfig, type Rendered } from '../render/config.ts';
import { isRefused, objectFaults } from './faults.ts';
import { foreignStatements } from '../../../nginx/embedded/foreign-statements.ts';
import { ingressFaults, isIngressRefused } from './ingress-faults.ts';
import { actionLevel } from './levels.ts';
import { misplacedAnnotations, misplacedIn } from './misplaced.ts';
import { lowerScopes, type LoweredScope } from './scopes.ts';

export function controllerSite(unit: Unit<YamlFile>, settings: DialectSettings): Site {
  const world = readWorld(unit);
  const refused = refusedObjects(world);
  const rendered = renderConfig(world, 'findings', refused);
  const lowered = lowerScopes(world, rendered, settings);
  const customs = customObjects(world).filter((object) => !isPatch(object));
  const items = [...world.servers, ...world.orphans].flatMap((each) => each.items);
  const actions = items.filter(({ object }) => !refused.has(object)).flatMap(actionsOf);
  return {
    dialect: 'nginx-ingress-controller',
    scopes: lowered.map(({ scope }) => scope),
    misplaced: [
      ...actions.flatMap((action) => misplacedIn(action, actionLevel(action))),
      ...world.ingresses.flatMap(misplacedAnnotations),
      ...rendered.config.misplaced(settings),
    ],
    unread: [
      ...customs.flatMap((object) => objectFaults(object, world)),
      ...ingressFaults(world),
      ...foreignStatements(rendered.snippets, 'the controller'),
    ],
    unresolved: [...danglingRoutes(world), ...unknownPolicies(lowered), ...unowned(world)],
  };
}

/** What nginx itself would say against the snippets. */
export function snippetProblems(unit: Unit<YamlFile>, settings: DialectSettings): readonly Finding[] {
  const world = readWorld(unit);
  const { config, snippets }: Rendered = renderConfig(world, 'findings', refusedObjects(world));
  return snippets.length === 0 ? [] : config.problems(settings);
}

/** The objects of which the API server or the controller takes nothing. */
export function refusedObjects(world: ControllerWorld): ReadonlySet<KubernetesObject> {
  return new Set([
    ...customObjects(world).filter((object) => !isPatch(object) && isRefused(object, world)),
    ...world.ingresses.filter((object) => isIngressRefused(object, world)),
  ]);
}

function customObjects({ index }: ControllerWorld): readonly KubernetesObject[] {
  return ['VirtualServer', 'VirtualServerRoute'].flatMap((kind) => index.ofKind(GROUP, kind));
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
function unknownPolicies(lowered: readonly LoweredScope[]): readonly Unresolved[] {
  const found = lowered.flatMap(({ source, isUnsure }) => {
    if (!isUnsure || source === undefined || !('policies' in source)) return [];
    return source.policies.flatMap(({ dangling }) => dangling);
  });
  const unique = new Map(found.map((each) => [each.node, each]));
  return [...unique.values()].map(({ at, name }) => ({ at, what: `The Policy ${name}` }));
}

/** What a route or a minion answers with depends on the object that it belongs to. */
function unowned(world: ControllerWorld): readonly Unresolved[] {
  const routes = world.orphans
    .filter(({ isTwin }) => !isTwin)
    .map(({ object }) => ({ object, owner: 'VirtualServer that delegates to' }));
  const minions = ingressServers(world).flatMap(({ master, paths }) =>
    master === undefined ? paths.map(({ object }) => ({ object, owner: 'master Ingress of' })) : [],
  );
  const unique = new Map([...routes, ...minions].map((each) => [each.object, each]));
  return [...unique.values()]
    .filter(({ object }) => !isPatch(object))
    .map(({ object, owner }) => ({ at: object.nameAt, what: `The ${owner} ${object.name}` }));
}
