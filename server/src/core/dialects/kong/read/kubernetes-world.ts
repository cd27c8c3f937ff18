import type { Unit } from '../../../model/dialect.ts';
import { ingressOwner, isIngress } from '../../../syntax/kubernetes/ingress-class.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { ANNOTATION, GROUP } from './references.ts';

/** The objects of a cluster that Kong's ingress controller reads. */
export interface KongWorld {
  readonly index: ObjectIndex;
  readonly ingresses: readonly KubernetesObject[];
  /** HTTPRoutes that name plugins of Kong; what the Gateway API itself says of others is not Kong's matter. */
  readonly httpRoutes: readonly KubernetesObject[];
  readonly services: readonly KubernetesObject[];
  readonly consumers: readonly KubernetesObject[];
  readonly plugins: readonly KubernetesObject[];
  /** False where a template, or a file that is not read, may name any of them. */
  readonly isReadable: boolean;
}

export function readWorld({ files }: Unit<YamlFile>): KongWorld {
  const objects = files.flatMap(({ tree }) => objectsOf(tree)).filter(isRendered);
  const index = new ObjectIndex(objects);
  return {
    index,
    ingresses: objects.filter((each) => isIngress(each) && ingressOwner(each, index)?.controller === 'kong'),
    httpRoutes: objects.filter((each) => each.kind === 'HTTPRoute' && isOurs(each)),
    services: index.ofKind('', 'Service'),
    consumers: [...index.ofKind(GROUP, 'KongConsumer'), ...index.ofKind(GROUP, 'KongConsumerGroup')],
    plugins: [...index.ofKind(GROUP, 'KongPlugin'), ...index.ofKind(GROUP, 'KongClusterPlugin')],
    isReadable: files.every(({ tree }) =>
      tree.documents.every(({ parsed, text }) => parsed.problems.length === 0 && !text.includes('{{')),
    ),
  };
}

function isOurs({ annotations, node }: KubernetesObject): boolean {
  if (annotations.has(ANNOTATION)) return true;
  return itemsOf(at(node, 'spec', 'rules')).some((rule) =>
    itemsOf(at(rule, 'filters')).some((filter) => textOf(at(filter, 'extensionRef', 'group')) === GROUP),
  );
}
