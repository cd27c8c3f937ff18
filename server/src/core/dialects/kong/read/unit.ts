import type { Unit } from '../../../model/dialect.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import type { KongConfig } from '../model/config.ts';
import { environmentsIn } from './environment.ts';
import { declaratives } from './declarative.ts';
import { readKubernetes } from './kubernetes.ts';
import { readNative } from './native.ts';

/** All configurations of a workspace folder: declarative files, and the objects of a cluster. */
export function readUnit(unit: Unit<YamlFile>): readonly KongConfig[] {
  const environments = environmentsIn(unit);
  return [...declaratives(unit).map((files) => readNative(files, environments)), ...readKubernetes(unit)];
}
