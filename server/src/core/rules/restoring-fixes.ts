import type { Fix } from '../model/finding.ts';
import type { Cut } from '../model/scope.ts';

/** The ways to bring back what a block cuts off. */
export function restoringFixes(cut: Cut): readonly Fix[] {
  const { level, inherit, restore } = cut;
  const levels = [level.id];
  return [
    ...(inherit === undefined ? [] : [{ ...inherit, safe: false, levels }]),
    ...(restore === undefined
      ? []
      : [{ title: `Repeat the lost header lines in ${level.label}`, safe: false, changes: restore, levels }]),
  ];
}
