import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import type { ControllerWorld } from '../read/world.ts';
import type { Invalid } from './invalid.ts';

/** Why a VirtualServerRoute does not fit what delegates to it (validateVirtualServerRouteSpec). */
export function misfits(object: KubernetesObject, { ownersOf }: ControllerWorld): readonly Invalid[] {
  const owners = ownersOf.get(object) ?? [];
  const [owner] = owners;
  if (owner === undefined) return [];
  const host = at(object.node, 'spec', 'host');
  if (host !== undefined && textOf(host) !== owner.host && !isHole(textOf(host)) && !isHole(owner.host)) {
    return [
      {
        node: host,
        why: `its host is not ${owner.host}, that of the VirtualServer ${owner.object.name}`,
        advice: 'Write the same host in both.',
      },
    ];
  }
  const paths = owners.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.object === object ? (textOf(item.delegate && at(item.delegate, 'path')) ?? []) : [],
    ),
  );
  const own = owners.flatMap(({ items }) => items.filter((item) => item.object === object));
  return own.flatMap(({ node }) => {
    const path = at(node, 'path');
    const text = textOf(path);
    if (path === undefined || text === undefined || isHole(text) || paths.some((each) => fits(text, each)))
      return [];
    return [
      {
        node: path,
        why: `${text} is not within ${paths[0] ?? '/'}, the path that is delegated to it`,
        advice: 'Write a path that begins with it.',
      },
    ];
  });
}

/** A pattern and an exact path are delegated as they are, a prefix with all that begins with it. */
function fits(path: string, delegated: string): boolean {
  if (isHole(delegated)) return true;
  const bare = (text: string): string => text.replace(/^(~\*|~|\^~|=)\s*/, '$1');
  if (/^(?:=|~)/.test(delegated)) return bare(path) === bare(delegated) || delegated.startsWith('~');
  return bare(path).replace(/^\^~/, '').startsWith(bare(delegated).replace(/^\^~/, ''));
}

function isHole(text: string | undefined): boolean {
  return /\{\{|\$\{|<%|\{%/.test(text ?? '');
}
