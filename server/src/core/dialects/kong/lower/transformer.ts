import type { HeaderOp, OpEdits } from '../../../model/header-op.ts';
import type { Possible } from '../../../model/possible.ts';
import type { Plugin } from '../model/config.ts';
import { entriesOf, type Entry } from './entries.ts';
import { entryOp, rewritten, valueOf } from './entry-op.ts';

/** What marks the instructions of one instance. */
export function markOf({ nameAt }: Plugin): string {
  return `plugin ${nameAt.uri}#${nameAt.start}`;
}

/**
 * What a transformer guarantees, whatever the service behind sends. `replace` and `add` of one name set it; `remove` and
 * `add` of one name leave nothing where the service sends it, since `add` looks at the headers as they came in.
 */
export function guaranteedOps(plugin: Plugin): readonly HeaderOp[] {
  const entries = entriesOf(plugin).filter(isEffective);
  const has = (action: Entry['action'], name: string): boolean =>
    entries.some((entry) => entry.action === action && same(entry.name, name));
  const { document } = plugin;
  const mark = markOf(plugin);
  const op = (entry: Entry, kind: HeaderOp['kind']): HeaderOp => entryOp(document, entry, kind, mark);
  const lost: HeaderOp[] = [];
  const kept = entries.flatMap((entry): readonly HeaderOp[] => {
    const { action, name } = entry;
    switch (action) {
      case 'remove':
        return [op(entry, 'remove')];
      case 'rename':
        return renameOps(op(entry, 'remove'), entry);
      case 'replace':
        return has('add', name) ? [] : [op(entry, 'set-if-present')];
      case 'add': {
        // Several of one name: each sets it, so the last counts.
        if (lastOf(entries, 'add', name) !== entry) return [];
        const replacing = lastOf(entries, 'replace', name);
        if (replacing !== undefined) return [setOp(plugin, entry, replacing)];
        const added = op(entry, 'set-if-absent');
        if (!has('remove', name) || has('append', name)) return [added];
        lost.push(added);
        return [];
      }
      case 'append':
        return [op(entry, 'append')];
    }
  });
  return [...lost, ...kept];
}

/** An entry without a value does nothing. */
function isEffective({ action, value }: Entry): boolean {
  return action === 'remove' || value !== '';
}

function lastOf(entries: readonly Entry[], action: Entry['action'], name: string): Entry | undefined {
  return entries.findLast((entry) => entry.action === action && same(entry.name, name));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The old name is gone; what the new one then says is what the service sent. */
function renameOps(removal: HeaderOp, { value }: Entry): readonly HeaderOp[] {
  return [
    removal,
    {
      ...removal,
      kind: 'unknown',
      name: { text: value.toLowerCase(), prefix: false },
      spelling: value,
      edits: {},
    },
  ];
}

/** `add` and `replace` of one name: the header is set, to one value where it came and to the other where it did not. */
function setOp(plugin: Plugin, adding: Entry, replacing: Entry): HeaderOp {
  const { document } = plugin;
  const added = entryOp(document, adding, 'set', markOf(plugin));
  const replaced = entryOp(document, replacing, 'set', markOf(plugin));
  const edits = jointEdits(added.edits, replaced.edits);
  if (adding.value === replacing.value && /^(?:deny|sameorigin)$/i.test(adding.value))
    return { ...added, edits };
  const [own, other] = [adding, replacing].map((entry) => valueOf(document, entry));
  if (own?.kind !== 'literal' || other?.kind !== 'literal') return { ...added, edits };
  const possible = [
    choice(plugin, adding, 'the service sends none', true),
    choice(plugin, replacing, 'the service sends one', false),
  ];
  return {
    ...added,
    edits,
    value: { kind: 'dynamic', parts: [undefined], template: own.text, possible, at: own.at },
  };
}

function choice({ document }: Plugin, entry: Entry, label: string, rest: boolean): Possible {
  const { edits } = entryOp(document, entry, 'set', '');
  return {
    text: entry.value,
    label,
    rest,
    when: [{ question: `sent ${entry.name.toLowerCase()}`, answers: [label] }],
    at: document.place(entry.node.at),
    ...(edits.rewrite && { rewrite: (value: string) => rewritten(document, entry, { value }) }),
  };
}

/** One instruction that is written in two places. */
function jointEdits(a: OpEdits, b: OpEdits): OpEdits {
  const [first, second] = [a.rewrite, b.rewrite];
  const removals = [...(a.remove ?? []), ...(b.remove ?? [])];
  const [one, other] = removals.map(({ at }) => at);
  const isApart =
    one !== undefined && other !== undefined && (one.end < other.start || other.end < one.start);
  return {
    // Neighbours in one map would both take what stands between them.
    ...(isApart && { remove: removals }),
    ...(first && second && { rewrite: (part) => [...first(part), ...second(part)] }),
  };
}
