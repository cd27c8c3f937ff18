import type { Include } from '../../../model/dialect.ts';
import type { Span } from '../../../model/place.ts';
import { field, stringField } from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

export interface PathReference {
  readonly path: string;
  readonly at: Span;
}

/** The file that a config source names, in its present and in its older form. */
export function pathReferences(source: YamlNode | undefined): readonly PathReference[] {
  const node = field(source, 'path_config_source', 'path') ?? field(source, 'path');
  const path = stringField(source, 'path_config_source', 'path') ?? stringField(source, 'path');
  return node === undefined || path === undefined ? [] : [{ path, at: node.at }];
}

/** Every file of listeners or routes that a bootstrap refers to, wherever it stands. */
export function includesOf({ documents: [document] }: YamlFile): readonly Include[] {
  if (document?.root === undefined) return [];
  const found: Include[] = [];
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'seq') node.items.forEach(visit);
    for (const { key, value } of entriesOf(node)) {
      if (/^(?:lds_?config|config_?source|rds_?config_?source)$/i.test(key.text)) {
        found.push(
          ...pathReferences(value).map(({ path, at }) => ({ pattern: path, at: document.place(at) })),
        );
      }
      visit(value);
    }
  };
  visit(document.root);
  return found;
}
