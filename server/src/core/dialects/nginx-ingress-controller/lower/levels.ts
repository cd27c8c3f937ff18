import type { Level } from '../../../model/scope.ts';
import { at, entryOf, textOf } from '../../../syntax/yaml/node.ts';
import type { Action } from '../read/actions.ts';
import type { RouteItem } from '../read/world.ts';

/** The level of an item of `routes`, named by its path. */
export function itemLevel({ object: { document }, node, index }: RouteItem): Level {
  const path = entryOf(node, 'path');
  const text = textOf(path?.value);
  return {
    id: `route ${document.file.uri}#${document.place(node.at).start}`,
    kind: 'route',
    label: text === undefined ? `routes[${index}]` : `path ${text}`,
    at: document.place((path ?? node.entries[0])?.key.at ?? node.at),
  };
}

/** The levels of an action inside its item, innermost first; none where it is the item's only one. */
export function actionLevels({ item, match, split }: Action): readonly Level[] {
  const { document } = item.object;
  const path = textOf(at(item.node, 'path')) ?? '';
  return [split && { ...split, list: 'splits' }, match && { ...match, list: 'matches' }].flatMap((each) => {
    if (each === undefined) return [];
    const place = document.place(each.node.at);
    return [
      {
        id: `${each.list} ${place.uri}#${place.start}`,
        kind: 'condition' as const,
        label: `${each.list}[${each.index}] of path ${path}`,
        at: document.place(each.node.entries[0]?.key.at ?? each.node.at),
      },
    ];
  });
}
