import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey, type Change, type Uri } from '../../../model/place.ts';
import { respond } from '../../../model/respond.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { entriesNamed, entryNamed, field, items, stringField, typeOf } from '../../../syntax/envoy/fields.ts';
import { camelCase } from '../../../syntax/envoy/schema.ts';
import { fillEmpty, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';
import type { Manager } from '../read/managers.ts';
import type { Located, Source } from '../read/source.ts';

const LIST = 'response_headers_to_add';
const SET = 'OVERWRITE_IF_EXISTS_OR_ADD';

/** The document's own spelling of field names. */
function spell(name: string, { idiom }: Source): string {
  return idiom.isCamelCase ? camelCase(name) : name;
}

/** How the file itself says that a header replaces the service's; never both ways in one item. */
function setting(source: Source): Readonly<Record<string, YamlValue>> {
  return source.idiom.saysAppend ? { append: false } : { [spell('append_action', source)]: SET };
}

/** A HeaderValueOption that sets a header whatever the service sends. */
function option(name: string, value: string, source: Source): YamlValue {
  // A percent sign starts a command.
  return { header: { key: name, value: value.replaceAll('%', '%%') }, ...setting(source) };
}

/** One more instruction at a level of the route table. */
export function levelInsertion(place: Located, level: Level): Insertion | undefined {
  const add = (name: string, value: string): readonly Change[] => {
    const change = additionTo(place, option(name, value, place.source));
    return change === undefined ? [] : [change];
  };
  if (add('X-Frame-Options', 'DENY').length === 0) return undefined;
  return { level, add, title: (name, value) => `Set ${name}: ${value} on the answers of ${level.label}` };
}

function additionTo({ node, source }: Located, value: YamlValue): Change | undefined {
  if (node.kind !== 'map') return undefined;
  const { document } = source;
  const entry = entriesNamed(node, LIST).at(-1);
  if (entry === undefined) {
    const [before] = ['virtual_hosts', 'routes'].flatMap((name) => entryNamed(node, name) ?? []);
    return insertEntry(document, node, spell(LIST, source), [value], before ?? 'last');
  }
  if (entry.value.kind === 'seq') return insertItem(document, entry.value, value);
  return fillEmpty(document, entry, [value]);
}

const NOWHERE = { uri: '' as Uri, start: 0, end: 0 };

const PROBE: HeaderOp = {
  kind: 'set',
  name: { text: 'x-frame-options', prefix: false },
  spelling: 'X-Frame-Options',
  value: { kind: 'literal', text: 'DENY', at: NOWHERE },
  whenEmpty: 'send',
  reach: {},
  nameAt: NOWHERE,
  statement: NOWHERE,
  edits: {},
};

/** Whether a line that is added after so many instructions goes out in spite of those that follow. */
export function survives(ops: readonly HeaderOp[], position: number): boolean {
  const trial = [...ops.slice(0, position), PROBE, ...ops.slice(position)];
  const sent = respond({ ops: trial }, { from: 'upstream', status: 200, headers: [] });
  return sent.lines.some((line) => line.op === PROBE);
}

/** Makes the instruction at this statement replace what the service sends. */
export function overwriting({ node, source }: Located, statement: string): readonly Change[] {
  const { document } = source;
  const item = items(node, LIST).find((each) => placeKey(document.place(each.at)) === statement);
  if (item?.kind !== 'map') return [];
  const written = entryNamed(item, 'append_action') ?? entryNamed(item, 'append');
  const [[name, value] = ['', '']] = Object.entries(setting(source));
  if (written === undefined)
    return [insertEntry(document, item, name, value)].flatMap((change) => change ?? []);
  if (written.value.kind !== 'scalar' || written.value.shared) return [];
  const text = written.key.text === 'append' ? 'false' : SET;
  return [{ at: document.place(written.value.at), text }];
}

const MUTATION = 'envoy.filters.http.header_mutation';
const MUTATION_TYPE = 'type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation';

/**
 * A header_mutation filter in front of all others: the last to see an answer, and it sees every answer. Where the first
 * filter is one already, one more mutation at the end of its list.
 */
export function filterInsertion({ node, source, tables }: Manager, level: Level): Insertion | undefined {
  const list = entriesNamed(node, 'http_filters').at(-1)?.value;
  if (list?.kind !== 'seq') return undefined;
  const [first] = list.items;
  const isMutation = typeOf(field(first, 'typed_config'))?.endsWith('.HeaderMutation') === true;
  const name = freeName(list.items, [source, ...tables.map(({ table }) => table.source)]);
  const add: Insertion['add'] = (header, value) => {
    const mutation = { append: option(header, value, source) };
    const change = isMutation
      ? mutationAdded(first, mutation, source)
      : insertItem(source.document, list, newFilter(name, mutation, source), 'first');
    return change === undefined ? [] : [change];
  };
  if (add('X-Frame-Options', 'DENY').length === 0) return undefined;
  const where = `${isMutation ? 'the' : 'a new'} header_mutation filter of ${level.label}`;
  return {
    level,
    add,
    title: (name, value) => `Set ${name}: ${value} in ${where}: on all answers, errors without a route too`,
  };
}

/** A name that no filter has, and for which no route has a configuration waiting: it would come into force. */
function freeName(filters: readonly YamlNode[], sources: readonly Source[]): string {
  const isTaken = (name: string): boolean =>
    filters.some((item) => stringField(item, 'name') === name) ||
    sources.some(({ document }) =>
      new RegExp(`${name.replaceAll('.', '\\.')}["']?\\s*:`).test(document.text),
    );
  return [MUTATION, 'frame_policy', 'frame_policy_2'].find((name) => !isTaken(name)) ?? 'frame_policy_3';
}

function newFilter(name: string, mutation: YamlValue, source: Source): YamlValue {
  return {
    name,
    [spell('typed_config', source)]: {
      '@type': MUTATION_TYPE,
      mutations: { [spell('response_mutations', source)]: [mutation] },
    },
  };
}

function mutationAdded(
  filter: YamlNode | undefined,
  mutation: YamlValue,
  { document }: Source,
): Change | undefined {
  const list = entryNamed(field(filter, 'typed_config', 'mutations'), 'response_mutations')?.value;
  return list?.kind === 'seq' && list.items.length > 0 ? insertItem(document, list, mutation) : undefined;
}
