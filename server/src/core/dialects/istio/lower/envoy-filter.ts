import type { HeaderOp } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import { APPEND_ACTIONS, OP_OF_ACTION } from '../../../routes/envoy/header-rules.ts';
import { carried } from '../../../routes/envoy/carried.ts';
import { boolField, field, items, stringField } from '../../../syntax/envoy/fields.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';

/** What EnvoyFilters add to the levels of Envoy's route table, and what filters do behind them. */
export interface FilterOps {
  readonly route: readonly HeaderOp[];
  readonly virtualHost: readonly HeaderOp[];
  readonly configuration: readonly HeaderOp[];
  readonly filters: readonly HeaderOp[];
}

/** The patches that reach the gateways of a VirtualService. */
export function filterOpsFor(filters: readonly KubernetesObject[], gateways: readonly string[]): FilterOps {
  const patches = filters
    .filter((filter) => reaches(filter, gateways))
    .flatMap((filter) => itemsOf(at(filter.node, 'spec', 'configPatches')).map((node) => ({ filter, node })))
    .filter(({ node }) => /^(?:ANY|GATEWAY)$/.test(stringField(node, 'match', 'context') ?? 'ANY'));
  const of = (applyTo: string): readonly HeaderOp[] =>
    patches
      .filter(({ node }) => textOf(at(node, 'applyTo')) === applyTo)
      .flatMap(({ filter, node }) => patchOps(filter, node, applyTo));
  return {
    route: of('HTTP_ROUTE'),
    virtualHost: of('VIRTUAL_HOST'),
    configuration: of('ROUTE_CONFIGURATION'),
    filters: of('HTTP_FILTER'),
  };
}

/** Istio's root namespace, unless the mesh names another. */
const ROOT = 'istio-system';

/** A filter acts in its own namespace, that of the gateway's pods; in the root namespace everywhere. */
export function reaches(filter: KubernetesObject, gateways: readonly string[]): boolean {
  const { namespace } = filter;
  if (namespace === '' || namespace === ROOT) return true;
  return gateways.some((gateway) => {
    const [own = ''] = gateway.split('/', 1);
    return gateway === '?' || own === '' || own === namespace;
  });
}

function patchOps(filter: KubernetesObject, node: YamlNode, applyTo: string): readonly HeaderOp[] {
  const value = at(node, 'patch', 'value');
  const operation = textOf(at(node, 'patch', 'operation'));
  if (operation === 'REMOVE' || value === undefined) return [];
  const { document } = filter;
  const place = document.place(value.at);
  const ops =
    applyTo === 'HTTP_FILTER'
      ? httpFilterOps(filter, value, place)
      : operation === 'MERGE'
        ? [
            ...items(value, 'response_headers_to_remove').flatMap((item) => removal(filter, item) ?? []),
            ...items(value, 'response_headers_to_add').flatMap((item) => addition(filter, item) ?? []),
          ]
        : [];
  return isSelective(filter, node) ? ops.map(uncertain) : ops;
}

/** Whether all routes of the gateway are meant cannot be told from a selector, a port or the name of a route. */
function isSelective(filter: KubernetesObject, patch: YamlNode): boolean {
  const match = at(patch, 'match');
  return (
    at(filter.node, 'spec', 'workloadSelector') !== undefined ||
    at(match, 'routeConfiguration') !== undefined ||
    at(match, 'proxy') !== undefined ||
    at(match, 'listener', 'portNumber') !== undefined ||
    at(match, 'listener', 'name') !== undefined
  );
}

function uncertain(op: HeaderOp): HeaderOp {
  return { ...op, kind: 'unknown', edits: {} };
}

function httpFilterOps(filter: KubernetesObject, value: YamlNode, place: Place): readonly HeaderOp[] {
  const config = field(value, 'typed_config');
  const kind = stringField(config, '@type') ?? stringField(value, 'name') ?? '';
  if (kind.includes('header_mutation')) {
    return items(field(config, 'mutations'), 'response_mutations').flatMap((item) => {
      const gone = field(item, 'remove');
      const append = field(item, 'append');
      return gone !== undefined
        ? (removal(filter, gone) ?? [])
        : append !== undefined
          ? (addition(filter, append) ?? [])
          : [unreadable(place)];
    });
  }
  // A script or a module may do anything to the headers that it speaks of.
  return /\blua\b|wasm|ext_proc|golang|dynamic_modules/i.test(kind) ? [unreadable(place)] : [];
}

function removal({ document }: KubernetesObject, item: YamlNode): HeaderOp | undefined {
  if (item.kind !== 'scalar' || item.isNull) return undefined;
  return yamlHeaderOp({ document, kind: 'remove', name: item.text, nameNode: item, statement: item });
}

/** A HeaderValueOption. */
function addition({ document }: KubernetesObject, item: YamlNode): HeaderOp | undefined {
  const [key, value] = ['key', 'value'].map((name) => field(item, 'header', name));
  if (key?.kind !== 'scalar') return undefined;
  const action = APPEND_ACTIONS.find((each) => each === stringField(item, 'append_action')?.toUpperCase());
  const isOld = action === undefined && boolField(item, 'append') === false;
  const op = yamlHeaderOp({
    document,
    kind: isOld ? 'set' : OP_OF_ACTION[action ?? 'APPEND_IF_EXISTS_OR_ADD'],
    name: key.text,
    nameNode: key,
    statement: item,
    nameScalar: key,
    ...(value?.kind === 'scalar' && { value: scalarValue(document, value), valueScalar: value }),
  });
  return carried(op).op;
}

function unreadable(place: Place): HeaderOp {
  return {
    kind: 'unknown',
    name: { text: '', prefix: true },
    spelling: '',
    value: { kind: 'literal', text: '', at: place },
    whenEmpty: 'send',
    reach: {},
    nameAt: place,
    statement: place,
    edits: {},
  };
}
