import type { HeaderOp } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import { APPEND_ACTIONS, OP_OF_ACTION } from '../../../routes/envoy/header-rules.ts';
import { carried } from '../../../routes/envoy/carried.ts';
import { anything, luaOps } from '../../../routes/envoy/lua.ts';
import { boolField, field, items, stringField } from '../../../syntax/envoy/fields.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import type { EdgeService } from '../read/world.ts';
import { chainOps, uncertain, type FilterPatch } from './filter-chain.ts';
import { isRoot, reaches } from './filter-reach.ts';

/** What EnvoyFilters add to the levels of Envoy's route table, and what filters do behind them. */
export interface FilterOps {
  readonly route: readonly HeaderOp[];
  readonly virtualHost: readonly HeaderOp[];
  readonly configuration: readonly HeaderOp[];
  readonly filters: readonly HeaderOp[];
}

/** The patches that reach the gateways of a VirtualService, or of several that it is not chosen among. */
export function filterOpsFor(
  filters: readonly KubernetesObject[],
  services: readonly EdgeService[],
): FilterOps {
  const patches = inOrder(filters).flatMap((filter): readonly Patch[] => {
    const answers = services.map((service) => reaches(filter, service));
    if (answers.every((answer) => answer === false)) return [];
    const isSure = answers.every((answer) => answer === true);
    return itemsOf(at(filter.node, 'spec', 'configPatches'))
      .filter((node) => /^(?:ANY|GATEWAY)$/.test(stringField(node, 'match', 'context') ?? 'ANY'))
      .map((node) => ({ filter, node, isSure: isSure && !isSelective(node) }));
  });
  const of = (applyTo: string): readonly Patch[] =>
    patches.filter(({ node }) => textOf(at(node, 'applyTo')) === applyTo);
  return {
    route: of('HTTP_ROUTE').flatMap(mergedOps),
    virtualHost: of('VIRTUAL_HOST').flatMap(mergedOps),
    configuration: of('ROUTE_CONFIGURATION').flatMap(mergedOps),
    filters: chainOps(of('HTTP_FILTER').flatMap(filterPatch)),
  };
}

interface Patch {
  readonly filter: KubernetesObject;
  readonly node: YamlNode;
  /** False where it may be for other listeners, routes or pods. */
  readonly isSure: boolean;
}

/** By priority, then those of the root namespace, then by name, where all were created at once (getMatchedEnvoyFilters). */
function inOrder(filters: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const priority = ({ node }: KubernetesObject): number => Number(textOf(at(node, 'spec', 'priority')) ?? 0);
  const isOwn = ({ namespace }: KubernetesObject): number => (isRoot(namespace) ? 0 : 1);
  const name = (filter: KubernetesObject): string => `${filter.name}.${filter.namespace}`;
  return filters.toSorted(
    (a, b) => priority(a) - priority(b) || isOwn(a) - isOwn(b) || (name(a) < name(b) ? -1 : 1),
  );
}

function mergedOps({ filter, node, isSure }: Patch): readonly HeaderOp[] {
  const value = at(node, 'patch', 'value');
  if (textOf(at(node, 'patch', 'operation')) !== 'MERGE' || value === undefined) return [];
  const ops = [
    ...items(value, 'response_headers_to_remove').flatMap((item) => removal(filter, item) ?? []),
    ...items(value, 'response_headers_to_add').flatMap((item) => addition(filter, item) ?? []),
  ];
  return isSure ? ops : ops.map(uncertain);
}

function filterPatch({ filter, node, isSure }: Patch): readonly FilterPatch[] {
  const value = at(node, 'patch', 'value');
  const operation = textOf(at(node, 'patch', 'operation')) ?? '';
  if (value === undefined || operation === 'REMOVE') return [];
  const ops = httpFilterOps(filter, value, filter.document.place(value.at));
  return [
    {
      name: stringField(value, 'name') ?? '',
      operation,
      beside: stringField(node, 'match', 'listener', 'filterChain', 'filter', 'subFilter', 'name'),
      ops: isSure ? ops : ops.map(uncertain),
    },
  ];
}

/** Whether all listeners and routes of the gateway are meant cannot be told from a port or the name of a route. */
function isSelective(patch: YamlNode): boolean {
  const match = at(patch, 'match');
  const chain = at(match, 'listener', 'filterChain');
  return (
    at(match, 'routeConfiguration') !== undefined ||
    at(match, 'proxy') !== undefined ||
    at(match, 'listener', 'portNumber') !== undefined ||
    at(match, 'listener', 'name') !== undefined ||
    entriesOf(chain).some(({ key }) => key.text !== 'filter')
  );
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
          : [anything(place)];
    });
  }
  if (/\blua\b/i.test(kind)) return scriptOps(filter, config, place);
  // A module may do anything to headers.
  return /wasm|ext_proc|golang|dynamic_modules/i.test(kind) ? [anything(place)] : [];
}

function scriptOps(
  { document }: KubernetesObject,
  config: YamlNode | undefined,
  place: Place,
): readonly HeaderOp[] {
  const script = field(config, 'default_source_code', 'inline_string') ?? field(config, 'inline_code');
  if (script?.kind !== 'scalar') return [anything(place)];
  return luaOps(script.text, document.place(script.at));
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
