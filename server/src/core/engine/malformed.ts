import type { Parsed } from '../model/dialect.ts';
import type { Place, Span } from '../model/place.ts';
import type { Scope, Site } from '../model/scope.ts';
import type { PredictionReport } from './predict.ts';

/**
 * Adds what is wrong with the files as text, and takes back what the site says for certain where the text could not be
 * read: a policy may stand there.
 */
export function withMalformed(site: Site, files: readonly Parsed<unknown>[]): Site {
  const malformed = files.flatMap((parsed) => parsed.malformed ?? []);
  if (malformed.length === 0) return site;
  const illegible = malformed.flatMap((each) => each.illegible ?? []);
  const texts = new Map(files.map(({ file }) => [file.uri, file.text]));
  // What is referred to by name, or holds for everything, may come from anywhere.
  const anywhere = illegible.some((place) => {
    const text = texts.get(place.uri) ?? '';
    const { start, end } = documentAround(text, place);
    return SETS_FRAMING.test(text.slice(start, end));
  });
  const scopes = site.scopes.map((scope) =>
    scope.whole && (anywhere || illegible.some((place) => touches(scope, place)))
      ? { ...scope, whole: false }
      : scope,
  );
  // What a garbled tree seems to say is not said of it.
  const isLegible = ({ at }: { readonly at: Place }): boolean =>
    !illegible.some(({ uri, start, end }) => uri === at.uri && start < at.start && at.start < end);
  return {
    ...site,
    scopes,
    malformed,
    misplaced: site.misplaced.filter(isLegible),
    ...(site.unread && { unread: site.unread.filter(isLegible) }),
    ...(site.unresolved && { unresolved: site.unresolved.filter(isLegible) }),
    ...(site.refused && { refused: site.refused.filter(isLegible) }),
  };
}

/** What a gateway answers whose files cannot all be read: it may hold on to what it had, or not start. */
export function doubtMalformed(
  report: PredictionReport,
  files: readonly Parsed<unknown>[],
): PredictionReport {
  const isIllegible = files.some(({ malformed = [] }) =>
    malformed.some((each) => each.illegible !== undefined),
  );
  if (!isIllegible || report.refused !== undefined) return report;
  return {
    ...report,
    complete: false,
    headers: report.headers.map((header) => ({ ...header, complete: false })),
    framePolicy: { verdict: 'unknown', because: 'A file of the configuration cannot be read.' },
    doubts: [...report.doubts, 'a file of the configuration is not valid YAML'],
  };
}

/** In words of any gateway: `frameDeny`, `X-Frame-Options`, `frame-ancestors`, `contentSecurityPolicy`, `SecureHeaders`. */
const SETS_FRAMING = /frame|security-?policy|secure-?headers/i;

/** The YAML document that a fault stands in: what stands before the fault is read, but what it belongs to may be read otherwise. */
export function documentAround(text: string, { start, end }: Span): Span {
  const from = text.lastIndexOf('\n---', start);
  const to = text.indexOf('\n---', Math.min(end, text.length) - 1);
  return { start: Math.max(from, 0), end: to < 0 ? text.length : Math.max(to, end) };
}

function touches({ block }: Scope, { uri, start, end }: Place): boolean {
  return block.uri === uri && block.start < end && start < block.end;
}
