import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Cut, Level } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath } from '../../../syntax/yaml/edit.ts';
import { entryOf } from '../../../syntax/yaml/node.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';
import type { HttpItem } from '../read/world.ts';
import { holderOps } from './headers.ts';

/** A `headers` of the delegate's item, even one for requests only, keeps all of its root's out. */
export function cutOf(item: HttpItem, level: Level): Cut | undefined {
  const { root, node, object } = item;
  const by = entryOf(node, 'headers');
  if (root === undefined || by === undefined) return undefined;
  const own = holderOps({ document: object.document, node }).ops;
  const names = new Set(own.map(({ name }) => name.text));
  const lost = holderOps({ document: root.object.document, node: root.node }).ops.filter(
    ({ name }) => !names.has(name.text),
  );
  if (lost.length === 0) return undefined;
  return { level, by: object.document.place(by.key.at), lost, restore: restoring(item, lost) };
}

/** Only where no instruction for responses stands there yet: one edit then brings all of them. */
function restoring({ object, node }: HttpItem, lost: readonly HeaderOp[]): readonly Change[] | undefined {
  const path = ['headers', 'response'];
  if (ownMap(node, path) !== 'absent' || lost.some(({ value }) => value.kind !== 'literal')) return undefined;
  const of = (kind: HeaderOp['kind']): Readonly<Record<string, string>> =>
    Object.fromEntries(
      lost
        .filter((op) => op.kind === kind)
        // A percent sign starts a command of Envoy.
        .map(({ spelling, value }) => [
          spelling,
          value.kind === 'literal' ? value.text.replaceAll('%', '%%') : '',
        ]),
    );
  const [removed, set, added] = [Object.keys(of('remove')), of('set'), of('append')];
  const value: YamlValue = {
    ...(removed.length > 0 && { remove: removed }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(added).length > 0 && { add: added }),
  };
  const change = ensurePath(object.document, node, path, value);
  return change && [change];
}
