import type { Parsed } from '../../../model/dialect.ts';
import { objectsOf, ObjectIndex, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { isReadable } from '../../../syntax/yaml/malformed.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

export const GATEWAY_API = 'gateway.networking.k8s.io';
export const ENVOY_GATEWAY = 'gateway.envoyproxy.io';
export const KGATEWAY = 'gateway.kgateway.dev';
export const NGINX = 'gateway.nginx.org';

/** All objects of the workspace that have a say. */
export interface GatewayWorld {
  readonly index: ObjectIndex;
  ofKind(group: string, kind: string): readonly KubernetesObject[];
}

export function gatherWorld(files: readonly Parsed<YamlFile>[]): GatewayWorld {
  const objects = files.flatMap(({ tree }) => objectsOf(tree));
  // What a template makes of a document is not known.
  const readable = objects.filter(({ document }) => isReadable(document));
  const index = new ObjectIndex(readable);
  return {
    index,
    ofKind: (group, kind) => index.ofKind(group, kind),
  };
}

/** Namespaces that may be the same: a manifest that names none is applied to whatever `kubectl` is told. */
export function sameNamespace(a: string, b: string): boolean {
  return a === b || a === '' || b === '';
}

export function describe({ kind, name }: KubernetesObject): string {
  return name === '' ? `this ${kind}` : `${kind} ${name}`;
}
