import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { isReadable } from '../../../syntax/yaml/malformed.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { field } from '../config/node.ts';
import { hasTemplateBlocks } from '../config/template.ts';
import { mergeDeclarations, NOTHING, type Declarations } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import { readMiddleware } from '../read/middleware.ts';
import { readStatic } from '../read/static.ts';
import { crdFaults } from './crd-faults.ts';
import { configOfFlags } from './flags.ts';
import { readIngress } from './ingress.ts';
import { readIngressRoute } from './ingress-route.ts';
import { specOf } from './object.ts';

/** `traefik.containo.us` is the group of version 2; version 3 no longer reads it. */
const GROUPS: readonly string[] = ['traefik.io', 'traefik.containo.us'];

/** The Kubernetes objects of the files: references lead from one file to another. */
export function readKubernetes(files: readonly YamlFile[]): Declarations {
  const objects = files.flatMap(objectsOf).filter(isRendered);
  const index = new ObjectIndex(objects);
  return mergeDeclarations(
    objects.map((object) => {
      if (GROUPS.includes(object.group) && object.kind === 'Middleware') return readObject(object);
      if (GROUPS.includes(object.group) && object.kind === 'IngressRoute') return readIngressRoute(object);
      if (object.kind === 'HTTPRoute') return readExtensionRefs(object);
      return object.kind === 'Ingress' ? readIngress(object, index) : NOTHING;
    }),
  );
}

/** What Helm or another renderer has still to write says nothing yet. */
function isRendered({ document }: KubernetesObject): boolean {
  return isReadable(document) && !hasTemplateBlocks(document.text);
}

/** Filters of the Gateway API that name a Middleware. */
function readExtensionRefs({ document, node, namespace }: KubernetesObject): Declarations {
  const filters = itemsOf(at(node, 'spec', 'rules')).flatMap((rule) => itemsOf(at(rule, 'filters')));
  const uses = filters.flatMap((filter): Declarations['uses'] => {
    const name = at(filter, 'extensionRef', 'name');
    const text = textOf(name);
    if (
      name === undefined ||
      text === undefined ||
      textOf(at(filter, 'extensionRef', 'kind')) !== 'Middleware'
    )
      return [];
    return [
      { reference: { text, at: document.place(name.at), object: { name: text, namespace: '' } }, namespace },
    ];
  });
  return { ...NOTHING, uses };
}

function readObject(object: KubernetesObject): Declarations {
  const spec = specOf(object);
  const { unread, isRefused } = crdFaults(spec);
  const middleware = readMiddleware({
    name: object.name,
    provider: 'kubernetescrd',
    namespace: object.namespace,
    nameAt: object.nameAt,
    block: object.document.place(object.node.at),
    body: spec,
    nameCase: 'exact',
  });
  return {
    ...NOTHING,
    middlewares: [
      isRefused
        ? { ...middleware, off: 'the API server refuses it', isExplained: true, ops: [], unread: [] }
        : { ...middleware, isExplained: unread.length > 0 },
    ],
    unread,
  };
}

/** Traefik's own flags in the pods that run it. */
export function readPodStatics(file: YamlFile): readonly StaticConfig[] {
  return objectsOf(file).flatMap(({ document, node }) =>
    itemsOf(at(node, 'spec', 'template', 'spec', 'containers')).flatMap((container) => {
      const config =
        configOfFlags(document, at(container, 'args')) ?? configOfFlags(document, at(container, 'command'));
      const isTraefik = field(config, ['entryPoints']) !== undefined;
      return config !== undefined && isTraefik ? [readStatic(config, file.file.uri)] : [];
    }),
  );
}
