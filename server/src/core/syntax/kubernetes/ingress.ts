import { at, itemsOf, textOf, type YamlNode } from '../yaml/node.ts';
import type { KubernetesObject } from './objects.ts';

/** One item of `spec.rules[].http.paths`, a rule without any, or the default backend. */
export interface IngressPath {
  readonly object: KubernetesObject;
  /** `path`: an item of `paths`. `rule`: a rule without `http`. `default`: the backend of the whole object. */
  readonly kind: 'path' | 'rule' | 'default';
  /** The item, rule or backend. */
  readonly node: YamlNode;
  /** What names it: the path, or else the first thing that stands there. */
  readonly head: YamlNode;
  /** In lower case; absent: any host. `*.example.org` stands for exactly one label. */
  readonly host?: string;
  /** `/` where none is written. */
  readonly path: string;
  /** As written; the beta groups had none. */
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  /** The name of the Service behind, in either shape. */
  readonly service?: string;
}

/** What an Ingress answers at, in the order of the text; the default backend last. */
export function ingressPaths(object: KubernetesObject): readonly IngressPath[] {
  const spec = at(object.node, 'spec');
  const backend = at(spec, 'defaultBackend') ?? at(spec, 'backend');
  const rules = itemsOf(at(spec, 'rules')).flatMap((rule) => pathsOf(object, rule));
  if (backend?.kind !== 'map') return rules;
  const last = ingressPath(object, 'default', backend, backend, backend, undefined);
  return [...rules, last];
}

function pathsOf(object: KubernetesObject, rule: YamlNode): readonly IngressPath[] {
  const host = textOf(at(rule, 'host'))?.toLowerCase();
  const items = itemsOf(at(rule, 'http', 'paths'));
  const named = host === '' ? undefined : host;
  if (items.length === 0) {
    if (rule.kind !== 'map') return [];
    return [ingressPath(object, 'rule', rule, at(rule, 'host') ?? rule, undefined, named)];
  }
  return items.flatMap((item) => {
    if (item.kind !== 'map') return [];
    const head = at(item, 'path') ?? item.entries[0]?.key ?? item;
    return [ingressPath(object, 'path', item, head, at(item, 'backend'), named)];
  });
}

function ingressPath(
  object: KubernetesObject,
  kind: IngressPath['kind'],
  node: YamlNode,
  head: YamlNode,
  backend: YamlNode | undefined,
  host: string | undefined,
): IngressPath {
  const path = kind === 'path' ? textOf(at(node, 'path')) : undefined;
  const type = kind === 'path' ? textOf(at(node, 'pathType')) : 'Prefix';
  const service = textOf(at(backend, 'service', 'name') ?? at(backend, 'serviceName'));
  return {
    object,
    kind,
    node,
    head,
    path: path === undefined || path === '' ? '/' : path,
    pathType: type === 'Exact' || type === 'Prefix' ? type : 'ImplementationSpecific',
    ...(host !== undefined && { host }),
    ...(service !== undefined && { service }),
  };
}

/** Whether a host of a rule takes that of a request, which is in lower case and without port. */
export function takesHost(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return true;
  if (!pattern.startsWith('*.')) return pattern === host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}
