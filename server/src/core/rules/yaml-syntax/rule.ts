import type { Malformed } from '../../model/malformed.ts';
import { defineRule } from '../../model/rule.ts';
import type { Site } from '../../model/scope.ts';

/** A file that a gateway reads and that is no YAML, or more of it than anybody should read. */
export const rule = defineRule({
  meta: {
    id: 'yaml-syntax',
    since: '0.1.0',
    severity: 'error',
    summary: "A gateway's file is not valid YAML.",
    messages: {
      syntax:
        'This is not valid YAML: {what}. A gateway takes nothing of a file that it cannot read; what follows here is not judged.',
      'duplicate-key':
        'The key {what} stands twice in this map. Some gateways refuse the file for that, others take one of the two; keep one.',
      'unknown-anchor':
        'YAML reads *{what} as an alias, and no anchor &{what} stands before it, so the file cannot be read. Write it in quotes if it is meant as text.',
      'alias-bomb':
        'The aliases up to here repeat {what} values. They are not followed from here on, and what they bring in is not judged; write out what is needed.',
      'too-deep':
        'This nests {what} levels deep, which no gateway needs. What lies deeper is not read and not judged; make it flatter.',
      'too-long':
        'This document has {what} characters and is not read, so nothing in it is judged. Split it into several.',
    },
  },
  check: (site, { report }) => {
    for (const each of site.malformed ?? []) {
      if (isSaidOtherwise(each, site)) continue;
      const { fix } = each;
      report(each.fault, each.at, {
        args: { what: each.what },
        severity: isReadable(each) ? 'warning' : undefined,
        related: each.first && [{ at: each.first, message: 'It stands here first.' }],
        fixes: fix && [{ title: fix.title, safe: false, changes: fix.changes }],
      });
    }
  },
});

/** What a gateway may well read, and we do not. */
function isReadable({ fault }: Malformed): boolean {
  return fault !== 'syntax' && fault !== 'unknown-anchor';
}

/** A dialect that knows what its gateway makes of this very fault says more. */
function isSaidOtherwise({ at, illegible }: Malformed, { refused = [], unread = [] }: Site): boolean {
  const starts = [at.start, illegible?.start];
  return [...refused, ...unread].some((each) => each.at.uri === at.uri && starts.includes(each.at.start));
}
