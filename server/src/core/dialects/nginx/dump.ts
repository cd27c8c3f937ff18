import type { Part } from '../../model/dialect.ts';
import type { SourceFile, Span } from '../../model/place.ts';
import { joinedTokens, shiftedTree } from '../../nginx/shift.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';

/** What `nginx -T` writes before each file (ngx_conf_parse and main in nginx.c, ngx_dump_config). */
const MARKER = /^# configuration file ([^\r\n]+):\r?$/gm;

interface Section extends Span {
  readonly path: string;
}

/** The files that a dump prints; none where it is no dump. A single marker is some comment that was left over. */
function sections(text: string): readonly Section[] {
  if (!text.includes('# configuration file ')) return [];
  const markers = [...text.matchAll(MARKER)];
  if (markers.length < 2) return [];
  return markers.map((marker, index) => ({
    path: (marker[1] ?? '').replaceAll('\\', '/'),
    start: marker.index + marker[0].length,
    end: markers[index + 1]?.index ?? text.length,
  }));
}

export interface Dump {
  /** All of it, each file parsed by itself. */
  readonly tree: NginxTree;
  readonly parts: readonly Omit<Part<NginxTree>, 'parsed'>[];
  readonly trees: readonly NginxTree[];
}

/** Reads the output of `nginx -T`: positions are those in the dump. */
export function parseDump({ text }: SourceFile, parse: (text: string) => NginxTree): Dump | undefined {
  const found = sections(text);
  if (found.length === 0) return undefined;
  const parsed = found.map(({ start, end }) => parse(text.slice(start, end)));
  const tokens = joinedTokens(text, found, parsed);
  const trees = parsed.map((tree, index) => shiftedTree(tree, found[index]?.start ?? 0, text, tokens));
  const tree: NginxTree = {
    text,
    tokens,
    directives: trees.flatMap((each) => each.directives),
    keywords: new Set(trees.flatMap((each) => [...each.keywords])),
    comments: trees.flatMap((each) => each.comments),
    problems: trees.flatMap((each) => each.problems),
  };
  return { tree, parts: found, trees };
}
