import type { Span, Uri } from '../../model/place.ts';
import type { Level, Scope, Site } from '../../model/scope.ts';
import type { DocumentSymbol } from '../answers.ts';

interface Growing {
  readonly level: Level;
  block: Span;
  readonly children: Map<string, Growing>;
}

/** Hosts and their routes, as the file is lowered. */
export function symbolsOfSites(uri: Uri, sites: readonly Site[]): readonly DocumentSymbol[] {
  const top = new Map<string, Growing>();
  for (const scope of sites.flatMap(({ scopes }) => scopes))
    if (scope.block.uri === uri) grow(top, scope, uri);
  return symbolsOf(top);
}

function grow(top: Map<string, Growing>, { path, block }: Scope, uri: Uri): void {
  let siblings = top;
  // What stands in another file (a default of the whole gateway) is no part of this one's outline.
  for (const level of path.filter(({ at }) => at.uri === uri).toReversed()) {
    const known = siblings.get(level.id) ?? { level, block, children: new Map<string, Growing>() };
    known.block = around(around(known.block, block), level.at);
    siblings.set(level.id, known);
    siblings = known.children;
  }
}

function symbolsOf(levels: ReadonlyMap<string, Growing>): readonly DocumentSymbol[] {
  return [...levels.values()]
    .map(({ level, block, children }): DocumentSymbol => ({
      name: level.label.trim() === '' ? level.kind : level.label,
      detail: '',
      kind: level.kind,
      at: { start: level.at.start, end: level.at.end },
      block,
      children: symbolsOf(children),
    }))
    .toSorted((a, b) => a.block.start - b.block.start);
}

function around(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
