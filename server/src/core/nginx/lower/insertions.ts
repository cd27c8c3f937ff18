import type { HeaderOp } from '../../model/header-op.ts';
import type { Change, Place } from '../../model/place.ts';
import type { Cut, Insertion, Level } from '../../model/scope.ts';
import { includeToo, merge, repeat } from './bring-back.ts';
import { insertStatements } from './edit.ts';
import { inForce, outward, type NginxLevel } from './level.ts';

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
export function cutAt(level: NginxLevel, canMerge: boolean): Cut | undefined {
  const { owner, ops } = inForce(level);
  const first = owner?.own[0];
  if (owner === undefined || first === undefined) return undefined;
  const lost = lostBeyond(owner, ops);
  if (lost.length === 0) return undefined;
  return new CutByOwn(owner, first.statement, lost, canMerge);
}

/** What a level's own lines cut off; the edit that repeats them is made when asked for. */
class CutByOwn implements Cut {
  readonly level: Level;
  readonly by: Place;
  readonly lost: readonly HeaderOp[];
  readonly #owner: NginxLevel;
  readonly #canMerge: boolean;

  constructor(owner: NginxLevel, by: Place, lost: readonly HeaderOp[], canMerge: boolean) {
    this.level = owner.level;
    this.by = by;
    this.lost = lost;
    this.#owner = owner;
    this.#canMerge = canMerge;
  }

  get restore(): readonly Change[] | undefined {
    return isWritable(this.#owner) ? repeat(this.#owner, this.lost) : undefined;
  }

  get alternatives(): Cut['alternatives'] {
    const owner = this.#owner;
    if (!isWritable(owner)) return [];
    return [...(this.#canMerge ? merge(owner, this.lost) : []), ...includeToo(owner, this.lost)];
  }
}

/**
 * The outer lines not in force, outermost first; of one name only the innermost level's. What `add_header_inherit off`
 * keeps away is not lost but refused.
 */
function lostBeyond(owner: NginxLevel, ops: readonly HeaderOp[]): readonly HeaderOp[] {
  // Levels have few lines of their own, so that to go through them is quicker than to make sets of them.
  let lost: readonly HeaderOp[] = [];
  for (const outer of untilClosed(owner)) {
    if (outer === owner || outer.own.length === 0) continue;
    const inner = [...ops, ...lost];
    const isNew = (op: HeaderOp): boolean =>
      !inner.some((other) => other === op || other.name.text === op.name.text);
    lost = [...outer.own.filter(isNew), ...lost];
  }
  return lost;
}
