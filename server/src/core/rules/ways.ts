import { framingHeader } from '../headers/frame-policy/lines.ts';
import { misspelledCsp, misspelledFrameOptions } from '../headers/frame-policy/names.ts';
import type { HeaderOp, OpEdits } from '../model/header-op.ts';
import { joinChoices, type Choice, type Possible } from '../model/possible.ts';
import type { Scope } from '../model/scope.ts';

/** What a scope's instructions are when a request has made up its values. */
export interface Way {
  readonly ops: readonly HeaderOp[];
  /** The values that were chosen, by the instruction that has them in `ops`. */
  readonly chosen: ReadonlyMap<HeaderOp, Possible>;
  readonly when: readonly Choice[];
}

/** More ways than these are not told apart; the values then count as unknown. */
const MOST_WAYS = 32;

/**
 * The ways in which the framing headers of a scope can turn out: one for each choice of values that go together. Empty
 * where no value is a choice, or there are too many.
 */
export function waysOf({ ops }: Pick<Scope, 'ops'>): readonly Way[] {
  if (!ops.some(isChoice)) return [];
  let ways: readonly Way[] = [{ ops: [], chosen: new Map(), when: [] }];
  for (const op of ops) {
    const values = isChoice(op) ? op.value.possible : undefined;
    ways = ways.flatMap((way) =>
      values === undefined
        ? [{ ...way, ops: [...way.ops, op] }]
        : values.flatMap((value) => chosen(way, op, value)),
    );
    if (ways.length > MOST_WAYS) return [];
  }
  return ways;
}

type ChoiceOp = HeaderOp & { readonly value: { readonly possible: readonly Possible[] } };

function isChoice(op: HeaderOp): op is ChoiceOp {
  return op.value.kind === 'dynamic' && op.value.possible !== undefined && matters(op.spelling);
}

function matters(name: string): boolean {
  return framingHeader(name) !== undefined || misspelledFrameOptions(name) || misspelledCsp(name);
}

function chosen(way: Way, op: HeaderOp, value: Possible): readonly Way[] {
  const when = joinChoices(way.when, value.when);
  if (when === undefined) return [];
  const literal: HeaderOp = {
    ...op,
    value: { kind: 'literal', text: value.text, at: value.at },
    edits: editsOf(op.edits, value),
  };
  return [{ ops: [...way.ops, literal], chosen: new Map(way.chosen).set(literal, value), when }];
}

/** The value is written where it comes from; name and statement are the instruction's own. */
function editsOf({ rewrite, ...edits }: OpEdits, value: Possible): OpEdits {
  const { rewrite: write } = value;
  if (rewrite === undefined || write === undefined) return edits;
  return {
    ...edits,
    rewrite: ({ name, value: text }) => [
      ...(name === undefined ? [] : rewrite({ name })),
      ...(text === undefined ? [] : write(text)),
    ],
  };
}
