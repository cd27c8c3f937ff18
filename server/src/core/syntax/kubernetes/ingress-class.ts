import { at, textOf } from '../yaml/node.ts';
import type { KubernetesObject, ObjectIndex } from './objects.ts';

/** The families of controllers that serve Ingress objects. */
export type IngressController =
  | 'ingress-nginx'
  | 'nginx-ingress-controller'
  | 'traefik'
  | 'kong'
  | 'apisix'
  | 'haproxytech'
  | 'haproxy-ingress'
  | 'alb'
  | 'gce'
  | 'azure'
  | 'istio'
  | 'higress'
  | 'emissary'
  | 'contour'
  | 'openshift'
  | 'skipper'
  | 'pomerium'
  | 'other';

/** Who serves an Ingress. */
export interface IngressOwner {
  readonly controller: IngressController;
  /**
   * What says so, the surest first: an IngressClass of the workspace, the default one, the name of a class that only one
   * controller has, annotations that only one controller reads, a name that several have.
   */
  readonly by: 'class' | 'default class' | 'class name' | 'annotations' | 'likely name';
  /** The name of its class as written; absent where none is. */
  readonly className?: string;
}

/** The groups that Ingress objects were in; the two beta ones went with Kubernetes 1.22. */
export function isIngress({ kind, group }: KubernetesObject): boolean {
  return kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions');
}

/** The controller that serves an Ingress; `undefined` where nothing in the workspace tells. */
export function ingressOwner(ingress: KubernetesObject, index: ObjectIndex): IngressOwner | undefined {
  const field = textOf(at(ingress.node, 'spec', 'ingressClassName'));
  const legacy = ingress.annotations.get('kubernetes.io/ingress.class')?.text;
  const className = field ?? legacy;
  if (className === undefined || className === '') return unnamedOwner(ingress, index);
  // A class object is asked for by the field alone; the annotation is compared as a text.
  const controller = field === undefined ? undefined : controllerOfClass(field, index);
  if (controller !== undefined) return { controller, by: 'class', className };
  const evidence = controllerOfAnnotations(ingress);
  for (const name of [legacy, field]) {
    const only = name === undefined ? undefined : ONLY_NAMES.get(name);
    if (only !== undefined) return { controller: only, by: 'class name', className };
  }
  if (evidence !== undefined) return { controller: evidence, by: 'annotations', className };
  const likely = likelyController(className);
  return likely && { controller: likely, by: 'likely name', className };
}

/** Without a class the API server writes the default one into the object, where there is one. */
function unnamedOwner(ingress: KubernetesObject, index: ObjectIndex): IngressOwner | undefined {
  const standard = onlyOne(
    index
      .ofKind('networking.k8s.io', 'IngressClass')
      .filter(
        ({ annotations }) => annotations.get('ingressclass.kubernetes.io/is-default-class')?.text === 'true',
      )
      .flatMap((each) => controllerOf(each) ?? []),
  );
  if (standard !== undefined) return { controller: standard, by: 'default class' };
  const evidence = controllerOfAnnotations(ingress);
  return evidence && { controller: evidence, by: 'annotations' };
}

function controllerOfClass(name: string, index: ObjectIndex): IngressController | undefined {
  return onlyOne(
    index
      .ofKind('networking.k8s.io', 'IngressClass')
      .filter((each) => each.name === name)
      .flatMap((each) => controllerOf(each) ?? []),
  );
}

/** Overlays of several clusters may have a class of one name each. */
function onlyOne<T>(found: readonly T[]): T | undefined {
  return new Set(found).size === 1 ? found[0] : undefined;
}

