import type { Fix } from '../model/finding.ts';
import type { Cut } from '../model/scope.ts';

/** The ways to bring back what a block cuts off. */
export function restoringFixes({ level, restore }: Cut): readonly Fix[] {
  return restore === undefined
    ? []
    : [{ title: `Repeat the lost header lines in ${level.label}`, safe: false, changes: restore }];
}
