import type { FrameDiagnosis } from '../headers/frame-policy/diagnosis.ts';
import type { Fix } from '../model/finding.ts';
import type { HeaderOp } from '../model/header-op.ts';
import type { Scope, Site } from '../model/scope.ts';
import { framingOf, type Framing } from './framing.ts';

/** A fault that the frame policy sees, with the instruction that wrote the faulty line. */
export interface Fault {
  readonly diagnosis: FrameDiagnosis;
  readonly op: HeaderOp;
  readonly framing: Framing;
}

/**
 * The faults of these codes in what the site's scopes send. Several scopes may share one instruction; those that answer
 * come first, and where none does, a fault does no harm yet.
 */
export function faultsIn(site: Site, isOurs: (diagnosis: FrameDiagnosis) => boolean): readonly Fault[] {
  const isIdle = ({ answers }: Scope): boolean => answers.length === 0;
  const scopes = [...site.scopes.filter((scope) => !isIdle(scope)), ...site.scopes.filter(isIdle)];
  return scopes.flatMap((scope) => {
    const framing = framingOf(scope);
    return framing.policy.diagnoses.filter(isOurs).flatMap((found) => {
      const op = framing.lines[found.line]?.op;
      const diagnosis: FrameDiagnosis = isIdle(scope) ? { ...found, severity: 'information' } : found;
      return op === undefined ? [] : [{ diagnosis, op, framing }];
    });
  });
}

/** The fix that a diagnosis itself knows; a guess is for a person to confirm. */
export function suggestedFixes({ diagnosis, op }: Fault): readonly Fix[] {
  const { suggestion, replace, rename, sources } = diagnosis;
  const { rewrite, remove } = op.edits;
  switch (suggestion) {
    case 'respell':
    case 'guess':
      if (rewrite === undefined || replace === undefined) return [];
      return [
        {
          title: `Replace with ${replace}`,
          safe: suggestion === 'respell',
          changes: rewrite({ value: replace }),
        },
      ];
    case 'rename':
      if (rewrite === undefined || rename === undefined) return [];
      return [{ title: `Rename to ${rename}`, safe: true, changes: rewrite({ name: rename }) }];
    case 'move-to-csp': {
      if (rewrite === undefined || sources === undefined) return [];
      const value = `frame-ancestors ${sources.join(' ')}`;
      const changes = rewrite({ name: 'Content-Security-Policy', value });
      return [{ title: `Send Content-Security-Policy: ${value} instead`, safe: false, changes }];
    }
    case 'drop-line':
      return remove === undefined
        ? []
        : [{ title: 'Remove this line', safe: diagnosis.code === 'duplicate-equal', changes: remove }];
    default:
      return [];
  }
}

/** For a value that means nothing: the two that browsers know. */
export function validValueFixes(op: HeaderOp): readonly Fix[] {
  const { rewrite } = op.edits;
  if (rewrite === undefined) return [];
  return ['SAMEORIGIN', 'DENY'].map((value) => ({
    title: `Set ${value}`,
    safe: false,
    changes: rewrite({ value }),
  }));
}
