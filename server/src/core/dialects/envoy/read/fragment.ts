import type { Unit } from '../../../model/dialect.ts';
import { field } from '../../../syntax/envoy/fields.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { listenersOf, sourceOf } from './bootstrap.ts';
import { pathReferences } from './references.ts';

/** What people call a file that another program puts into a bootstrap before Envoy sees it. */
const NAMED = /(?:^|[-_./])(?:patch|patches|overrides?|overlays?|merge|partial|fragment|snippet)(?=[-_./])/i;

/**
 * Whether a bootstrap may be a part of one: it has no listener and brings none in (`--config-yaml` is merged with the file
 * of `-c`, and control planes merge clusters and the like into theirs), or its name says so. What it lacks stands elsewhere.
 */
export function mayBeFragment(unit: Unit<YamlFile>): boolean {
  const root = sourceOf(unit.root);
  if (root === undefined || root.dynamic) return false;
  const near = unit.root.file.uri.split('/').slice(-2).join('/');
  if (NAMED.test(near)) return true;
  const lds = field(root.document.root, 'dynamic_resources', 'lds_config');
  return listenersOf(unit).length === 0 && pathReferences(lds).length === 0;
}
