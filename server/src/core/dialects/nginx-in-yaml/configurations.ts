import type { Unit } from '../../model/dialect.ts';
import { Relocation } from '../../nginx/embedded/relocation.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { collect } from './collect.ts';
import { unitsOf } from './units.ts';

/** The configurations of nginx's in the files of a folder, and where their texts come from. */
export interface Configurations {
  readonly units: readonly Unit<NginxTree>[];
  readonly relocation: Relocation;
}

export function configurationsIn({ files }: Unit<YamlFile>): Configurations {
  const systems = collect(files.map(({ tree }) => tree));
  const relocation = new Relocation();
  const pieces = new Set(systems.flatMap((system) => system.files.map(({ piece }) => piece)));
  for (const { nginx } of pieces) relocation.addEmbedded(nginx);
  const units = systems.flatMap(unitsOf);
  // Pods of one kind mount the same files.
  const distinct = new Map(units.map((unit) => [keyOf(unit), unit]));
  return { units: [...distinct.values()], relocation };
}

function keyOf({ files }: Unit<NginxTree>): string {
  return files.map(({ file, tree }) => `${file.uri}#${tree.embedded?.start ?? 0}`).join(' ');
}
