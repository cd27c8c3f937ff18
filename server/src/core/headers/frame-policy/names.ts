import type { FrameDiagnosis } from './diagnosis.ts';
import { flatten, hasUnknown } from './header-text.ts';
import { framingHeader, type PolicyLine } from './lines.ts';
import { editDistance, lettersOf } from './similar.ts';

/** What remains of the names that people write, without `X` in front; `frame` is a header of nobody else. */
const frameNames: ReadonlySet<string> = new Set([
  'frame',
  'iframe',
  'framepolicy',
  'frameorigin',
  'framesameorigin',
  'framedeny',
  'frameallow',
  'frameancestors',
  'frameancestor',
]);

/** What the names of framing headers and of all that are meant for one have in them. */
const CONCERNED = /fra|ram|farm|option|csp|conten.*sec|secur.*pol/i;

/** False of names that are neither a framing header's nor one misspelled. Asked of every header of every scope. */
export function mayConcernFraming(name: string): boolean {
  return CONCERNED.test(name) && !(name.length === 22 && name.toLowerCase() === 'x-content-type-options');
}

/** A name by which a person meant X-Frame-Options, but which browsers do not read. Letter case is no fault. */
export function misspelledFrameOptions(name: string): boolean {
  // Nearly all names end here. Two typos leave one of these standing.
  if (name.length > 40 || !/fra|ram|farm|option/i.test(name)) return false;
  if (framingHeader(name) === 'xfo') return false;
  const letters = lettersOf(name);
  const core = letters.replace(/^x+/, '');
  // `Frame` alone, without an X, may be anything.
  if (frameNames.has(core)) return core.length > 6 || core !== letters;
  if (/^i?frames?options?|frames?options?$/.test(core)) return true;
  // Two typos only where the first letter stands: `X-Name-Options` is two letters away as well.
  const limit = /^i?f/.test(core) ? 2 : 1;
  return editDistance(core, 'frameoptions', limit) <= limit;
}

/** Names of draft and prefixed implementations, which no browser reads any more. */
const legacyCsp = /^(?:x-content-security-policy|x-webkit-csp)(?:-report-only)?$/i;
const shortCsp: ReadonlySet<string> = new Set(['csp', 'contentsecurity']);
const CSP = 'contentsecuritypolicy';
const REPORT_ONLY = 'contentsecuritypolicyreportonly';

/** A legacy or misspelt name of Content-Security-Policy. Letter case is no fault. */
export function misspelledCsp(name: string): boolean {
  return rightCspName(name) !== undefined;
}

/** The name that was meant, where it is not the one that stands. */
function rightCspName(name: string): string | undefined {
  if (name.length > 45 || !/csp|conten.*sec|secur.*pol/i.test(name)) return undefined;
  if (framingHeader(name) !== undefined) return undefined;
  const letters = lettersOf(name);
  if (letters.endsWith('reportonly') || letters.endsWith('policyreport')) {
    const meant =
      legacyCsp.test(name) ||
      editDistance(letters.replace(/^x/, ''), REPORT_ONLY, 4) <= 4 ||
      letters === 'cspreportonly';
    return meant ? 'Content-Security-Policy-Report-Only' : undefined;
  }
  const core = letters.replace(/^x/, '');
  // Three edits: `Content-Security-Policies`.
  const meant = legacyCsp.test(name) || shortCsp.has(core) || editDistance(core, CSP, 3) <= 3;
  return meant ? 'Content-Security-Policy' : undefined;
}

/** Lines whose names browsers do not read, though a frame policy was meant. */
export function judgeNames(lines: readonly PolicyLine[]): readonly FrameDiagnosis[] {
  const found: FrameDiagnosis[] = [];
  lines.forEach(({ name, value }, line) => {
    if (framingHeader(name) !== undefined) return;
    if (misspelledFrameOptions(name)) {
      found.push({
        code: 'wrong-header-name',
        severity: 'error',
        line,
        message: `Browsers do not read a header \`${name.trim()}\`, so it protects nothing. Use X-Frame-Options.`,
        suggestion: 'rename',
        rename: 'X-Frame-Options',
      });
      return;
    }
    const rename = rightCspName(name);
    if (rename === undefined) return;
    // Of these, only a policy about framing is our matter.
    const text = flatten(value);
    if (!/frame-ancestors/i.test(text) && !hasUnknown(text)) return;
    found.push({
      code: 'legacy-csp-name',
      severity: 'error',
      line,
      message: `Browsers do not read a header \`${name.trim()}\`, so its frame-ancestors protects nothing. Use ${rename}.`,
      suggestion: 'rename',
      rename,
    });
  });
  return found;
}
