import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';

/** Whether a destination is a Service that was seen, all ports of which are for gRPC by their names or `appProtocol`. */
export function isGrpcService(host: string, { namespace }: KubernetesObject, index: ObjectIndex): boolean {
  const [, name = '', other] = /^([\w-]+)(?:\.([\w-]+)(?:\.svc(?:\.cluster\.local)?)?)?$/.exec(host) ?? [];
  const service = name === '' ? undefined : index.find('', 'Service', name, other ?? namespace);
  const ports = itemsOf(at(service?.node, 'spec', 'ports'));
  return (
    ports.length > 0 &&
    ports.every((port) => /^grpc\b/i.test(textOf(at(port, 'appProtocol')) ?? textOf(at(port, 'name')) ?? ''))
  );
}
