import type { HeaderOp, HeaderValue, OpEdits } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import { removeAlong } from '../../../syntax/kubernetes/header.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Entry } from './entries.ts';

/** An entry as an instruction. @param mark of the plugin: all of its entries ask for the headers as they came in */
export function entryOp(
  document: YamlDocument,
  entry: Entry,
  kind: HeaderOp['kind'],
  mark: string,
): HeaderOp {
  const place = document.place(entry.node.at);
  return {
    kind,
    name: { text: entry.name.toLowerCase(), prefix: false },
    spelling: entry.name,
    value: valueOf(document, entry),
    whenEmpty: 'skip',
    reach: entry.statuses === undefined ? {} : { statuses: entry.statuses },
    batch: mark,
    nameAt: place,
    statement: place,
    edits: editsOf(document, entry),
  };
}

/** The value alone, at the place of the whole entry. */
export function valueOf(document: YamlDocument, { node, value }: Entry): HeaderValue {
  return scalarValue(document, { ...node, text: value });
}

function editsOf(document: YamlDocument, entry: Entry): OpEdits {
  const remove = entry.isShared ? undefined : removeAlong(document, entry.steps);
  const isWritable =
    !entry.isShared && entry.action !== 'remove' && replaceScalar(document, entry.node, 'x') !== undefined;
  return {
    ...(remove && { remove: [remove] }),
    ...(isWritable && { rewrite: (part) => rewritten(document, entry, part) }),
  };
}

/** The entry with another name or value. */
export function rewritten(
  document: YamlDocument,
  { node, name, gap, value }: Entry,
  part: { readonly name?: string; readonly value?: string },
): readonly Change[] {
  const change = replaceScalar(document, node, `${part.name ?? name}:${gap}${part.value ?? value}`);
  return change === undefined ? [] : [change];
}
