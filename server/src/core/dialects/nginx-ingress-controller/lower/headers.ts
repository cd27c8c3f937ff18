import type { HeaderOp, Reach } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import { SAFE_STATUSES } from '../../../nginx/lower/add-header.ts';
import { isSharedStep, objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import { insertEntry } from '../../../syntax/yaml/edit.ts';
import {
  at,
  booleanOf,
  entryOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlSeq,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Action } from '../read/actions.ts';

/** The `add_header` lines that an action makes the controller write into its location. */
export function addedOps(action: Action): readonly HeaderOp[] {
  const { item, kind, entry, node } = action;
  const { document } = item.object;
  const outer: readonly Step[] = [{ parent: node, child: entry }, ...action.steps];
  if (kind === 'return') return listOps(document, entry, 'headers', outer, true);
  const response = entryOf(entry.value, 'responseHeaders');
  if (kind !== 'proxy' || response === undefined || entry.value.kind !== 'map') return [];
  return listOps(document, response, 'add', [{ parent: entry.value, child: response }, ...outer], false);
}

/** The `add_header` lines of the page that an item of `errorPages` returns. */
export function errorPageOps(
  document: YamlDocument,
  page: YamlMap,
  outer: readonly Step[],
): readonly HeaderOp[] {
  const entry = entryOf(page, 'return');
  if (entry === undefined) return [];
  return listOps(document, entry, 'headers', [{ parent: page, child: entry }, ...outer], true);
}

/** @param holder what has the list, in a map `steps[0].parent` */
function listOps(
  document: YamlDocument,
  holder: YamlEntry,
  key: string,
  outer: readonly Step[],
  isAlways: boolean,
): readonly HeaderOp[] {
  const entry = entryOf(holder.value, key);
  if (entry?.value.kind !== 'seq' || holder.value.kind !== 'map') return [];
  const { value: list } = entry;
  const { value: parent } = holder;
  return list.items.flatMap((item) => {
    const steps: readonly Step[] = [{ parent: list, child: item }, { parent, child: entry }, ...outer];
    return headerOp(document, item, steps, isAlways);
  });
}

function headerOp(
  document: YamlDocument,
  item: YamlNode,
  steps: readonly Step[],
  isAlways: boolean,
): readonly HeaderOp[] {
  const [name, value] = ['name', 'value'].map((key) => at(item, key));
  if (item.kind !== 'map' || name?.kind !== 'scalar' || value?.kind !== 'scalar') return [];
  const always = isAlways || booleanOf(at(item, 'always'), true) === true;
  const kind = /^(?:etag|last-modified)$/i.test(name.text) ? 'set' : 'append';
  const op = objectHeader({ document, kind, name, value, statement: item, steps });
  const reach: Reach = always ? {} : { statuses: SAFE_STATUSES };
  const isShared = steps.some(isSharedStep);
  const change = always || isShared ? undefined : onEveryStatus(document, item);
  return [
    {
      ...op,
      reach,
      whenEmpty: 'skip',
      edits: {
        ...op.edits,
        ...(change && {
          everyStatus: { title: 'Add always: true, so that error pages carry it too', changes: [change] },
        }),
      },
    },
  ];
}

function onEveryStatus(document: YamlDocument, item: YamlMap): Change | undefined {
  const written = entryOf(item, 'always');
  if (written === undefined) return insertEntry(document, item, 'always', true);
  const { value, merged } = written;
  const isPlain = value.kind === 'scalar' && value.style === 'plain' && !value.shared && !merged;
  return isPlain ? { at: document.place(value.at), text: 'true' } : undefined;
}

/** The `proxy_hide_header` lines of an action. */
export function hiddenOps(action: Action): readonly HeaderOp[] {
  const { document } = action.item.object;
  const { parent, entry } = responseList(action, 'hide') ?? {};
  if (parent === undefined || entry?.value.kind !== 'seq') return [];
  const { value: list } = entry;
  const outer: readonly Step[] = [{ parent: action.node, child: action.entry }, ...action.steps];
  const response = entryOf(action.entry.value, 'responseHeaders');
  const around: readonly Step[] =
    response !== undefined && action.entry.value.kind === 'map'
      ? [{ parent: action.entry.value, child: response }, ...outer]
      : outer;
  return list.items.flatMap((item) => {
    if (item.kind !== 'scalar' || item.isNull) return [];
    const steps: readonly Step[] = [{ parent: list, child: item }, { parent, child: entry }, ...around];
    const op = objectHeader({ document, kind: 'remove', name: item, statement: item, steps });
    return [{ ...op, reach: { from: 'upstream' } }];
  });
}

function responseList(
  { kind, entry }: Action,
  key: string,
):
  | { readonly parent: YamlMap; readonly entry: YamlEntry & { readonly value: YamlNode | YamlSeq } }
  | undefined {
  const parent = kind === 'proxy' ? at(entry.value, 'responseHeaders') : undefined;
  const found = entryOf(parent, key);
  return parent?.kind === 'map' && found !== undefined ? { parent, entry: found } : undefined;
}
