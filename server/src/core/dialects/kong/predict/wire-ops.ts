import type { HeaderOp } from '../../../model/header-op.ts';
import type { Plugin } from '../model/config.ts';
import { entriesOf, type Entry } from '../lower/entries.ts';
import { entryOp } from '../lower/entry-op.ts';
import { markOf } from '../lower/transformer.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * What a transformer does to an answer, step by step, in its own order.
 * @param sent what the answer had when it came; `undefined` where that is not known
 */
export function wireOps(plugin: Plugin, sent: Pairs | undefined): readonly HeaderOp[] {
  const mark = markOf(plugin);
  const entries = entriesOf(plugin).filter(({ action, value }) => action === 'remove' || value !== '');
  const op = (entry: Entry, kind: HeaderOp['kind']): HeaderOp => entryOp(plugin.document, entry, kind, mark);
  return entries.flatMap((entry): readonly HeaderOp[] => {
    const { action, name } = entry;
    switch (action) {
      case 'remove':
        return [op(entry, 'remove')];
      case 'rename':
        return renamed(op(entry, 'remove'), entry, sent);
      case 'replace':
        return sent === undefined && agrees(entries, entry)
          ? [op(entry, 'set')]
          : [op(entry, 'set-if-present')];
      case 'add': {
        const last = entries.findLast((each) => each.action === 'add' && same(each.name, name));
        return last === entry ? [op(entry, 'set-if-absent')] : [];
      }
      case 'append':
        return [op(entry, 'append')];
    }
  });
}

/** The last `replace` of a name, and an `add` of it that says the same: the header is set, whatever came. */
function agrees(entries: readonly Entry[], { name, value, statuses }: Entry): boolean {
  const others = entries.filter((each) => same(each.name, name) && each.action !== 'remove');
  return (
    statuses === undefined &&
    others.length === 2 &&
    others.some((each) => each.action === 'add' && each.value === value && each.statuses === undefined)
  );
}

/** The new name takes over the values of the old one. */
function renamed(
  removal: HeaderOp,
  { name, value: target }: Entry,
  sent: Pairs | undefined,
): readonly HeaderOp[] {
  const named = (kind: HeaderOp['kind'], text: string): HeaderOp => ({
    ...removal,
    kind,
    name: { text: target.toLowerCase(), prefix: false },
    spelling: target,
    value: { kind: 'literal', text, at: removal.value.at },
    edits: {},
  });
  if (sent === undefined) return [removal, named('unknown', '')];
  const values = sent.filter(([each]) => same(each, name)).map(([, value]) => value);
  if (values.length === 0) return [];
  return [...values.map((value, index) => named(index === 0 ? 'set' : 'append', value)), removal];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
