import type { Unit } from '../../../model/dialect.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { settingsIn, type Settings } from './settings.ts';

export const GROUP = 'projectcontour.io';

/** An item of `spec.routes`. */
export interface ProxyRoute {
  readonly object: KubernetesObject;
  readonly node: YamlMap;
  readonly index: number;
}

export interface ContourWorld {
  readonly proxies: readonly KubernetesObject[];
  readonly routes: readonly ProxyRoute[];
  /** `undefined` where there is none, or more than one. */
  readonly configuration: Settings | undefined;
  /** False where it is not clear whose policy holds. */
  readonly isSure: boolean;
  /** Includes that lead to nothing. */
  readonly dangling: readonly {
    readonly object: KubernetesObject;
    readonly node: YamlNode;
    readonly name: string;
  }[];
}

export function readWorld(unit: Unit<YamlFile>): ContourWorld {
  const objects = unit.files
    .flatMap(({ tree }) => objectsOf(tree))
    .filter((object) => (object.group === GROUP || object.kind === 'ConfigMap') && isRendered(object));
  const index = new ObjectIndex(objects);
  const proxies = index.ofKind(GROUP, 'HTTPProxy');
  const found = objects.flatMap((object) => settingsIn(object) ?? []);
  const configurations = found.filter((each) => each !== 'unreadable');
  const isTelling = configurations.some(({ node, path }) => at(node, ...path) !== undefined);
  return {
    proxies,
    routes: proxies.flatMap((object) =>
      itemsOf(at(object.node, 'spec', 'routes')).flatMap((node, position) =>
        node.kind === 'map' ? [{ object, node, index: position }] : [],
      ),
    ),
    configuration: configurations.length === 1 ? configurations[0] : undefined,
    isSure: configurations.length === found.length && (configurations.length <= 1 || !isTelling),
    dangling: proxies.flatMap((object) =>
      itemsOf(at(object.node, 'spec', 'includes')).flatMap((node) => {
        const name = textOf(at(node, 'name')) ?? '';
        const namespace = textOf(at(node, 'namespace')) ?? object.namespace;
        const isThere = name === '' || index.find(GROUP, 'HTTPProxy', name, namespace) !== undefined;
        return isThere ? [] : [{ object, node: entryOf(node, 'name')?.value ?? node, name }];
      }),
    ),
  };
}
