import type { Level, Misplaced } from '../../../model/scope.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entryOf, itemsOf } from '../../../syntax/yaml/node.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { Action } from '../read/actions.ts';
import { headerList } from '../read/header-list.ts';

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

/** `nginx.org/proxy-set-headers` goes to the service. */
export function misplacedAnnotations(object: KubernetesObject): readonly Misplaced[] {
  const key = 'nginx.org/proxy-set-headers';
  const written = object.annotations.get(key);
  if (written?.node.kind !== 'scalar') return [];
  const { document } = object;
  const { node } = written;
  return headerList(written.text)
    .filter(({ name }) => /^(?:x-frame-options|content-security-policy)$/i.test(name))
    .map(({ name, value }) => ({
      where: 'request',
      name,
      value: { ...scalarValue(document, { ...node, text: value }), at: document.place(node.at) },
      keyword: key,
      at: document.place(node.at),
      statement: document.place(node.at),
      level: objectLevel(object),
    }));
}
