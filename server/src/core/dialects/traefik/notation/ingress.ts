import type { Level } from '../../../model/scope.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { fromYaml, mapFromYaml } from '../config/from-yaml.ts';
import {
  entriesOf,
  entryOf,
  field,
  itemsOf,
  mapOf,
  textOf,
  type ConfigMap,
  type ConfigNode,
} from '../config/node.ts';
import type { Reference } from '../model/middleware.ts';
import { NOTHING, type Declarations, type Router } from '../model/router.ts';
import { referencesOf } from '../read/references.ts';
import { ingressGuard } from './ingress-guard.ts';
import { objectLevel, specOf } from './object.ts';

export const PREFIX = 'traefik.ingress.kubernetes.io/';

/** The paths of an Ingress, where Traefik is the controller that serves it. */
export function readIngress(object: KubernetesObject, index: ObjectIndex): Declarations {
  if (!isOurs(object, index)) return NOTHING;
  const spec = specOf(object);
  const rules = field(spec, ['rules'], 'exact');
  const paths = (rules?.kind === 'list' ? rules.items : []).flatMap((rule) => {
    const host = textOf(field(rule, ['host'], 'exact'));
    const list = field(rule, ['http', 'paths'], 'exact');
    return (list?.kind === 'list' ? list.items : []).map((path) => ({ host, path }));
  });
  const annotations = annotationsOf(object);
  return {
    ...NOTHING,
    routers: paths.map(({ host, path }, number) =>
      readPath(object, index, { host, path, number, count: paths.length, annotations }),
    ),
    unread: firstGeneration(annotations),
  };
}

function annotationsOf({ document, node }: KubernetesObject): ConfigMap | undefined {
  const metadata = at(node, 'metadata');
  return metadata?.kind === 'map'
    ? mapOf(field(mapFromYaml(document, metadata), ['annotations'], 'exact'))
    : undefined;
}

/** Source: pkg/provider/kubernetes/ingress: the class, else (here) Traefik's own annotations. */
function isOurs(object: KubernetesObject, index: ObjectIndex): boolean {
  const name = textOf(field(specOf(object), ['ingressClassName'], 'exact'));
  const legacy = object.annotations.get('kubernetes.io/ingress.class')?.text;
  const controller = name === undefined ? undefined : controllerOf(name, index);
  if (controller !== undefined) return controller.startsWith('traefik.io/');
  const named = name ?? legacy;
  if (named !== undefined && /^(nginx|kong|haproxy|alb|gce|istio|contour|apisix)/.test(named)) return false;
  if (named?.includes('traefik') === true) return true;
  return [...object.annotations.keys()].some((key) => key.startsWith(PREFIX));
}

function controllerOf(name: string, index: ObjectIndex): string | undefined {
  const found = index.find('networking.k8s.io', 'IngressClass', name, '');
  const controller = found && at(found.node, 'spec', 'controller');
  return controller?.kind === 'scalar' ? controller.text : undefined;
}

interface PathItem {
  readonly host: string | undefined;
  readonly path: ConfigNode;
  readonly number: number;
  readonly count: number;
  readonly annotations: ConfigMap | undefined;
}

function readPath(
  object: KubernetesObject,
  index: ObjectIndex,
  { host, path, number, count, annotations }: PathItem,
): Router {
  const entry = entryOf(path, 'path', 'exact') ?? entriesOf(path)[0];
  const text = textOf(field(path, ['path'], 'exact')) ?? '/';
  const nameAt = entry?.nameAt ?? object.nameAt;
  const annotation = (key: string): ConfigNode | undefined =>
    entryOf(annotations, `${PREFIX}${key}`, 'exact')?.value;
  const level: Level = {
    id: `path ${nameAt.uri}#${nameAt.start}`,
    kind: 'route',
    label: `path ${text} of Ingress ${object.name}`,
    at: nameAt,
  };
  const priority = Number(textOf(annotation('router.priority')) ?? 0);
  return {
    name: `${object.name}-${number}`,
    provider: 'kubernetes',
    namespace: object.namespace,
    level,
    // All paths share the annotations: what mends one mends all.
    around: count > 1 ? [objectLevel(object)] : [],
    block: path.at,
    rule: { text: ruleOf(host, text, textOf(field(path, ['pathType'], 'exact'))), at: nameAt },
    syntax: 'v3',
    ...(Number.isInteger(priority) && priority !== 0 && { priority }),
    entryPoints: itemsOf(annotation('router.entrypoints')),
    tls: textOf(annotation('router.tls')) === 'true' || field(specOf(object), ['tls'], 'exact') !== undefined,
    middlewares: referencesOf(annotation('router.middlewares')),
    parents: [],
    serviceMiddlewares: serviceMiddlewares(object, index, path),
    grpc: false,
    off: false,
    byDefault: false,
    implicit: false,
    guard: ingressGuard(object, annotations),
  };
}

function ruleOf(host: string | undefined, path: string, type: string | undefined): string {
  const place = `${type === 'Exact' ? 'Path' : 'PathPrefix'}(\`${path}\`)`;
  return host === undefined ? place : `Host(\`${host}\`) && ${place}`;
}

/** The annotation of the Service behind. */
function serviceMiddlewares(
  object: KubernetesObject,
  index: ObjectIndex,
  path: ConfigNode,
): readonly Reference[] {
  const backend = field(path, ['backend'], 'exact');
  const name = textOf(
    field(backend, ['service', 'name'], 'exact') ?? field(backend, ['serviceName'], 'exact'),
  );
  const service = name === undefined ? undefined : index.find('', 'Service', name, object.namespace);
  const value = service?.annotations.get(`${PREFIX}service.middlewares`);
  return service === undefined || value === undefined
    ? []
    : referencesOf(fromYaml(service.document, value.node));
}

/** Annotations of Traefik 1. */
function firstGeneration(annotations: ConfigMap | undefined): Declarations['unread'] {
  return entriesOf(annotations)
    .filter(({ name }) => /^ingress\.kubernetes\.io\/(frame-deny|custom-frame-options-value)$/.test(name))
    .map(({ name, nameAt }) => ({
      at: nameAt,
      what: name,
      why: 'only Traefik 1 reads it',
      advice: `Name a Middleware in ${PREFIX}router.middlewares.`,
    }));
}
