import type { Parsed, Unit } from '../../model/dialect.ts';
import type { Place } from '../../model/place.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import { isHole } from './mask.ts';

/** What is not known of the directives of one block. */
export interface BlockDoubts {
  /** Any directive may stand here besides those that were read. */
  readonly open: boolean;
  /** Statements that may be left out, by `doubtKey`. */
  readonly conditional: ReadonlySet<string>;
  /** Its own header lines may all be left out, or their inheritance may be another: those around it may be in force. */
  readonly mayInherit: boolean;
}

export function doubtKey({ uri, start }: Pick<Place, 'uri' | 'start'>): string {
  return `${uri}#${start}`;
}

const CERTAIN: BlockDoubts = { open: false, conditional: new Set(), mayInherit: false };
const MOST_DEPTH = 32;

/** Files that were not seen, and whose names say that they set headers. */
const SETS_HEADERS = /secur|header|csp|frame|hsts|harden/i;

/** The doubts about every block of a unit; `undefined` where there are none. */
export function unitDoubts(unit: Unit<NginxTree>): ((level: Place) => BlockDoubts) | undefined {
  const isDoubtful = unit.files.some(
    ({ tree, includes }) =>
      tree.template !== undefined || includes.some(({ pattern, at }) => isUnseenHeaders(unit, pattern, at)),
  );
  if (!isDoubtful) return undefined;
  const blocks = new Map<string, readonly [Parsed<NginxTree>, Directive]>();
  for (const parsed of unit.files) index(parsed, parsed.tree.directives, blocks);
  const known = new Map<string, BlockDoubts>();
  return (level) => {
    const key = `${doubtKey(level)}-${level.end}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const block = isTop(level) ? undefined : blocks.get(doubtKey(level));
    const doubts =
      block !== undefined
        ? doubtsOf(unit, block[0], block[1].body?.directives ?? [])
        : isTop(level)
          ? doubtsOf(unit, unit.root, unit.root.tree.directives)
          : CERTAIN;
    known.set(key, doubts);
    return doubts;
  };
}

/** The top of a fragment has no name to stand on. */
function isTop({ start, end }: Place): boolean {
  return start === end;
}

function index(
  parsed: Parsed<NginxTree>,
  directives: readonly Directive[],
  blocks: Map<string, readonly [Parsed<NginxTree>, Directive]>,
): void {
  for (const directive of directives) {
    if (directive.body === undefined) continue;
    blocks.set(doubtKey({ uri: parsed.file.uri, start: directive.start }), [parsed, directive]);
    index(parsed, directive.body.directives, blocks);
  }
}

function isUnseenHeaders({ fault }: Unit<NginxTree>, pattern: string, at: Place): boolean {
  if (!SETS_HEADERS.test(pattern)) return false;
  const kind = fault?.(at);
  return kind === 'missing' || kind === 'unseen';
}

function doubtsOf(
  unit: Unit<NginxTree>,
  file: Parsed<NginxTree>,
  directives: readonly Directive[],
): BlockDoubts {
  const conditional = new Set<string>();
  const found = { open: false, inherits: false, certainLines: 0, doubtfulLines: 0 };
  const visit = (
    { file: { uri }, tree }: Parsed<NginxTree>,
    items: readonly Directive[],
    isDoubtful: boolean,
    depth: number,
  ): void => {
    const { template } = tree;
    if (template?.sound === false) found.open = true;
    for (const item of items) {
      const doubtful = isDoubtful || template?.conditional.has(item) === true;
      if (doubtful) conditional.add(doubtKey({ uri, start: item.start }));
      if (isHole(item.keyword) || isLocationOfAny(item, tree) || isHeaderOfAny(item, tree)) found.open = true;
      if (item.keyword === 'add_header_inherit' && doubtful) found.inherits = true;
      if (item.keyword === 'add_header') {
        if (doubtful) found.doubtfulLines++;
        else found.certainLines++;
      }
      const [path] = item.args;
      if (item.keyword !== 'include' || path === undefined || depth > MOST_DEPTH) continue;
      const at = { uri, start: path.start, end: path.end };
      const pattern = wordText(tree.text, path);
      // Not even its name is known.
      if (template !== undefined && pattern.includes('${')) found.open = true;
      if (isUnseenHeaders(unit, pattern, at)) found.open = true;
      for (const other of unit.included(at)) visit(other, other.tree.directives, doubtful, depth + 1);
    }
  };
  visit(file, directives, false, 0);
  const { open, inherits, certainLines, doubtfulLines } = found;
  return { open, conditional, mayInherit: inherits || (doubtfulLines > 0 && certainLines === 0) };
}

/** A location whose path is filled in may be `/`, and then nothing else of its server answers. */
function isLocationOfAny({ keyword, args }: Directive, { text, template }: NginxTree): boolean {
  if (keyword !== 'location' || template === undefined) return false;
  return args.some(({ start, end }) => text.slice(start, end).includes('${_'));
}

/** A header whose name is filled in may be any. */
function isHeaderOfAny({ keyword, args }: Directive, { text, template }: NginxTree): boolean {
  if (template === undefined || !/^(add_header|more_(set|clear)_headers)$/.test(keyword)) return false;
  const names = keyword === 'add_header' ? args.slice(0, 1) : args;
  return names.some(({ start, end }) => /^["']?[^:]*\$\{_/.test(text.slice(start, end)));
}
