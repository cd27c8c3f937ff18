import type { Unread } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, type YamlNode, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { covers } from '../read/gateways.ts';
import { isRefused } from './faults.ts';
import { holderOps } from './headers.ts';

const ADVICE = 'Correct it: until then what was applied before stays in force.';

/** What Istio's own validation refuses of a VirtualService, beyond the schema and the values of headers. */
export function validationFaults({ document, node }: KubernetesObject): readonly Unread[] {
  const told = (scalar: YamlScalar, why: string): Unread => ({
    at: document.place(scalar.at),
    what: 'This VirtualService',
    why: `Istio refuses it whole: ${why}`,
    advice: ADVICE,
  });
  const scalars = (key: string): readonly YamlScalar[] =>
    itemsOf(at(node, 'spec', key)).flatMap((item) => (item.kind === 'scalar' ? [item] : []));
  const hosts = scalars('hosts');
  const gateways = scalars('gateways');
  const inMesh = gateways.length === 0 || gateways.some(({ text }) => text === 'mesh');
  return [
    ...hosts
      .filter(({ text }) => inMesh && text === '*')
      .map((host) => told(host, 'the host * may not be used inside the mesh, only at gateways')),
    ...hosts.flatMap((host, index) => {
      const other = hosts.find(
        (each, at) => at < index && (covers(each.text, host.text) || covers(host.text, each.text)),
      );
      return other === undefined ? [] : [told(host, `its hosts ${other.text} and ${host.text} overlap`)];
    }),
    ...headerNames(node).flatMap(({ name, onRequest }) => {
      const why = nameFault(name.text, onRequest);
      return why === undefined ? [] : [told(name, why)];
    }),
  ];
}

interface HeaderName {
  readonly name: YamlScalar;
  /** It is set or added on the request. */
  readonly onRequest: boolean;
}

/** What is set or added on responses is left out: Envoy refuses the same names itself. */
function headerNames(node: KubernetesObject['node']): readonly HeaderName[] {
  return holdersOf(node).flatMap((holder) => {
    const request = at(holder, 'headers', 'request');
    const written = ['set', 'add'].flatMap((key) => entriesOf(at(request, key)).map((entry) => entry.key));
    const lists = [at(request, 'remove'), at(holder, 'headers', 'response', 'remove')];
    const removed = lists.flatMap((list) => itemsOf(list)).filter((item) => item.kind === 'scalar');
    return [
      ...written.map((name) => ({ name, onRequest: true })),
      ...removed.filter(({ isNull }) => !isNull).map((name) => ({ name, onRequest: false })),
    ];
  });
}

/** On the request, Host may be set (ValidateHTTPHeaderWithAuthorityOperationName, ValidateHTTPHeaderOperationName). */
function nameFault(name: string, onRequest: boolean): string | undefined {
  if (name === '') return 'the name of a header is empty';
  const isPseudo = name.startsWith(':') && name.toLowerCase() !== ':authority';
  return isPseudo && onRequest ? `headers like ${name} may not be modified` : undefined;
}

/** The items of `http` and their destinations. */
export function holdersOf(node: KubernetesObject['node']): readonly YamlNode[] {
  return itemsOf(at(node, 'spec', 'http')).flatMap((item) => [item, ...itemsOf(at(item, 'route'))]);
}

/** Why nothing of the object is in force: one fault refuses all of it. */
export function refusalOf(service: KubernetesObject): string | undefined {
  const { document, node } = service;
  if (isRefused(service))
    return `the API server refuses VirtualService ${service.name}: a value has the wrong type`;
  const values = holdersOf(node).flatMap((holder) =>
    holder.kind === 'map' ? holderOps({ document, node: holder }).refused : [],
  );
  const [first] = [...validationFaults(service), ...values];
  return first && `VirtualService ${service.name}: ${first.why}`;
}
