import type { IncludeFault, Parsed, Unit } from '../../model/dialect.ts';
import type { Place } from '../../model/place.ts';
import { fragmentContext } from '../../nginx/context.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { globSegments, matchesGlob } from '../../text/glob.ts';
import type { FileSystem, Piece } from './piece.ts';

type NginxFile = Parsed<NginxTree>;

/** The configurations of a file system: each file that no other includes, with all that it includes. */
export function unitsOf({ files }: FileSystem): readonly Unit<NginxTree>[] {
  const distinct = [...new Map(files.map((each) => [each.piece.nginx.parsed, each])).values()];
  const includes = new Map<string, readonly NginxFile[]>();
  for (const { path, piece } of distinct) {
    for (const { pattern, at } of piece.nginx.parsed.includes) {
      const found = distinct.filter((other) => other.piece !== piece && isMeant(pattern, path, other));
      if (found.length > 0)
        includes.set(
          keyOf(at),
          found.map((each) => each.piece.nginx.parsed),
        );
    }
  }
  const globs = new Set(
    distinct.flatMap(({ piece }) =>
      piece.nginx.parsed.includes.filter(({ pattern }) => /[*?[]/.test(pattern)).map(({ at }) => keyOf(at)),
    ),
  );
  const included = (include: Place): readonly NginxFile[] => includes.get(keyOf(include)) ?? [];
  const inner = new Set([...includes.values()].flat());
  const parsed = distinct.map(({ piece }) => piece.nginx.parsed);
  const outer = parsed.filter((each) => !inner.has(each));
  // In a circle, somebody must be the first.
  const roots = outer.length === 0 ? parsed.slice(0, 1) : outer;
  // What is in the image, or in other volumes, is not here; a pattern may well find nothing.
  const fault = (include: Place): IncludeFault | undefined =>
    globs.has(keyOf(include)) || included(include).length > 0 ? undefined : 'unseen';
  return roots.map((root) => unitOf(root, included, fault));
}

function unitOf(
  root: NginxFile,
  included: Unit<NginxTree>['included'],
  fault: Unit<NginxTree>['fault'],
): Unit<NginxTree> {
  const files = new Set<NginxFile>();
  const visit = (file: NginxFile): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const { at } of file.includes) included(at).forEach(visit);
  };
  visit(root);
  return {
    root,
    main: fragmentContext(root.tree, root.file.uri) === 'main',
    files: [...files],
    included,
    ...(fault && { fault }),
  };
}

function keyOf({ uri, start }: Place): string {
  return `${uri}#${start}`;
}

/** nginx reads a relative path from the folder of its main file; where nothing says a file's own path, its name decides. */
function isMeant(
  pattern: string,
  from: string | undefined,
  { path, piece }: { readonly path: string | undefined; readonly piece: Piece },
): boolean {
  const folder = from === undefined ? '/etc/nginx' : from.replace(/\/[^/]*$/, '');
  const whole = pattern.startsWith('/') ? pattern : `${folder}/${pattern}`;
  if (path !== undefined && from !== undefined) return matchesGlob(globSegments(whole), path);
  const name = (path ?? piece.name).replace(/^.*\//, '');
  return (
    matchesGlob(globSegments(whole.replace(/^.*\//, '')), name) &&
    fragmentContext(piece.nginx.parsed.tree) !== 'main'
  );
}
