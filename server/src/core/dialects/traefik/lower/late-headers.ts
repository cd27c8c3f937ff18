import type { Unread } from '../../../model/scope.ts';
import type { Binding } from './bindings.ts';
import type { Link } from './chain.ts';
import { isFraming } from './unattached.ts';

/** Answers of their own that people see as pages; a redirect shows nothing. */
const ANSWERING: ReadonlySet<string> = new Set([
  'basicauth',
  'digestauth',
  'forwardauth',
  'ipallowlist',
  'ipwhitelist',
  'errors',
]);

/** A framing header that stands after a middleware which answers by itself, with none before it. */
export function lateHeaders(bindings: readonly Binding[]): readonly Unread[] {
  return bindings.flatMap(({ chain }) => {
    const { links } = chain;
    const first = links.findIndex(sets);
    const answering = links.slice(0, Math.max(first, 0)).find(answers);
    const late = links[first];
    if (late === undefined || answering === undefined || links.slice(0, first).some(isOpaque)) return [];
    const [name, before] = [late.reference.text, answering.reference.text];
    if (late.reference === answering.reference) return [];
    return [
      {
        at: late.reference.at,
        what: `The framing policy of ${name}, on what ${before} answers by itself,`,
        why: `${before} is listed before it`,
        advice: `List ${name} first.`,
        severity: 'information',
      },
    ];
  });
}

function sets(link: Link): boolean {
  return link.kind === 'middleware' && link.middleware.ops.some(isFraming);
}

function answers(link: Link): boolean {
  return link.kind === 'middleware' && ANSWERING.has(link.middleware.kind);
}

function isOpaque(link: Link): boolean {
  return link.kind !== 'middleware' || link.middleware.opaque !== 'no';
}
