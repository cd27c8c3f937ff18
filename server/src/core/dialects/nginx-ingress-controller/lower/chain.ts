import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level } from '../../../model/scope.ts';
import type { InheritMode } from '../../../nginx/lower/level.ts';

/** A block of the nginx configuration that the controller writes: http, server or location. */
export interface Block {
  readonly level: Level;
  readonly outer?: Block | undefined;
  /** Its own `add_header` lines, in the order in which the controller's template writes them. */
  readonly own: readonly HeaderOp[];
  readonly inherit?: InheritMode | undefined;
  /** Its own `proxy_hide_header` lines. */
  readonly hides: readonly HeaderOp[];
  /** Its own `proxy_pass_header` lines, in lower case. */
  readonly passes: readonly string[];
  /** What runs before `add_header` (headers-more, Lua). */
  readonly early: readonly HeaderOp[];
}

export interface InForce {
  readonly ops: readonly HeaderOp[];
  /** The innermost block whose own lines are part of `ops`. */
  readonly owner: Block | undefined;
}

/**
 * ngx_http_headers_merge_conf: a block with an `add_header` of its own drops those of the blocks around it; with `merge`
 * they follow its own, with `off` they never come.
 */
export function inForce(block: Block | undefined): InForce {
  if (block === undefined) return { ops: [], owner: undefined };
  const owns = block.own.length > 0;
  const mode = modeOf(block);
  if (mode === 'off' || (mode === 'on' && owns)) return { ops: block.own, owner: owns ? block : undefined };
  const outer = inForce(block.outer);
  return owns ? { ops: [...block.own, ...outer.ops], owner: block } : outer;
}

export function modeOf(block: Block | undefined): InheritMode {
  return block === undefined ? 'on' : (block.inherit ?? modeOf(block.outer));
}

/** A block and the blocks around it, innermost first. */
export function outward(block: Block): readonly Block[] {
  return block.outer === undefined ? [block] : [block, ...outward(block.outer)];
}

/** Everything that acts on an answer of a block, in nginx's order. @param isProxied a service answers */
export function blockOps(block: Block, isProxied: boolean): readonly HeaderOp[] {
  const early = outward(block)
    .toReversed()
    .flatMap((each) => each.early);
  return [...(isProxied ? hidesOf(block) : []), ...early, ...inForce(block).ops];
}

/** Each kind by itself, the nearest block with lines of its own; a pass beats a hide (ngx_http_upstream_hide_headers_hash). */
export function hidesOf(block: Block): readonly HeaderOp[] {
  const blocks = outward(block);
  const hides = blocks.find((each) => each.hides.length > 0)?.hides ?? [];
  const passes = passesOf(block);
  return hides.filter(({ name }) => !passes.includes(name.text));
}

export function passesOf(block: Block): readonly string[] {
  return outward(block).find(({ passes }) => passes.length > 0)?.passes ?? [];
}

/** The outer lines that are not in force, outermost first; of one name only the innermost block's. */
export function lostAt(
  block: Block,
): { readonly owner: Block; readonly lost: readonly HeaderOp[] } | undefined {
  const { owner, ops } = inForce(block);
  if (owner === undefined) return undefined;
  let lost: readonly HeaderOp[] = [];
  // What `off` keeps away is not lost but refused.
  if (modeOf(owner) === 'off') return undefined;
  for (const outer of outward(owner).slice(1)) {
    const inner = [...ops, ...lost];
    lost = [
      ...outer.own.filter((op) => !inner.some((other) => other === op || other.name.text === op.name.text)),
      ...lost,
    ];
    if (modeOf(outer) === 'off') break;
  }
  return lost.length === 0 ? undefined : { owner, lost };
}
