import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { ObjectIndex, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { expectationOf, pieceOf, type FileSystem, type Piece } from '../piece.ts';

type Pieces = ReadonlyMap<string, Piece>;

/** The keys of ConfigMaps and Secrets that are nginx's, and where workloads mount them. */
export function kubernetesFileSystems(objects: readonly KubernetesObject[]): readonly FileSystem[] {
  const holders = objects.filter(
    ({ group, kind }) => group === '' && (kind === 'ConfigMap' || kind === 'Secret'),
  );
  const pieces = new Map<KubernetesObject, Pieces>();
  for (const holder of holders) {
    const found = piecesIn(holder);
    if (found.size > 0) pieces.set(holder, found);
  }
  if (pieces.size === 0) return [];
  const index = new ObjectIndex(objects);
  const mounted = new Set<Piece>();
  const systems = objects.flatMap((object) =>
    podsOf(object).flatMap((pod) => containersOf(object, pod, index, pieces)),
  );
  for (const { files } of systems) files.forEach(({ piece }) => mounted.add(piece));
  const loose = [...pieces.values()].map((each) => ({
    files: [...each.values()]
      .filter((piece) => !mounted.has(piece))
      .map((piece) => ({ path: undefined, piece })),
  }));
  return [...systems, ...loose].filter(({ files }) => files.length > 0);
}

/** A snippet that an ingress controller reads from its ConfigMap is that controller's to judge. */
const SNIPPET = /(^|-)snippets?$|-template$/;

export function isSnippet(key: string): boolean {
  return SNIPPET.test(key);
}

function piecesIn({ document, node }: KubernetesObject): Pieces {
  const entries = [...entriesOf(at(node, 'data')), ...entriesOf(at(node, 'stringData'))];
  const found = new Map<string, Piece>();
  for (const { key, value, merged } of entries) {
    if (merged || isSnippet(key.text)) continue;
    const piece = pieceOf(document, value, key.text, expectationOf(key.text));
    if (piece !== undefined) found.set(key.text, piece);
  }
  return found;
}

/** The pod specifications of an object: of a Pod itself, of a workload's template, of a CronJob's job. */
function podsOf({ kind, node }: KubernetesObject): readonly YamlNode[] {
  const spec =
    kind === 'Pod'
      ? at(node, 'spec')
      : (at(node, 'spec', 'template', 'spec') ?? at(node, 'spec', 'jobTemplate', 'spec', 'template', 'spec'));
  return spec === undefined ? [] : [spec];
}

/** What a volume shows: the pieces by the names that they have in it. */
function volumesOf(
  { namespace }: KubernetesObject,
  pod: YamlNode,
  index: ObjectIndex,
  pieces: ReadonlyMap<KubernetesObject, Pieces>,
): ReadonlyMap<string, Pieces> {
  const volumes = new Map<string, Pieces>();
  for (const volume of itemsOf(at(pod, 'volumes'))) {
    const sources = [volume, ...itemsOf(at(volume, 'projected', 'sources'))];
    const shown = new Map<string, Piece>();
    for (const source of sources) {
      for (const [field, kind, nameKey] of [
        ['configMap', 'ConfigMap', 'name'],
        ['secret', 'Secret', source === volume ? 'secretName' : 'name'],
      ] as const) {
        const reference = at(source, field);
        const name = textOf(at(reference, nameKey));
        const holder = name === undefined ? undefined : index.find('', kind, name, namespace);
        const found = holder && pieces.get(holder);
        if (found === undefined) continue;
        const items = at(reference, 'items');
        if (items === undefined) found.forEach((piece, key) => shown.set(key, piece));
        for (const item of itemsOf(items)) {
          const piece = found.get(textOf(at(item, 'key')) ?? '');
          const path = textOf(at(item, 'path'));
          if (piece !== undefined && path !== undefined) shown.set(path, piece);
        }
      }
    }
    if (shown.size > 0) volumes.set(textOf(at(volume, 'name')) ?? '', shown);
  }
  return volumes;
}

function containersOf(
  object: KubernetesObject,
  pod: YamlNode,
  index: ObjectIndex,
  pieces: ReadonlyMap<KubernetesObject, Pieces>,
): readonly FileSystem[] {
  const volumes = volumesOf(object, pod, index, pieces);
  if (volumes.size === 0) return [];
  return itemsOf(at(pod, 'containers')).map((container) => ({
    files: itemsOf(at(container, 'volumeMounts')).flatMap((mount) => {
      const shown = volumes.get(textOf(at(mount, 'name')) ?? '');
      const path = textOf(at(mount, 'mountPath'))?.replace(/\/+$/, '');
      if (shown === undefined || path === undefined) return [];
      const subPath = textOf(at(mount, 'subPath'));
      if (subPath === undefined)
        return [...shown].map(([name, piece]) => ({ path: `${path}/${name}`, piece }));
      const piece = shown.get(subPath);
      return piece === undefined ? [] : [{ path, piece }];
    }),
  }));
}
