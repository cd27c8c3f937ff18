import type { HeaderOp } from '../../model/header-op.ts';
import type { Level } from '../../model/scope.ts';
import type { Parsed } from '../../model/dialect.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import type { Located } from './located.ts';
import type { HidingLists } from './pass.ts';

/** How a level treats the `add_header` lines of the level around it (`add_header_inherit`, since 1.29.3). */
export type InheritMode = 'on' | 'off' | 'merge';

/** A level of header configuration: http, server, location, `if` in location, or the top of a fragment. */
export interface NginxLevel {
  readonly level: Level;
  readonly kind: 'http' | 'server' | 'location' | 'if';
  readonly parent: NginxLevel | undefined;
  /** The block directive; absent for the top of a fragment. */
  readonly block: Located | undefined;
  /** The file into whose text the block's own braces are written. */
  readonly file: Parsed<NginxTree>;
  /** The block's directives, includes replaced by their content. */
  readonly items: readonly Located[];
  /** Those of `items` that decide what is sent and answered (telling.ts), in order. */
  readonly telling: readonly Located[];
  /** The block's own `add_header` lines, in order. */
  readonly own: readonly HeaderOp[];
  /** The directive of each of `own`. */
  readonly sources: ReadonlyMap<HeaderOp, Located>;
  readonly mode: InheritMode;
  /** The first of the access rules in force: a level without any has those of the level around it. */
  readonly access: Located | undefined;
  /** What headers-more, Lua and their like do here, outer levels first: these run before `add_header`. */
  readonly early: readonly HeaderOp[];
  /** What is kept back of the answers of services. */
  readonly hiding: HidingLists;
}

/** The directives that are written in a level itself. */
export function contentOf({ block, file }: Pick<NginxLevel, 'block' | 'file'>): readonly Directive[] {
  return block === undefined ? file.tree.directives : (block.directive.body?.directives ?? []);
}

/** The `add_header` lines in force at a level, and the level that they were written at. */
export interface InForce {
  readonly ops: readonly HeaderOp[];
  /** The innermost level whose own lines are part of `ops`; undefined where there are none. */
  readonly owner: NginxLevel | undefined;
}

/**
 * ngx_http_headers_merge_conf: a level with at least one `add_header` of its own drops all of the levels above;
 * with `merge` they are appended after its own, with `off` they never come.
 */
export function inForce(level: NginxLevel | undefined): InForce {
  if (level === undefined) return { ops: [], owner: undefined };
  const owns = level.own.length > 0;
  if (level.mode === 'off' || (level.mode === 'on' && owns)) {
    return { ops: level.own, owner: owns ? level : undefined };
  }
  const outer = inForce(level.parent);
  return owns ? { ops: [...level.own, ...outer.ops], owner: level } : outer;
}

/** A level and the levels around it, innermost first. */
export function outward(level: NginxLevel): NginxLevel[] {
  const levels = [level];
  for (let outer = level.parent; outer !== undefined; outer = outer.parent) levels.push(outer);
  return levels;
}
