import type { Parsed, Unit } from '../../model/dialect.ts';
import type { Condition, HeaderOp, OpEdits } from '../../model/header-op.ts';
import type { Change, Place } from '../../model/place.ts';
import type { Cut, Insertion, Level, Misplaced, Scope, Site } from '../../model/scope.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { doubtKey, unitDoubts, type BlockDoubts } from './doubts.ts';
import { maskedRegions, overlaps } from './parse-template.ts';

/** The unit as nginx might read it, for whoever reads texts and not trees. */
export function maskedUnit(unit: Unit<NginxTree>): Unit<NginxTree> {
  if (unit.files.every(({ tree }) => tree.template === undefined)) return unit;
  const masked = new Map(unit.files.map((parsed) => [parsed, withText(parsed)]));
  const of = (parsed: Parsed<NginxTree>): Parsed<NginxTree> => masked.get(parsed) ?? withText(parsed);
  return {
    ...unit,
    root: of(unit.root),
    files: unit.files.map(of),
    included: (include) => unit.included(include).map(of),
  };
}

function withText(parsed: Parsed<NginxTree>): Parsed<NginxTree> {
  const { file, tree } = parsed;
  return tree.template === undefined ? parsed : { ...parsed, file: { ...file, text: tree.text } };
}

/**
 * Takes back what a site says too surely: a line that a template may leave out is undecided, where anything may stand
 * nothing is complete, and no edit touches what is filled in.
 */
export function hedged(site: Site, unit: Unit<NginxTree>): Site {
  const doubts = unitDoubts(unit);
  if (doubts === undefined) return site;
  const hedge = new Hedge(doubts, unit);
  return {
    ...site,
    scopes: site.scopes.map((scope) => hedge.scope(scope)),
    misplaced: site.misplaced.map((each) => hedge.misplaced(each)),
  };
}

const TEMPLATE: Condition = { label: 'what the template is filled in with', holds: () => undefined };

class Hedge {
  readonly #doubts: (level: Place) => BlockDoubts;
  readonly #masked: ReadonlyMap<string, (place: Place) => boolean>;
  readonly #levels = new Map<Level, Level>();

  constructor(doubts: (level: Place) => BlockDoubts, unit: Unit<NginxTree>) {
    this.#doubts = doubts;
    this.#masked = new Map(
      [...maskedRegions(unit.files)].map(([uri, regions]) => [uri, overlaps(regions)] as const),
    );
  }

  scope(scope: Scope): Scope {
    const levels = scope.path.map(({ at }) => this.#doubts(at));
    const isConditional = (at: Place): boolean =>
      levels.some(({ conditional }) => conditional.has(doubtKey(at)));
    const isOpen = levels.some(({ open, mayInherit }) => open || mayInherit);
    const ops = scope.ops.map((op) => this.#op(op, isConditional(op.statement)));
    const { cut, ...rest } = scope;
    const [first, ...around] = scope.path;
    return {
      ...rest,
      path: [this.level(first), ...around.map((level) => this.level(level))],
      ops: isOpen ? [...ops, anything(first.at)] : ops,
      ...(cut && !isOpen && { cut: this.#cut(cut, isConditional) }),
      insertions: isOpen ? [] : scope.insertions.flatMap((each) => this.#insertion(each)),
    };
  }

  misplaced({ where, name, value, keyword, at, statement, level, move }: Misplaced): Misplaced {
    const kept = move !== undefined && this.isClean(move) ? { move } : {};
    return { where, name, value, keyword, at, statement, level: this.level(level), ...kept };
  }

  #op(op: HeaderOp, isConditional: boolean): HeaderOp {
    const edits = this.#edits(op, isConditional);
    if (!isConditional) return { ...op, edits };
    const { when } = op.reach;
    return { ...op, edits, reach: { ...op.reach, when: when === undefined ? TEMPLATE : both(when) } };
  }

  /** Of a line that may be left out, the line itself may be mended; with its going, or a copy, more would change. */
  #edits({ edits, statement }: HeaderOp, isConditional: boolean): OpEdits {
    if (this.#isMasked(statement)) return {};
    const { rewrite, remove, ...other } = edits;
    const kept = { ...other, ...(rewrite && { rewrite }) };
    return remove === undefined || isConditional || !this.isClean(remove) ? kept : { ...kept, remove };
  }

  #cut(cut: Cut, isConditional: (at: Place) => boolean): Cut {
    const { by, restore } = cut;
    const lost = cut.lost.map((op) => this.#op(op, isConditional(op.statement)));
    const faithful =
      restore !== undefined &&
      this.isClean(restore) &&
      !lost.some(({ statement }) => this.#isMasked(statement) || isConditional(statement));
    return { by, level: this.level(cut.level), lost, ...(faithful && { restore }) };
  }

  #insertion({ level, add, ...rest }: Insertion): readonly Insertion[] {
    const isClean = this.isClean(add('X-Frame-Options', 'DENY'));
    return isClean ? [{ ...rest, add, level: this.level(level) }] : [];
  }

  /** Named as the file has it. */
  level(level: Level): Level {
    if (!level.label.includes('${_')) return level;
    const known = this.#levels.get(level);
    const named = known ?? { ...level, label: level.label.replace(/\$\{_+\}/g, '…') };
    this.#levels.set(level, named);
    return named;
  }

  isClean(changes: readonly Change[]): boolean {
    return !changes.some(({ at }) => this.#isMasked(at));
  }

  #isMasked(place: Place): boolean {
    return this.#masked.get(place.uri)?.(place) === true;
  }
}

function both(when: Condition): Condition {
  return {
    label: when.label,
    holds: (request) => (when.holds(request) === false ? false : undefined),
  };
}

/** The instruction that may be any. */
function anything(at: Place): HeaderOp {
  return {
    kind: 'unknown',
    name: { text: '', prefix: true },
    spelling: '',
    value: { kind: 'literal', text: '', at },
    whenEmpty: 'skip',
    reach: {},
    nameAt: at,
    statement: at,
    edits: {},
  };
}
