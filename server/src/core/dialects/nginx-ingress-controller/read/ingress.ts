import { ingressPaths, type IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { ControllerWorld } from './world.ts';

/** A server that Ingress objects make: one host of one object, or of a master with its minions. */
export interface IngressServer {
  /** The Ingress whose annotations hold for the server; absent for minions whose master is nowhere. */
  readonly master?: KubernetesObject;
  readonly host: string | undefined;
  readonly paths: readonly IngressPath[];
}

export const MERGEABLE = 'nginx.org/mergeable-ingress-type';

export function ingressKind({ annotations }: KubernetesObject): 'master' | 'minion' | 'standard' {
  const text = annotations.get(MERGEABLE)?.text;
  return text === 'master' || text === 'minion' ? text : 'standard';
}

/** A host that is written and empty is none. */
function hostOf(host: string | undefined): string | undefined {
  return host === '' ? undefined : host;
}

export function ingressServers({ ingresses }: Pick<ControllerWorld, 'ingresses'>): readonly IngressServer[] {
  const minions = ingresses.filter((each) => ingressKind(each) === 'minion');
  const masters = ingresses.filter((each) => ingressKind(each) === 'master');
  const pathsAt = (host: string | undefined): readonly IngressPath[] =>
    minions.flatMap((minion) =>
      ingressPaths(minion).filter((path) => path.kind === 'path' && hostOf(path.host) === host),
    );
  const hostsOf = (ingress: KubernetesObject): readonly (string | undefined)[] => [
    ...new Set(
      itemsOf(at(ingress.node, 'spec', 'rules')).map((rule) =>
        hostOf(textOf(at(rule, 'host'))?.toLowerCase()),
      ),
    ),
  ];
  const standard = ingresses.filter((each) => ingressKind(each) === 'standard');
  const owned = new Set(masters.flatMap(hostsOf));
  const orphans = [...new Set(minions.flatMap(hostsOf))].filter((host) => !owned.has(host));
  return [
    ...standard.flatMap((master) => standardServers(master, hostsOf(master))),
    ...masters.flatMap((master) => hostsOf(master).map((host) => ({ master, host, paths: pathsAt(host) }))),
    ...orphans.map((host) => ({ host, paths: pathsAt(host) })),
  ];
}

/** The default backend takes what no path of the host does, unless one is `/` (generateNginxCfg). */
function standardServers(
  master: KubernetesObject,
  hosts: readonly (string | undefined)[],
): readonly IngressServer[] {
  const all = ingressPaths(master);
  const backend = all.find(({ kind }) => kind === 'default');
  return hosts.map((host) => {
    const paths = all.filter((path) => path.kind === 'path' && hostOf(path.host) === host);
    const hasRoot = paths.some(({ path, pathType }) => path === '/' && pathType !== 'Exact');
    return { master, host, paths: backend === undefined || hasRoot ? paths : [...paths, backend] };
  });
}

export function isGrpcPath({ object, service }: IngressPath): boolean {
  const names = (object.annotations.get('nginx.org/grpc-services')?.text ?? '').split(',');
  return service !== undefined && names.some((name) => name.trim() === service);
}

/** An annotation that says yes; the controller reads it as Go does (strconv.ParseBool). */
export function isOn({ annotations }: KubernetesObject, key: string): boolean {
  return /^(?:1|t|true)$/i.test(annotations.get(key)?.text ?? '');
}
