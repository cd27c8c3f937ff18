import assert from 'node:assert/strict';
import type { Dialect } from '../../../server/src/core/model/dialect.ts';
import { findingsIn, judged, mended } from './judge.ts';

/** One file after the fix whose title begins so; nothing is left to say of it. */
export function afterFix<Tree>(
  dialect: Dialect<Tree>,
  text: string,
  title: string,
  path = 'web.yaml',
): string {
  const fixes = judged(dialect, { [path]: text }).flatMap((finding) => finding.fixes);
  const fix = fixes.find((each) => each.title.startsWith(title));
  assert.ok(fix, `no fix “${title}”, but: ${fixes.map((each) => each.title).join('; ')}`);
  const next = mended(fix, { [path]: text })[path] ?? '';
  assert.deepEqual(findingsIn(dialect, next, path), [], next);
  return next;
}
