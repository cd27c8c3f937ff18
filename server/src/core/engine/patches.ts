import type { Place, Uri } from '../model/place.ts';
import type { Scope, Site } from '../model/scope.ts';
import type { Patches } from '../project/kustomize.ts';
import type { PredictionReport } from './predict.ts';

/**
 * Takes back what is missing where a patch may add it: what a patch leaves out stands in the object that it is for, and
 * what that object lacks may stand in the patch.
 */
export function withPatches(site: Site, patches: Patches | undefined): Site {
  if (patches === undefined) return site;
  const partial = new Set<Uri>(patches.partial);
  // An object that answers nothing itself (a middleware, a filter) is used by others.
  const isAnywhere = patches.framed.some((place) => !site.scopes.some(({ block }) => isIn(block, place)));
  const isOpen = ({ block }: Scope): boolean =>
    isAnywhere || partial.has(block.uri) || patches.framed.some((place) => isIn(block, place));
  return {
    ...site,
    scopes: site.scopes.map((scope) => (scope.whole && isOpen(scope) ? { ...scope, whole: false } : scope)),
    ...(site.unresolved && { unresolved: site.unresolved.filter(({ at }) => !partial.has(at.uri)) }),
  };
}

/** What is answered once the patches are applied, which is done elsewhere. */
export function doubtPatches(report: PredictionReport, patches: Patches | undefined): PredictionReport {
  if (patches === undefined) return report;
  return {
    ...report,
    complete: false,
    headers: report.headers.map((header) => ({ ...header, complete: false })),
    framePolicy: { verdict: 'unknown', because: 'A patch of a kustomization changes the configuration.' },
    doubts: [...report.doubts, 'what a patch of a kustomization changes'],
  };
}

function isIn(block: Place, { uri, start, end }: Place): boolean {
  return block.uri === uri && start <= block.start && block.end <= end;
}
