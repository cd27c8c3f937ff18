import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import { dropFault, isHole } from '../read/config-faults.ts';
import type { ActivePlugin } from './chain.ts';
import { everyStatus } from './codes.ts';
import { filterOp, setOps, type Outer } from './ops.ts';

/** What a plugin does to answers of some statuses. */
export interface EffectRule {
  /** Absent: of every status. */
  readonly statuses?: readonly number[];
  /** False where something of the answer decides that is not known here (its headers, its body). */
  readonly certain: boolean;
  /** The status that the answer then has. */
  readonly status?: number;
  readonly ops: readonly HeaderOp[];
}

/** Of the rules of one plugin the first that holds acts. */
export type Effect = readonly EffectRule[];

const RESPONSE: ReadonlySet<string> = new Set(['rewrite', 'rewrite-v2', 'filter']);

export function effectOf(plugin: ActivePlugin): Effect {
  const config = plugin.config?.value;
  const isFilledIn = isHole(config) || isHole(at(config, 'headers')) || isHole(at(config, 'matches'));
  if (plugin.kind === 'unknown' || (isFilledIn && RESPONSE.has(plugin.kind))) return unknownEffect(plugin);
  if (plugin.config === undefined || config?.kind !== 'map') return [];
  switch (plugin.kind) {
    case 'rewrite':
      return rewriteEffect(plugin, plugin.config);
    case 'rewrite-v2':
      return v2Effect(plugin, plugin.config);
    case 'filter':
      return filterEffect(plugin, plugin.config);
    default:
      return [];
  }
}

/** A plugin of somebody else may set or drop anything. */
function unknownEffect({ document, named, entry }: ActivePlugin): Effect {
  const place = document.place((named?.entry.key ?? entry?.nameNode ?? { at: { start: 0, end: 0 } }).at);
  const op: HeaderOp = {
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
  return [{ certain: true, ops: [op] }];
}

export function configuredIn({ named }: ActivePlugin, config: YamlEntry): readonly Outer[] {
  return [config, ...(named === undefined ? [] : [named.entry])];
}

/** Sets on the statuses of `match.code` alone; of several lines of a name it replaces the first (fasthttp's setArg). */
function rewriteEffect(plugin: ActivePlugin, config: YamlEntry): Effect {
  const { document } = plugin;
  const code = at(config.value, 'match', 'code');
  if (dropFault('rewrite', config.value) !== undefined || code?.kind !== 'seq') return [];
  const codes = code.items.map((item) => Math.trunc(Number(textOf(item))));
  const status = Number(textOf(at(config.value, 'status_code')) ?? 0);
  const headers = entryOf(config.value, 'headers');
  // What else the plugin rewrites would reach the other statuses too.
  const edit = rewritesMore(config.value) ? undefined : everyStatus(document, code, codes);
  const ops = setOps(document, headers, [...configuredIn(plugin, config)], 'send').map((op) =>
    edit === undefined ? op : { ...op, edits: { ...op.edits, everyStatus: edit } },
  );
  // A status that something fills in may be any.
  const isSure = codes.every(Number.isFinite);
  return [{ ...(isSure && { statuses: codes }), certain: isSure, ...(status > 0 && { status }), ops }];
}

/** Whether a response_rewrite gives answers another status or body. */
export function rewritesMore(config: YamlNode): boolean {
  const body = textOf(at(config, 'body')) ?? '';
  return body !== '' || (textOf(at(config, 'status_code')) ?? '0') !== '0';
}

/** The first match acts. An empty value does nothing. */
function v2Effect(plugin: ActivePlugin, config: YamlEntry): Effect {
  const { document } = plugin;
  return itemsOf(at(config.value, 'matches')).flatMap((item): Effect => {
    const code = Math.trunc(Number(textOf(at(item, 'match_status_code')) ?? 0));
    const rewrite = entryOf(item, 'response_rewrite');
    if (code === 0 || rewrite === undefined) return [];
    const isPlain = ['match_headers', 'match_body'].every((key) => isEmpty(at(item, key)));
    const status = Number(textOf(at(rewrite.value, 'status_code')) ?? 0);
    const headers = entryOf(rewrite.value, 'headers');
    return [
      {
        statuses: [code],
        certain: isPlain,
        ...(status > 99 && { status }),
        ops: setOps(document, headers, [...configuredIn(plugin, config)], 'skip'),
      },
    ];
  });
}

function isEmpty(node: YamlNode | undefined): boolean {
  if (node === undefined) return true;
  if (node.kind === 'scalar') return node.isNull;
  return node.kind === 'seq' ? node.items.length === 0 : node.entries.length === 0;
}

function filterEffect(plugin: ActivePlugin, config: YamlEntry): Effect {
  const { document } = plugin;
  const names = entryOf(config.value, 'header_filter');
  const type = textOf(at(config.value, 'header_filter_type'));
  const items = itemsOf(names?.value);
  if (names === undefined || items.length === 0) return [];
  if (type === 'black') {
    const ops = items.flatMap((item) =>
      item.kind === 'scalar' && item.text !== '' ? [filterOp(document, item, names, [config])] : [],
    );
    return [{ certain: true, ops }];
  }
  if (type !== 'white') return [];
  const kept = items.flatMap((item) => textOf(item)?.toLowerCase() ?? []);
  const place = document.place(names.at);
  const value: HeaderValue = { kind: 'literal', text: '', at: place };
  const op: HeaderOp = {
    kind: 'remove',
    name: { text: '', prefix: true, except: kept },
    spelling: 'X-Frame-Options',
    value,
    whenEmpty: 'send',
    reach: {},
    nameAt: document.place(names.key.at),
    statement: place,
    edits: {},
  };
  // HeaderReset forgets the status as well.
  return [{ certain: true, status: 200, ops: [op] }];
}

/** Headers of the request to the service. */
export function requestHeaders({ config }: ActivePlugin): readonly {
  readonly name: YamlNode & { readonly kind: 'scalar' };
  readonly value: YamlNode;
  readonly statement: YamlEntry | YamlNode;
}[] {
  const direct = entriesOf(at(config?.value, 'headers')).map((entry) => ({
    name: entry.key,
    value: entry.value,
    statement: entry,
  }));
  const params = itemsOf(at(config?.value, 'params')).flatMap((item) => {
    const name = at(item, 'name');
    const value = at(item, 'value');
    const isHeader = /^header$/i.test(textOf(at(item, 'position')) ?? '');
    return isHeader && name?.kind === 'scalar' && value !== undefined
      ? [{ name, value, statement: item }]
      : [];
  });
  return [...direct, ...params];
}