/** The family of an IngressClass, by its `spec.controller`. */
export function controllerOf(ingressClass: KubernetesObject): IngressController | undefined {
  const name = textOf(at(ingressClass.node, 'spec', 'controller'));
  if (name === undefined || /\{\{|\$\{/.test(name)) return undefined;
  return CONTROLLERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/** Several controllers of one kind in a cluster have names of their own (`k8s.io/internal-ingress-nginx`). */
const CONTROLLERS: readonly (readonly [RegExp, IngressController])[] = [
  [/^k8s\.io\/.*ingress-?nginx|^k8s\.io\/.*nginx/, 'ingress-nginx'],
  [/^nginx\.org\/ingress-controller/, 'nginx-ingress-controller'],
  [/^traefik\.io\//, 'traefik'],
  [/konghq\.com\//, 'kong'],
  [/^apisix\.apache\.org\//, 'apisix'],
  [/^haproxy\.org\//, 'haproxytech'],
  [/^haproxy-ingress\.github\.io\//, 'haproxy-ingress'],
  [/^ingress\.k8s\.aws\/|^eks\.amazonaws\.com\//, 'alb'],
  [/^(?:k8s\.io\/ingress-gce|networking\.gke\.io\/)/, 'gce'],
  [/^azure\/application-gateway/, 'azure'],
  [/^istio\.io\//, 'istio'],
  [/^higress\.io\//, 'higress'],
  [/^getambassador\.io\//, 'emissary'],
  [/^projectcontour\.io\//, 'contour'],
  [/^openshift\.io\//, 'openshift'],
  [/^zalando\.org\//, 'skipper'],
  [/^pomerium\.io\//, 'pomerium'],
];

/** Names of classes that only one controller has by default. `nginx` is what two have. */
const ONLY_NAMES: ReadonlyMap<string, IngressController> = new Map([
  ['traefik', 'traefik'],
  ['kong', 'kong'],
  ['alb', 'alb'],
  ['gce', 'gce'],
  ['gce-internal', 'gce'],
  ['azure/application-gateway', 'azure'],
  ['azure-application-gateway', 'azure'],
  ['apisix', 'apisix'],
  ['contour', 'contour'],
  ['ambassador', 'emissary'],
  ['higress', 'higress'],
  ['istio', 'istio'],
  ['skipper', 'skipper'],
  ['pomerium', 'pomerium'],
  ['openshift-default', 'openshift'],
]);

/** All of them; `nginx` and `haproxy` tell at least that it is one of two. */
export const knownClasses: readonly string[] = [...ONLY_NAMES.keys(), 'nginx', 'haproxy'];

/** What a name of one's own says that holds the name of a controller (`nginx-internal`). */
function likelyController(name: string): IngressController | undefined {
  if (/(?:^|[-_.])f5|nginx-?(?:plus|org)/i.test(name)) return 'nginx-ingress-controller';
  if (/nginx/i.test(name)) return 'ingress-nginx';
  if (/haproxy/i.test(name)) return 'haproxytech';
  const word = [...ONLY_NAMES].find(([known]) => name.split(/[-_.]/).includes(known));
  return word?.[1];
}

/** Annotations that only one controller reads. */
const PREFIXES: readonly (readonly [RegExp, IngressController])[] = [
  [/^nginx\.ingress\.kubernetes\.io\//, 'ingress-nginx'],
  [/^nginx\.(?:org|com)\//, 'nginx-ingress-controller'],
  [/^traefik\.ingress\.kubernetes\.io\//, 'traefik'],
  [/^(?:[\w-]+\.)*konghq\.com\//, 'kong'],
  [/^k8s\.apisix\.apache\.org\//, 'apisix'],
  [/^haproxy\.(?:org|com)\//, 'haproxytech'],
  [/^haproxy-ingress\.github\.io\//, 'haproxy-ingress'],
  [/^alb\.ingress\.kubernetes\.io\//, 'alb'],
  [
    /^(?:ingress\.gcp\.kubernetes\.io\/|networking\.gke\.io\/|kubernetes\.io\/ingress\.global-static-ip-name$)/,
    'gce',
  ],
  [/^appgw\.ingress\.(?:kubernetes|azure)\.io\//, 'azure'],
  [/^higress\.io\//, 'higress'],
  [/^getambassador\.io\//, 'emissary'],
  [/^projectcontour\.io\//, 'contour'],
  [/^route\.openshift\.io\//, 'openshift'],
  [/^zalando\.org\//, 'skipper'],
  [/^ingress\.pomerium\.io\//, 'pomerium'],
];

/** Those of them that write headers of answers. */
const HEADER_KEY =
  /\/(?:configuration-snippet|server-snippet|custom-headers|add-header|(?:server|location)-snippets|router\.middlewares|plugins|plugin-config-name|response-set-headers?|response-header-control-\w+|skipper-filter|config-backend|backend-config-snippet|set_response_headers|listener-attributes[\w.-]*|rewrite-rule-set[\w-]*)$/;

/** Of several families the one that is told about headers; `undefined` where that leaves more than one. */
function controllerOfAnnotations({ annotations }: KubernetesObject): IngressController | undefined {
  const found = [...annotations.keys()].flatMap((key) => {
    const family = PREFIXES.find(([pattern]) => pattern.test(key));
    return family === undefined ? [] : [{ controller: family[1], isHeader: HEADER_KEY.test(key) }];
  });
  const writing = found.filter(({ isHeader }) => isHeader);
  return (
    onlyOne(found.map(({ controller }) => controller)) ?? onlyOne(writing.map(({ controller }) => controller))
  );
}
