import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, booleanOf, textOf } from '../../../syntax/yaml/node.ts';
import type { Plugin, Target } from '../model/config.ts';
import { isForOthers } from './native-plugins.ts';

/** What names a plugin in objects. */
export interface Attachments {
  readonly routes: readonly string[];
  readonly services: readonly string[];
  readonly consumers: readonly string[];
}

/** A KongPlugin as an instance. It has no `spec`: its fields stand at the root. */
export function pluginOf(object: KubernetesObject, attachments: Attachments): Plugin | undefined {
  const { document, node, nameAt } = object;
  const name = textOf(at(node, 'plugin'));
  if (name === undefined) return undefined;
  const isKnown =
    at(node, 'configFrom') === undefined && at(node, 'configPatches') === undefined && !isForOthers(node);
  return {
    name,
    document,
    holder: node,
    nameAt,
    level: isGlobalObject(object) ? objectLevel(object, 'gateway') : objectLevel(object, 'condition'),
    targets: targetsOf(object, attachments),
    isOn: booleanOf(at(node, 'disabled'), true) !== true,
    isKnown,
  };
}

/** A plugin of a consumer and a route is for that consumer on that route alone (ForeignRelations.GetCombinations). */
function targetsOf(
  object: KubernetesObject,
  { routes, services, consumers }: Attachments,
): readonly Target[] {
  const global = isGlobalObject(object) ? [{}] : [];
  const own: readonly Target[] = [
    ...routes.map((route) => ({ route })),
    ...services.map((service) => ({ service })),
  ];
  if (consumers.length === 0) return [...global, ...own];
  const all = consumers.flatMap((consumer) =>
    own.length === 0 ? [{ consumer }] : own.map((target) => ({ ...target, consumer })),
  );
  return [...global, ...all];
}

/** It takes a label, which is a text, and a class. */
export function isGlobalObject({ kind, node, annotations }: KubernetesObject): boolean {
  const label = at(node, 'metadata', 'labels', 'global');
  return (
    kind === 'KongClusterPlugin' &&
    label?.kind === 'scalar' &&
    label.style !== 'plain' &&
    label.text === 'true' &&
    annotations.has('kubernetes.io/ingress.class')
  );
}
