import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { expectationOf, pieceOf, type FileSystem, type Piece } from '../piece.ts';

/** A Compose file: services, and configurations that they are given. */
export function isCompose(root: YamlNode | undefined): boolean {
  const configs = entriesOf(at(root, 'configs'));
  return (
    configs.some(({ value }) => at(value, 'content') !== undefined) && at(root, 'apiVersion') === undefined
  );
}

/** `configs.<name>.content`, by service, where each is mounted (compose-spec, 08-configs). */
export function composeFileSystems(document: YamlDocument): readonly FileSystem[] {
  const { root } = document;
  const services = entriesOf(at(root, 'services')).map(({ value }) => mountsOf(value));
  const pieces = new Map<string, Piece>();
  for (const { key, value } of entriesOf(at(root, 'configs'))) {
    const target = services.map((mounts) => mounts.get(key.text)).find((path) => path !== undefined);
    const name = target ?? key.text;
    // A name is no file's: what it says is said of the text.
    const expected = /nginx/i.test(key.text) ? 'named' : expectationOf(name);
    const piece = pieceOf(document, at(value, 'content'), name, expected, true);
    if (piece !== undefined) pieces.set(key.text, piece);
  }
  const mounted = new Set<string>();
  const systems = services.map((mounts) => ({
    files: [...mounts].flatMap(([source, path]) => {
      const piece = pieces.get(source);
      if (piece !== undefined) mounted.add(source);
      return piece === undefined ? [] : [{ path, piece }];
    }),
  }));
  const loose = [...pieces]
    .filter(([name]) => !mounted.has(name))
    .map(([, piece]) => ({ files: [{ path: undefined, piece }] }));
  return [...systems, ...loose].filter(({ files }) => files.length > 0);
}

/** The paths at which a service has its configurations: by default `/<name>`. */
function mountsOf(service: YamlNode): ReadonlyMap<string, string> {
  const mounts = new Map<string, string>();
  for (const item of itemsOf(at(service, 'configs'))) {
    const source = textOf(item) ?? textOf(at(item, 'source'));
    if (source === undefined) continue;
    const target = textOf(at(item, 'target')) ?? `/${source}`;
    mounts.set(source, target.startsWith('/') ? target : `/${target}`);
  }
  return mounts;
}
