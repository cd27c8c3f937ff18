import type { Unit } from '../../../model/dialect.ts';
import { placeKey, type Place } from '../../../model/place.ts';
import type { Site } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { lowerWorld } from './groups.ts';
import { isOn, readWorld } from './world.ts';

/** What the Mappings of a workspace send. */
export function emissarySite(unit: Unit<YamlFile>): Site {
  const lowered = lowerWorld(readWorld(unit));
  return {
    dialect: 'emissary',
    scopes: lowered
      .filter(({ isRefused, group }) => !isRefused && !group.members.every(({ spec }) => isOn(spec, 'grpc')))
      .map(({ scope }) => scope),
    misplaced: lowered.flatMap(({ misplaced }) => misplaced),
    unread: distinct(lowered.flatMap(({ unread }) => unread)),
    refused: distinct(lowered.flatMap(({ refused }) => refused)),
  };
}

/** The defaults of a Module are read for every Mapping. */
function distinct<T extends { readonly at: Place }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((each) => [placeKey(each.at), each])).values()];
}
