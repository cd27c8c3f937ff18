import type { Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { Site, Unread, Unresolved } from '../../../model/scope.ts';
import { isPatch, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import { at, entryOf, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { readWorld, type EdgeService, type IstioWorld } from '../read/world.ts';
import { reachesNamespace } from './filter-reach.ts';
import { isRefused, schemaFaults } from './faults.ts';
import { answersOf } from './items.ts';
import { validationFaults } from './refusals.ts';
import { lowerWorld } from './routes.ts';
import { outdoneSpellings } from './spellings.ts';

/** What the VirtualServices at the edge send. */
export function istioSite(unit: Unit<YamlFile>): Site {
  const world = readWorld(unit);
  const lowered = lowerWorld(world);
  // An object has as many routes as it has items: what is asked of the object is asked once.
  const objects = [...new Set(lowered.map(({ item }) => item.object))];
  const refused = new Set(objects.filter(isRefused));
  return {
    dialect: 'istio',
    // Of an object that is refused, what stands in it is beside the point.
    scopes: lowered.filter(({ item }) => !refused.has(item.object)).map(({ scope }) => scope),
    misplaced: distinct(lowered.flatMap(({ misplaced }) => misplaced)),
    unread: distinct([
      ...world.virtualServices.flatMap(schemaFaults),
      ...world.virtualServices.flatMap(validationFaults),
      ...lowered.flatMap((each) => each.refused),
      ...objects.flatMap(outdoneSpellings),
      ...strayFilters(world),
    ]),
    unresolved: [
      ...world.services.flatMap(withoutRoot),
      ...world.dangling.map(({ object, node }) => {
        const reference = entryOf(node, 'delegate');
        const name = textOf(at(reference?.value, 'name')) ?? '';
        return { at: object.document.place((reference?.key ?? node).at), what: `VirtualService ${name}` };
      }),
    ],
  };
}

/** Items of a delegate that have no headers take over those of a root that was not seen. */
function withoutRoot({ object, items, rooted }: EdgeService): readonly Unresolved[] {
  const isOpen = items.some(
    (item) =>
      at(item.node, 'headers') === undefined && answersOf(item).some(({ page }) => page === 'content'),
  );
  if (rooted || !isOpen || isPatch(object)) return [];
  return [{ at: object.nameAt, what: `A VirtualService that delegates to ${object.name}` }];
}

function distinct<T extends { readonly at: Parameters<typeof placeKey>[0] }>(
  list: readonly T[],
): readonly T[] {
  return [...new Map(list.map((each) => [placeKey(each.at), each])).values()];
}

/** An EnvoyFilter that sets a framing header in a namespace where no gateway of the workspace runs. */
function strayFilters({ filters, services }: IstioWorld): readonly Unread[] {
  if (services.length === 0) return [];
  return filters.flatMap((filter) => {
    const patches = itemsOf(at(filter.node, 'spec', 'configPatches')).filter(
      (patch) =>
        textOf(at(patch, 'match', 'context')) === 'GATEWAY' && speaksOfFraming(filter.document, patch),
    );
    if (patches.length === 0 || services.some((service) => reachesNamespace(filter, service) !== false))
      return [];
    return [
      {
        at: filter.nameAt,
        what: `EnvoyFilter ${filter.name}`,
        why: 'it acts in its own namespace, and no gateway that is used here runs there',
        advice: 'Create it in the namespace of the gateway, or in the root namespace of the mesh.',
        severity: 'warning' as const,
      },
    ];
  });
}
