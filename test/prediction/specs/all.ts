import { WWW, type HeaderCase } from '../header-cases.ts';
import { accessSpecs } from './access.ts';
import { errorPageSpecs } from './error-page.ts';
import { fileSpecs } from './files.ts';
import { locationChoice } from './location-choice.ts';
import { rewriteSpecs } from './rewrite.ts';
import { serverChoice } from './server-choice.ts';
import { parseAsk, type Spec } from './spec.ts';
import { upstreamSpecs } from './upstream.ts';
import { valueSpecs } from './values.ts';

const SUBJECTS: readonly (readonly [subject: string, specs: readonly Spec[]])[] = [
  ['which server answers', serverChoice],
  ['which location answers', locationChoice],
  ['rewrite directives', rewriteSpecs],
  ['who may', accessSpecs],
  ['files', fileSpecs],
  ['error pages', errorPageSpecs],
  ['services behind', upstreamSpecs],
  ['values', valueSpecs],
];

/** The specifications in the form of the record, so that a real nginx can be asked in the same way. */
export function specCases(): readonly (readonly [subject: string, cases: readonly HeaderCase[]])[] {
  return SUBJECTS.map(([subject, specs]) => [subject, specs.map(caseOf)]);
}

function caseOf({ says, http, asks, nginx = '*' }: Spec): HeaderCase {
  const requests = Object.entries(asks).map(([ask, expect]) => ({
    ...parseAsk(ask),
    expect: expect.replaceAll('@WWW', WWW),
  }));
  return { id: says, nginx, modules: [], http, requests };
}
