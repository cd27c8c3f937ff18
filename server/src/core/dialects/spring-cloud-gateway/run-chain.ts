import type { NamePattern } from '../../model/header-op.ts';
import { respond, type Answer, type HeaderLine } from '../../model/respond.ts';
import type { Effect, Strategy } from './filters/effect.ts';
import { rewritten } from './filters/line-filters.ts';
import type { Step } from './lower/gateway.ts';

/** An answer on its way out through the chain. */
export interface Passing {
  readonly status: number | undefined;
  readonly lines: readonly HeaderLine[];
  readonly opaque: readonly NamePattern[];
  /** Sent already by a filter: headers cannot be set any more. */
  readonly committed: boolean;
  readonly failed: boolean;
}

const ANY: NamePattern = { text: '', prefix: true };

/** Runs the filters on an answer: each acts after all that stand behind it. */
export function runChain(steps: readonly Step[], answer: Passing, request: Answer['request']): Passing {
  let passing = answer;
  for (const { effect } of steps.toReversed()) {
    if (passing.failed) break;
    passing = act(effect, passing, request);
  }
  return passing;
}

function act(effect: Effect, passing: Passing, request: Answer['request']): Passing {
  switch (effect.kind) {
    case 'write':
      return write(effect, passing, request);
    case 'dedupe':
      return passing.committed ? passing : { ...passing, lines: deduped(effect, passing.lines) };
    case 'rewrite':
      return rewrite(effect, passing);
    case 'relocate':
      return passing.committed && passing.lines.some(({ name }) => name.toLowerCase() === effect.name)
        ? { ...passing, status: 500, failed: true }
        : passing;
    case 'fails':
      return { ...passing, status: 500, failed: true };
    case 'status':
      return passing.committed ? passing : { ...passing, status: effect.status };
    case 'unseen':
      return { ...passing, opaque: [...passing.opaque, ANY] };
    default:
      return passing;
  }
}

function write(
  effect: Extract<Effect, { readonly kind: 'write' }>,
  passing: Passing,
  request: Answer['request'],
): Passing {
  if (passing.committed && effect.committed === 'fails') {
    // What inner filters wrote stays beside the error.
    return { ...passing, status: 500, failed: true };
  }
  if (passing.committed && effect.committed === 'nothing') return passing;
  const ops =
    effect.besideBlank === true ? effect.ops.map((op) => besideBlank(op, passing.lines)) : effect.ops;
  const before = passing.lines.map((line): readonly [string, string] => [line.name, textOf(line)]);
  const outcome = respond({ ops }, answerWith(before, passing, request));
  return { ...passing, lines: outcome.lines.map((line) => known(line, passing.lines)) };
}

function answerWith(headers: Answer['headers'], { status }: Passing, request: Answer['request']): Answer {
  return { from: 'gateway', status: status ?? 200, headers, ...(request !== undefined && { request }) };
}

/** `AddResponseHeader` without override takes a blank line for none, and leaves it. */
function besideBlank(
  op: Extract<Effect, { readonly kind: 'write' }>['ops'][number],
  lines: readonly HeaderLine[],
): typeof op {
  const own = lines.filter(({ name }) => name.toLowerCase() === op.name.text);
  return own.every((line) => textOf(line).trim() === '') ? { ...op, kind: 'append' } : op;
}

/** A line that passed through unchanged keeps what is known of who wrote it. */
function known(line: HeaderLine, before: readonly HeaderLine[]): HeaderLine {
  if (line.op !== undefined) return line;
  return before.find((each) => each.name === line.name && textOf(each) === line.value) ?? line;
}

function textOf({ value }: HeaderLine): string {
  if (typeof value === 'string') return value;
  return value.kind === 'literal' ? value.text : value.template;
}

function deduped(
  { names, strategy }: { readonly names: readonly string[]; readonly strategy: Strategy },
  lines: readonly HeaderLine[],
): readonly HeaderLine[] {
  return names.reduce<readonly HeaderLine[]>((left, name) => {
    const own = left.flatMap((line, index) => (line.name.toLowerCase() === name ? [index] : []));
    // By their places: equal lines may be one object.
    const kept = new Set(retained(own, left, strategy));
    return left.filter((_line, index) => !own.includes(index) || kept.has(index));
  }, lines);
}

function retained(
  own: readonly number[],
  lines: readonly HeaderLine[],
  strategy: Strategy,
): readonly number[] {
  if (strategy === 'RETAIN_FIRST') return own.slice(0, 1);
  if (strategy === 'RETAIN_LAST') return own.slice(-1);
  const seen = new Set<string>();
  return own.filter((index) => {
    const line = lines[index];
    const text = line === undefined ? '' : textOf(line);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** Every line of the name; a committed answer cannot be written any more. */
function rewrite(effect: Extract<Effect, { readonly kind: 'rewrite' }>, passing: Passing): Passing {
  const { name } = effect;
  if (!passing.lines.some((line) => line.name.toLowerCase() === name)) return passing;
  if (passing.committed || !effect.works) return { ...passing, status: 500, failed: true };
  const lines = passing.lines.map((line): HeaderLine => {
    if (line.name.toLowerCase() !== name) return line;
    // What becomes of a value that is not known is not known either.
    if (typeof line.value !== 'string' && line.value.kind === 'dynamic') return line;
    const text = textOf(line);
    const next = rewritten(effect, name, text);
    return next === undefined || next === text ? line : { ...line, value: next };
  });
  return { ...passing, lines };
}
