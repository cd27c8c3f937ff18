import type { Parsed } from '../model/dialect.ts';
import type { Place, SourceFile, Uri } from '../model/place.ts';
import { isPatchName } from '../syntax/kubernetes/judge.ts';
import { objectsOf, type KubernetesObject } from '../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlNode } from '../syntax/yaml/node.ts';
import { parseYaml, YamlDocument, type YamlFile } from '../syntax/yaml/parse.ts';
import { pathOfUri, uriOfPath } from '../text/uri.ts';

/** What kustomizations do with the objects of a unit. */
export interface Patches {
  /** Files that hold only parts of objects: what they leave out stands elsewhere. */
  readonly partial: readonly Uri[];
  /** Objects that a patch changes which speaks of framing. */
  readonly framed: readonly Place[];
  /** Tells one state of all this from another. */
  readonly key: string;
}

/** Which objects a patch is for; what is absent may be any. */
interface Target {
  readonly kind?: string | undefined;
  /** An anchored regular expression, as kustomize reads it. */
  readonly name?: string | undefined;
}

interface Patch {
  /** A file with the patch, or the patch itself. */
  readonly path?: string | undefined;
  readonly text?: string | undefined;
  readonly target?: Target | undefined;
}

export function isKustomization(uri: Uri): boolean {
  return /\/kustomization\.ya?ml$/i.test(uri);
}

/** Reads what kustomizations do; what was parsed once is kept as long as its file is. */
export class PatchReader {
  readonly #written = new WeakMap<SourceFile, readonly WrittenPatch[]>();
  readonly #targets = new WeakMap<SourceFile, readonly Target[]>();
  readonly #objects = new WeakMap<Parsed<unknown>, readonly KubernetesObject[]>();

  /** `undefined` where nothing of the unit is patched, or is a patch. */
  async patchesOf(
    files: readonly Parsed<unknown>[],
    kustomizations: readonly SourceFile[],
    read: (uri: Uri) => Promise<SourceFile | undefined>,
  ): Promise<Patches | undefined> {
    const written = kustomizations.flatMap((file) => kept(this.#written, file, writtenIn));
    const objectsIn = (parsed: Parsed<unknown>): readonly KubernetesObject[] =>
      kept(this.#objects, parsed, objectsOfParsed);
    const isPartial = (parsed: Parsed<unknown>): boolean =>
      // By its name, where the kustomization that applies it was not seen.
      isPatchName(parsed.file.uri) && objectsIn(parsed).length > 0;
    const partial = new Set(files.filter(isPartial).map(({ file }) => file.uri));
    if (written.length === 0 && partial.size === 0) return undefined;
    const framed = new Map<string, Place>();
    const touched = new Set<string>();
    const objects = files.flatMap(objectsIn);
    for (const { file, patch, inline } of written) {
      const uri = patch.path === undefined ? undefined : resolved(file.uri, patch.path);
      const source = uri === undefined ? undefined : await read(uri);
      const text = patch.text ?? source?.text ?? '';
      if (uri !== undefined) partial.add(uri);
      const named =
        source === undefined ? [] : kept(this.#targets, source, ({ text: whole }) => objectsOfText(whole));
      const targets = patch.target === undefined ? (inline ?? named) : [patch.target];
      for (const object of objects) {
        if (object.document.file.uri === uri || !targets.some((target) => isFor(target, object))) continue;
        const place = object.document.place(object.node.at);
        touched.add(`${place.uri}#${place.start}`);
        // A patch that cannot be read may say anything.
        if (text === '' || FRAMING.test(text)) framed.set(`${place.uri}#${place.start}`, place);
      }
    }
    const own = files.map(({ file }) => file.uri).filter((uri) => partial.has(uri));
    if (own.length === 0 && touched.size === 0) return undefined;
    return {
      partial: own,
      framed: [...framed.values()],
      key: JSON.stringify([own, [...framed.keys()], [...touched]]),
    };
  }
}

/** What is made of something, once. */
function kept<Key extends object, T>(known: WeakMap<Key, T>, key: Key, make: (key: Key) => T): T {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}

interface WrittenPatch {
  readonly file: SourceFile;
  readonly patch: Patch;
  /** The objects that a patch in the kustomization itself names. */
  readonly inline: readonly Target[] | undefined;
}

function writtenIn(file: SourceFile): readonly WrittenPatch[] {
  return patchesIn(file).map((patch) => ({
    file,
    patch,
    inline: patch.text === undefined ? undefined : objectsOfText(patch.text),
  }));
}

/** Words in which a patch may set a policy, name what does, or that may become such. */
const FRAMING =
  /frame|security-?policy|(?:secure|custom|add)-?headers|router\.middlewares|konghq\.com\/plugins|plugin-config|\binclude\b|\{\{/i;

function patchesIn(file: SourceFile): readonly Patch[] {
  return parseYaml(file).documents.flatMap(({ root }) => [
    ...itemsOf(at(root, 'patchesStrategicMerge')).map((item): Patch => {
      const text = textOf(item) ?? '';
      return /\n|:\s/.test(text) ? { text } : { path: text };
    }),
    ...[...itemsOf(at(root, 'patches')), ...itemsOf(at(root, 'patchesJson6902'))].map(patchOf),
    ...['commonAnnotations', 'configMapGenerator', 'helmCharts'].flatMap((key): readonly Patch[] => {
      const node = at(root, key);
      const text = node === undefined ? '' : file.text.slice(node.at.start, node.at.end);
      return SETTING.test(text) ? [{ text, target: { kind: 'Ingress' } }] : [];
    }),
  ]);
}

/** What annotations of all objects, and the configuration of a controller that a kustomization makes, may set. */
const SETTING = /x-frame-options|frame-ancestors|add-?headers|custom-headers/i;

function patchOf(node: YamlNode): Patch {
  const target = at(node, 'target');
  return {
    path: textOf(at(node, 'path')),
    text: textOf(at(node, 'patch')),
    ...(target !== undefined && {
      target: { kind: textOf(at(target, 'kind')), name: textOf(at(target, 'name')) },
    }),
  };
}

/** A strategic merge patch names its target as the object that it is a part of. */
function objectsOfText(text: string): readonly Target[] {
  const tree = parseYaml({ uri: 'inline:' as Uri, version: 0, text });
  return objectsOf(tree).map(({ kind, name }) => ({
    kind,
    name: name.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&'),
  }));
}

function isFor({ kind, name }: Target, object: KubernetesObject): boolean {
  if (kind !== undefined && kind !== object.kind) return false;
  if (name === undefined) return true;
  try {
    return new RegExp(`^(?:${name})$`).test(object.name);
  } catch {
    return true;
  }
}

function objectsOfParsed({ tree }: Parsed<unknown>): readonly KubernetesObject[] {
  if (typeof tree !== 'object' || tree === null || !('documents' in tree)) return [];
  const { documents } = tree;
  const isYaml = Array.isArray(documents) && documents.every((each) => each instanceof YamlDocument);
  return isYaml ? objectsOf(tree as YamlFile) : [];
}

function resolved(base: Uri, path: string): Uri {
  const names = pathOfUri(base).split('/').slice(0, -1);
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return uriOfPath(names.join('/'), base);
}
