import type { Unit } from '../../../model/dialect.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, booleanOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

export interface Mapping {
  readonly object: KubernetesObject;
  readonly spec: YamlMap;
}

/** Mappings that match the same requests: Envoy has one route for them. */
export interface Group {
  /** By name; of what two of them say the last holds. */
  readonly members: readonly [Mapping, ...Mapping[]];
  readonly module?: KubernetesObject | undefined;
  /** False where several Modules may give the defaults. */
  readonly isSure: boolean;
}

export interface EmissaryWorld {
  readonly groups: readonly Group[];
  readonly modules: readonly KubernetesObject[];
  /** Kinds of objects that answer by themselves, or redirect. */
  readonly kinds: ReadonlySet<string>;
}

export function readWorld(unit: Unit<YamlFile>): EmissaryWorld {
  const objects = unit.files
    .flatMap(({ tree }) => objectsOf(tree))
    .filter(({ group }) => /^(?:x\.)?getambassador\.io$/.test(group))
    .filter(isRendered);
  const modules = objects.filter(({ kind, name }) => kind === 'Module' && name === 'ambassador');
  const groups = new Map<string, [Mapping, ...Mapping[]]>();
  for (const object of objects) {
    const spec = at(object.node, 'spec');
    if (!/^(?:Ambassador)?Mapping$/.test(object.kind) || spec?.kind !== 'map') continue;
    // A shadow is only sent a copy; what it answers is thrown away.
    if (isOn(spec, 'shadow')) continue;
    const key = groupKey(object, spec);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [{ object, spec }]);
    else same.push({ object, spec });
  }
  return {
    groups: [...groups.values()].map((members) => {
      members.sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
      const [{ object }] = members;
      const mine = modules.filter((module) => installation(module) === installation(object));
      const near = mine.filter((module) => module.document.file.uri === object.document.file.uri);
      const [module] = near.length > 0 ? near : mine;
      return { members, module, isSure: (near.length > 0 ? near : mine).length <= 1 };
    }),
    modules,
    kinds: new Set(objects.map(({ kind }) => kind)),
  };
}

export function isOn(node: YamlNode, key: string): boolean {
  return booleanOf(at(node, key), true) === true;
}

const MATCHING = [
  'hostname host host_regex prefix prefix_regex prefix_exact method method_regex headers regex_headers',
  'query_parameters regex_query_parameters precedence case_sensitive host_redirect',
]
  .join(' ')
  .split(' ');

function groupKey({ node }: KubernetesObject, spec: YamlMap): string {
  return JSON.stringify([installation({ node }), ...MATCHING.map((key) => plain(at(spec, key)))]);
}

function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'seq') return node.items.map(plain);
  return node.entries.map(({ key, value }) => [key.text, plain(value)]);
}

/** `ambassador_id` separates installations. */
function installation({ node }: Pick<KubernetesObject, 'node'>): string {
  const id = at(node, 'spec', 'ambassador_id');
  const ids =
    id?.kind === 'seq' ? itemsOf(id).flatMap((item) => textOf(item) ?? []) : [textOf(id) ?? 'default'];
  return ids.toSorted().join(' ');
}
