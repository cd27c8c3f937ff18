import type { PredictionReport } from './predict.ts';

/** What one of several configurations answers. */
export interface Candidate {
  /** The name of its format. */
  readonly title: string;
  /** Absent where requests cannot be followed through the format. */
  readonly report: PredictionReport | undefined;
}

/**
 * The answer to a request that any of several configurations may get: that of the only one which has a route for it. Where
 * several have one, the text does not say which gateway stands in front.
 */
export function chosenAnswer(candidates: readonly Candidate[]): PredictionReport | undefined {
  const known = candidates.flatMap(({ title, report }) => (report === undefined ? [] : [{ title, report }]));
  const routed = known.filter(({ report }) => report.routed && report.refused === undefined);
  const [chosen] = routed.length > 0 ? routed : known.toSorted((a, b) => claim(b.report) - claim(a.report));
  if (chosen === undefined) return undefined;
  if (routed.length > 1) return doubted(chosen.report, `${named(routed)} have a route for this request each`);
  // What cannot be followed may have the route that no other has.
  const unfollowed = candidates.filter(({ report }) => report === undefined);
  if (routed.length === 0 && unfollowed.length > 0)
    return doubted(
      { ...chosen.report, status: null },
      `${named(unfollowed)} may have a route for this request`,
    );
  return chosen.report;
}

/**
 * Which of those without a route the request was likelier meant for: what is refused may have one all the same, and so may
 * what cannot be read to the end.
 */
function claim({ refused, complete }: PredictionReport): number {
  if (refused !== undefined) return 2;
  return complete ? 0 : 1;
}

function doubted(report: PredictionReport, doubt: string): PredictionReport {
  return {
    ...report,
    complete: false,
    headers: report.headers.map((header) => ({ ...header, complete: false })),
    framePolicy: { verdict: 'unknown', because: 'It depends on which gateway the request reaches.' },
    doubts: [...report.doubts, doubt],
  };
}

function named(candidates: readonly { readonly title: string }[]): string {
  const titles = candidates.map(({ title }) => title);
  return titles.length > 1 ? `${titles.slice(0, -1).join(', ')} and ${titles.at(-1) ?? ''}` : titles.join('');
}
