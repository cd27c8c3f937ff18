import {
  entriesOf,
  itemsOf,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../../syntax/yaml/node.ts';
import { parseYaml, YamlDocument } from '../../../syntax/yaml/parse.ts';

/** A file that stands in another one as a literal block: a key of a ConfigMap, a value of a chart. */
export interface EmbeddedFile {
  readonly name: string;
  readonly document: YamlDocument;
  /** The map that holds it, and what stands beside it. */
  readonly parent: YamlMap;
}

const NAME = /^(?:apisix|config)[^/]*\.ya?ml$/;

/** The text of a literal block is valid at its own offsets: only its indentation is deeper. */
export function embeddedIn(document: YamlDocument): readonly EmbeddedFile[] {
  if (!/^\s*["']?(?:apisix|config)[\w.-]*\.ya?ml["']?\s*:\s*\|/m.test(document.text)) return [];
  const found: EmbeddedFile[] = [];
  const visit = (node: YamlNode, depth: number): void => {
    if (depth > 12) return;
    for (const { key, value } of entriesOf(node)) {
      if (value.kind === 'map') visit(value, depth + 1);
      const isFile = value.kind === 'scalar' && value.style === 'literal' && NAME.test(key.text);
      if (isFile && node.kind === 'map') {
        const inner = innerDocument(document, value);
        if (inner !== undefined) found.push({ name: key.text, document: inner, parent: node });
      }
    }
    for (const item of itemsOf(node)) visit(item, depth + 1);
  };
  if (document.root !== undefined) visit(document.root, 0);
  return found;
}

function innerDocument({ file, start, text }: YamlDocument, scalar: YamlScalar): YamlDocument | undefined {
  const header = text.indexOf('\n', scalar.at.start) + 1;
  if (header === 0 || header >= scalar.at.end) return undefined;
  const inner = text.slice(header, scalar.at.end);
  const [parsed] = parseYaml({ ...file, text: inner }).documents;
  return parsed && new YamlDocument(file, start + header, parsed.parsed);
}
