import { entryOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { expectationOf, pieceOf, type FileSystem, type Piece } from '../piece.ts';

/** Where a file is put: Ansible's modules, cloud-init's `write_files`, Butane's `storage.files`. */
const PATHS = ['dest', 'path', 'target', 'filename'];
const CONTENTS = ['content', 'contents', 'inline', 'block', 'data', 'text'];

/** Scripts, patterns of other tools and prose, whatever they quote; annotations and snippets are an ingress controller's. */
const NEVER =
  /^(run|scripts?|cmd|command|args|shell|entrypoint|before_script|after_script|test|regex|patterns?(-.*)?|message|description|summary|notes?|doc(s|umentation)?|examples?|expected.*|fix|query|annotations|nginx\.ini)$|snippets?$|[/]/i;

export function isNoFile(key: string): boolean {
  return NEVER.test(key);
}

/** Texts that are nginx's, wherever they stand in a document that is no object of Kubernetes. */
export function textFileSystems(document: YamlDocument, from: YamlNode | undefined): readonly FileSystem[] {
  const placed: { readonly path: string; readonly piece: Piece }[] = [];
  const loose: FileSystem[] = [];
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode): void => {
    // A merge key or an alias shows the same node again.
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'seq') {
      for (const item of node.items) if (item.kind !== 'scalar') visit(item);
      return;
    }
    if (node.kind !== 'map') return;
    const path = pathIn(node);
    for (const { key, value, merged } of node.entries) {
      if (merged || isNoFile(key.text)) continue;
      if (value.kind !== 'scalar') {
        visit(value);
        continue;
      }
      const isContent = path !== undefined && CONTENTS.includes(key.text);
      const name = isContent ? path : key.text;
      // Of a text that says nothing of itself, only one over lines is looked at.
      const isLong = value.style === 'literal' || value.style === 'folded' || value.text.includes('\n');
      const expected = expectationOf(name);
      if (!isLong && expected === 'any') continue;
      const piece = pieceOf(document, value, name, expected);
      if (piece === undefined || seen.has(value)) continue;
      seen.add(value);
      if (isContent && key.text !== 'block' && path.startsWith('/')) placed.push({ path, piece });
      else loose.push({ files: [{ path: undefined, piece }] });
    }
  };
  if (from !== undefined) visit(from);
  return [...(placed.length === 0 ? [] : [{ files: placed }]), ...loose];
}

function pathIn(map: YamlMap): string | undefined {
  for (const key of PATHS) {
    const text = textOf(entryOf(map, key)?.value);
    if (text !== undefined) return text;
  }
  return undefined;
}
