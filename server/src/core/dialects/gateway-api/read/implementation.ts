import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import { GATEWAY_API, type GatewayWorld } from './world.ts';

/** Who carries out a Gateway, where that makes a difference. `undefined`: nobody says. */
export type Implementation =
  'envoy-gateway' | 'nginx' | 'kgateway' | 'traefik' | 'apisix' | 'kong' | 'alb' | 'other';

/** By the start of `GatewayClass.spec.controllerName`. */
const CONTROLLERS: readonly (readonly [string, Implementation])[] = [
  ['gateway.envoyproxy.io/', 'envoy-gateway'],
  ['gateway.nginx.org/', 'nginx'],
  ['kgateway.dev/', 'kgateway'],
  ['traefik.io/', 'traefik'],
  ['apisix.apache.org/', 'apisix'],
  ['konghq.com/', 'kong'],
  ['gateway.k8s.aws/', 'alb'],
];

/** The names that their own guides give to a class; whoever names it otherwise has a GatewayClass to say what it is. */
const CLASS_NAMES: readonly (readonly [RegExp, Implementation])[] = [
  [/^(eg|envoy|envoy-gateway)$/, 'envoy-gateway'],
  [/^nginx$/, 'nginx'],
  [/^kgateway$/, 'kgateway'],
  [/^traefik$/, 'traefik'],
  [/^apisix$/, 'apisix'],
  [/^kong$/, 'kong'],
  [/^aws-alb/, 'alb'],
];

export function implementationOf(
  gateway: KubernetesObject | undefined,
  world: GatewayWorld,
): Implementation | undefined {
  const className = textOf(at(gateway?.node, 'spec', 'gatewayClassName'));
  if (className === undefined) return undefined;
  const found = world.index.find(GATEWAY_API, 'GatewayClass', className, '');
  const controller = textOf(at(found?.node, 'spec', 'controllerName'));
  if (controller !== undefined) {
    return CONTROLLERS.find(([prefix]) => controller.startsWith(prefix))?.[1] ?? 'other';
  }
  return CLASS_NAMES.find(([pattern]) => pattern.test(className))?.[1];
}
