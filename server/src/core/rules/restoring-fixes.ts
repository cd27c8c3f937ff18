import type { Fix } from '../model/finding.ts';
import type { Cut } from '../model/scope.ts';

/** The ways to bring back what a block cuts off. */
export function restoringFixes(cut: Cut): readonly Fix[] {
  const { level, alternatives = [], restore } = cut;
  const levels = [level.id];
  return [
    ...alternatives.map((fix): Fix => ({ ...fix, safe: false, levels })),
    ...(restore === undefined
      ? []
      : [{ title: `Repeat the lost header lines in ${level.label}`, safe: false, changes: restore, levels }]),
  ];
}
