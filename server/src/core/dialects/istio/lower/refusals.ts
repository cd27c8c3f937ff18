import type { Unread } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, type YamlNode, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { covers } from '../read/gateways.ts';
import { re2 } from '../../../routes/re2.ts';
import { HOLE } from '../../../syntax/kubernetes/template-hosts.ts';
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
    ...itemsOf(at(node, 'spec', 'http')).flatMap((item) => {
      const why = conflictIn(item);
      const key = item.kind === 'map' ? item.entries[0]?.key : undefined;
      return why === undefined || key === undefined ? [] : [told(key, why)];
    }),
    ...itemsOf(at(node, 'spec', 'http')).flatMap((item) =>
      itemsOf(at(item, 'match'))
        .flatMap(regexesIn)
        .flatMap((regex) => {
          const why = regexFault(regex);
          return why === undefined ? [] : [told(regex, why)];
        }),
    ),
    ...headerNames(node).flatMap(({ name, onRequest }) => {
      const why = nameFault(name.text, onRequest);
      return why === undefined ? [] : [told(name, why)];
    }),
  ];
}

/** An item answers in one way (validateHTTPRouteConflict). */
function conflictIn(item: YamlNode): string | undefined {
  const has = (key: string): boolean => {
    const value = at(item, key);
    return value?.kind === 'seq' ? value.items.length > 0 : value?.kind === 'map';
  };
  const [first, second] = ['delegate', 'redirect', 'directResponse', 'route'].filter(has);
  const isAllowed = first === 'delegate' && second === 'directResponse';
  return second === undefined || isAllowed ? undefined : `an item may not have both ${first} and ${second}`;
}

/** Every `regex` of a match. */
function regexesIn(match: YamlNode): readonly YamlScalar[] {
  const single = ['uri', 'scheme', 'method', 'authority'].map((key) => at(match, key));
  const named = ['headers', 'withoutHeaders', 'queryParams'].flatMap((key) =>
    entriesOf(at(match, key)).map(({ value }) => value),
  );
  return [...single, ...named].flatMap((test) => {
    const regex = at(test, 'regex');
    return regex?.kind === 'scalar' && !regex.isNull ? [regex] : [];
  });
}

/** What Istio's own reading of a regular expression refuses (validateStringMatchRegexp). */
function regexFault({ text }: YamlScalar): string | undefined {
  if (text === '') return 'a regular expression may not be empty';
  if (text === '*' || HOLE.test(text)) return undefined;
  const read = re2(text, { whole: true });
  return read?.kind === 'refused' ? read.why : undefined;
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
