import type { Level, Misplaced } from '../../../model/scope.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entryOf, itemsOf } from '../../../syntax/yaml/node.ts';
import type { Action } from '../read/actions.ts';

/** Framing headers that an action sets on the request to the service. */
export function misplacedIn({ item, entry, kind }: Action, level: Level): readonly Misplaced[] {
  const { document } = item.object;
  const request = kind === 'proxy' ? entryOf(entry.value, 'requestHeaders') : undefined;
  if (request === undefined) return [];
  return itemsOf(at(request.value, 'set')).flatMap((node): readonly Misplaced[] => {
    const [name, value] = [at(node, 'name'), at(node, 'value')];
    if (name?.kind !== 'scalar' || value?.kind !== 'scalar') return [];
    if (!/^(?:x-frame-options|content-security-policy)$/i.test(name.text)) return [];
    return [
      {
        where: 'request',
        name: name.text,
        value: scalarValue(document, value),
        keyword: request.key.text,
        at: document.place(name.at),
        statement: document.place(node.at),
        level,
      },
    ];
  });
}
