import type { Parsed, Unit } from '../model/dialect.ts';
import { directiveVariants } from '../syntax/nginx/directive-table.ts';
import type { NginxTree } from '../syntax/nginx/tree.ts';
import { wordText } from '../syntax/nginx/word.ts';

/** nginx's own modules, when built as dynamic ones. */
const own = /ngx_(mail|stream|http_(xslt_filter|image_filter|geoip|perl|js)|stream_(geoip|js))_module\.so$/;

/**
 * Whether modules are at work that nginx does not bring: then a directive that nobody knows may be theirs.
 * True too where it cannot be told: in a fragment, and where an `include` of the main level found nothing.
 */
export function loadsForeignModules(unit: Unit<NginxTree>): boolean {
  if (!unit.main) return true;
  const { directives, complete } = mainLevel(unit);
  const loaded = directives.get('load_module') ?? [];
  return !complete || loaded.some((path) => !own.test(path)) || usesForeignDirective(unit.root.tree);
}

/** Statically built modules show only in what they are told. */
function usesForeignDirective({ keywords }: NginxTree): boolean {
  return [...keywords].some((keyword) => {
    const variants = directiveVariants(keyword);
    return variants.length > 0 && variants.every((v) => v.thirdParty !== undefined || v.plus);
  });
}

/** The directives outside all blocks, with included files: by name, the first argument of each. */
export function mainLevel(unit: Unit<NginxTree>): {
  readonly directives: ReadonlyMap<string, readonly string[]>;
  /** False where an `include` found nothing. */
  readonly complete: boolean;
} {
  const found = new Map<string, string[]>();
  const seen = new Set<Parsed<NginxTree>>();
  let complete = true;
  const visit = (parsed: Parsed<NginxTree>): void => {
    if (seen.has(parsed)) return;
    seen.add(parsed);
    const { file, tree } = parsed;
    for (const { keyword: key, args } of tree.directives) {
      const [arg] = args;
      if (!found.has(key)) found.set(key, []);
      if (arg === undefined) continue;
      found.get(key)?.push(wordText(tree.text, arg));
      if (key !== 'include') continue;
      const files = unit.included({ uri: file.uri, start: arg.start, end: arg.end });
      if (files.length === 0) complete = false;
      files.forEach(visit);
    }
  };
  visit(unit.root);
  return { directives: found, complete };
}
