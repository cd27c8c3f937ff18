import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { readModifier, type Modifier } from '../read/modifier.ts';
import type { Collected, FilterContext } from './filters.ts';
import type { HeaderOp } from '../../../model/header-op.ts';

/** What a modifier sets. */
export function settersOf({ set, add, addIfAbsent }: Modifier): readonly HeaderOp[] {
  return [...set, ...add, ...addIfAbsent];
}

const FRAMING = /^(x-frame-options|content-security-policy)$/i;

/** A framing header on the request, which no browser sees. */
export function requestModifier(
  filter: YamlNode,
  filters: YamlNode | undefined,
  context: FilterContext,
  collected: Collected,
): void {
  const entry = entryOf(filter, 'requestHeaderModifier');
  const type = at(filter, 'type');
  if (entry === undefined || type === undefined) return;
  const { document } = context.object;
  const modifier = readModifier(document, entry.value);
  collected.rejected.push(...modifier.refused);
  collected.unread.push(...modifier.pruned);
  const ops = settersOf(modifier);
  // A modifier that does something for the service too has to stay where it is.
  const isMovable =
    ops.every(({ spelling }) => FRAMING.test(spelling)) &&
    modifier.remove.length === 0 &&
    !entry.value.shared &&
    !itemsOf(filters).some((each) => textOf(at(each, 'type')) === 'ResponseHeaderModifier');
  for (const op of ops.filter(({ spelling }) => FRAMING.test(spelling))) {
    collected.misplaced.push({
      where: 'request',
      name: op.spelling,
      value: op.value,
      keyword: 'RequestHeaderModifier',
      at: op.nameAt,
      statement: op.statement,
      level: context.level,
      ...(isMovable && {
        move: [
          { at: document.place(type.at), text: 'ResponseHeaderModifier' },
          { at: document.place(entry.key.at), text: 'responseHeaderModifier' },
        ],
      }),
    });
  }
}
