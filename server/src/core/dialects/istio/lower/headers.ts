import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level, Misplaced, Unread } from '../../../model/scope.ts';
import { carried } from '../../../routes/envoy/carried.ts';
import { objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { entriesOf, entryOf, itemsOf, type YamlEntry, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** Something that may have `headers`: an item of `http`, or one of its destinations. */
export interface Holder {
  readonly document: YamlDocument;
  readonly node: YamlMap;
}

export interface HolderOps {
  /** Removals, then `set`, then `add`, as they are handed to Envoy. */
  readonly ops: readonly HeaderOp[];
  readonly refused: readonly Unread[];
}

export function holderOps({ document, node }: Holder): HolderOps {
  const headers = entryOf(node, 'headers');
  const response = entryOf(headers?.value, 'response');
  if (headers?.value.kind !== 'map' || response?.value.kind !== 'map') return { ops: [], refused: [] };
  // An empty `headers` would keep a root's from being inherited, so it stays where it was not alone.
  const outer: readonly Step[] = [
    { parent: headers.value, child: response },
    { parent: node, child: headers },
  ];
  const refused: Unread[] = [];
  const made = (['remove', 'set', 'add'] as const).flatMap((key) => {
    const list = entryOf(response.value, key);
    if (list === undefined) return [];
    const steps: readonly Step[] = [{ parent: response.value as YamlMap, child: list }, ...outer];
    return opsOf(document, key, list, steps).map((op) => {
      const { op: sent, refused: why } = carried(op);
      if (why !== undefined) refused.push(refusal(op, why));
      return sent;
    });
  });
  return { ops: made, refused };
}

const KINDS = { set: 'set', add: 'append' } as const;

function opsOf(
  document: YamlDocument,
  key: 'remove' | 'set' | 'add',
  { value: list }: YamlEntry,
  steps: readonly Step[],
): readonly HeaderOp[] {
  if (key === 'remove') {
    if (list.kind !== 'seq') return [];
    return list.items.flatMap((item) =>
      item.kind === 'scalar' && !item.isNull
        ? [
            objectHeader({
              document,
              kind: 'remove',
              name: item,
              statement: item,
              steps: [{ parent: list, child: item }, ...steps],
            }),
          ]
        : [],
    );
  }
  if (list.kind !== 'map') return [];
  // Maps are handed over in the order of their keys (translateAppendHeaders), whatever the order in the text.
  return list.entries
    .toSorted((a, b) => (a.key.text < b.key.text ? -1 : 1))
    .flatMap((entry) =>
      // Null is read as an empty text, which neither sets nor adds anything.
      entry.value.kind === 'scalar' && !entry.value.isNull
        ? [
            objectHeader({
              document,
              kind: KINDS[key],
              name: entry.key,
              value: entry.value,
              statement: entry,
              steps: [{ parent: list, child: entry }, ...steps],
            }),
          ]
        : [],
    );
}

function refusal(op: HeaderOp, why: string): Unread {
  return {
    at: op.value.at,
    what: 'This VirtualService',
    why: `Istio refuses it whole: ${why}`,
    advice: 'Correct it: until then what was applied before stays in force.',
  };
}

/** Framing headers that are set on the request to the service. */
export function misplacedHeaders({ document, node }: Holder, level: Level): readonly Misplaced[] {
  const headers = entryOf(node, 'headers');
  const request = entryOf(headers?.value, 'request');
  const response = entryOf(headers?.value, 'response');
  return ['set', 'add'].flatMap((key) =>
    entriesOf(entryOf(request?.value, key)?.value).flatMap((entry): readonly Misplaced[] => {
      const { value } = entry;
      if (value.kind !== 'scalar' || request === undefined || !isFraming(entry.key.text)) return [];
      const isAlone =
        response === undefined &&
        entriesOf(request.value).flatMap(({ value: each }) => sizeOf(each)).length === 1;
      const movable = isAlone && !request.merged && !request.value.shared && headers?.value.shared === false;
      return [
        {
          where: 'request',
          name: entry.key.text,
          value: scalarValue(document, value),
          keyword: `headers.request.${key}`,
          at: document.place(entry.key.at),
          statement: document.place(entry.at),
          level,
          ...(movable && { move: [{ at: document.place(request.key.at), text: 'response' }] }),
        },
      ];
    }),
  );
}

function sizeOf(node: YamlEntry['value']): readonly unknown[] {
  return node.kind === 'map' ? entriesOf(node) : itemsOf(node);
}

export function isFraming(name: string): boolean {
  return /^(?:x-frame-options|content-security-policy)$/i.test(name);
}
