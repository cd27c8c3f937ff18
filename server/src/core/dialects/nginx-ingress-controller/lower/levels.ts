import type { Level, Scope } from '../../../model/scope.ts';
import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import { at, entryOf, textOf } from '../../../syntax/yaml/node.ts';
import type { Action } from '../read/actions.ts';
import type { RouteItem } from '../read/world.ts';
import type { Source } from '../render/source.ts';

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

/** The level of a path of an Ingress. */
export function pathLevel({ object: { document }, kind, node, head, path, host }: IngressPath): Level {
  return {
    id: `path ${document.file.uri}#${document.place(node.at).start} ${kind} ${host ?? ''}`,
    kind: 'route',
    label: kind === 'default' ? 'the default backend' : `path ${path}`,
    at: document.place(head.at),
  };
}

/** The level of the location of an action. */
export function actionLevel(action: Action): Level {
  return actionLevels(action)[0] ?? itemLevel(action.item);
}

/** The id of the level that a source was written for. */
export function levelIdOf(source: Source, { path }: Pick<Scope, 'path'>): string {
  switch (source.kind) {
    case 'action':
      return actionLevel(source.action).id;
    case 'path':
      return pathLevel(source.path).id;
    case 'page':
      return source.level.id;
    case 'server':
    case 'inner':
      return (path.find(({ kind }) => kind === 'host') ?? path[0]).id;
  }
}
