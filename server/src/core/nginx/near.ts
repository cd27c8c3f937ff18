import { directiveNames } from '../syntax/nginx/directive-table.ts';

/** The directive that was most likely meant by a misspelled name, if one is near enough. */
export function nearestDirective(name: string): string | undefined {
  const limit = name.length < 5 ? 1 : 2;
  const folded = name.toLowerCase().replaceAll('-', '_');
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of directiveNames()) {
    if (Math.abs(candidate.length - folded.length) >= bestDistance) continue;
    const d = distance(folded, candidate, bestDistance);
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  // Of a name of three letters, one change leaves too little.
  return name.length < 3 ? undefined : best;
}

/** Edits (insert, delete, replace, swap neighbours) between two words; `limit` or more is all the same. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? limit;
}
