import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Cut, Insertion } from '../../../model/scope.ts';
import { insertStatements } from './edit.ts';
import { inForce, outward, type NginxLevel } from './level.ts';
import type { Located } from './located.ts';

/**
 * Where one more `add_header` would reach this level and cut nothing off: where lines are in force, only the block
 * they stand in; where none are, this block and every block around it.
 */
export function insertionsFor(level: NginxLevel): readonly Insertion[] {
  const { owner } = inForce(level);
  const levels = owner === undefined ? untilClosed(level) : [owner];
  return levels.filter(isWritable).map((target) => ({
    level: target.level,
    add: (name, value) => insertStatements(target, [`add_header ${name} ${quoted(value)} always;`]),
  }));
}

/** Outwards as far as an instruction would still be inherited: `add_header_inherit off` stops it. */
function untilClosed(level: NginxLevel): NginxLevel[] {
  const levels = outward(level);
  const closed = levels.findIndex((each) => each.mode === 'off');
  return closed < 0 ? levels : levels.slice(0, closed + 1);
}

/** A fragment's own top is no block of its own: writing there would reach whatever includes it. */
function isWritable(level: NginxLevel): boolean {
  return level.block?.directive.body?.closed ?? false;
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** What the lines in force at a level keep from reaching it. */
export function cutAt(level: NginxLevel): Cut | undefined {
  const { owner, ops } = inForce(level);
  const first = owner?.own[0];
  if (owner === undefined || first === undefined) return undefined;
  const lost = lostBeyond(owner, ops);
  if (lost.length === 0) return undefined;
  const restore = isWritable(owner) ? repeat(owner, lost) : undefined;
  return { level: owner.level, by: first.statement, lost, ...(restore && { restore }) };
}

/**
 * The outer lines not in force, outermost first; of one name only the innermost level's. What `add_header_inherit off`
 * keeps away is not lost but refused.
 */
function lostBeyond(owner: NginxLevel, ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const inForceNow = new Set(ops);
  const names = new Set(ops.map((op) => op.name.text));
  const lost: HeaderOp[] = [];
  for (const outer of untilClosed(owner).slice(1)) {
    const lines = outer.own.filter((op) => !inForceNow.has(op) && !names.has(op.name.text));
    lost.unshift(...lines);
    lines.forEach((op) => names.add(op.name.text));
  }
  return lost;
}

/** Writes the lost lines again, in order, as they stand in their own files. */
function repeat(level: NginxLevel, lost: readonly HeaderOp[]): readonly Change[] | undefined {
  const levels = outward(level);
  const statements = lost.flatMap((op) => {
    const source = levels.map((each) => each.sources.get(op)).find((item) => item !== undefined);
    return source?.directive.complete === true ? [statementText(source)] : [];
  });
  return statements.length === lost.length ? insertStatements(level, statements) : undefined;
}

function statementText({ file, directive }: Located): string {
  return `${file.file.text.slice(directive.start, directive.headEnd)};`;
}
