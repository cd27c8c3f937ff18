import type { HeaderOp, HeaderValue, NamePattern, Origin, RequestFacts, StatusSet } from './header-op.ts';
import type { Scope } from './scope.ts';

/** A response as it is before the gateway's header instructions run. */
export interface Answer {
  readonly from: Origin;
  readonly status: number;
  /** What the service behind sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly request?: RequestFacts;
}

/** One header line on the wire. */
export interface HeaderLine {
  readonly name: string;
  readonly value: HeaderValue | string;
  /** The instruction that wrote it; absent for lines of the service behind. */
  readonly op?: HeaderOp;
  /** False where a condition decides that could not be decided. */
  readonly certain: boolean;
}

/** The header lines on the wire, in order. */
export interface Outcome {
  readonly lines: readonly HeaderLine[];
  /** Names that something unreadable may have changed after the lines were written. */
  readonly opaque: readonly NamePattern[];
}

export function matchesName(pattern: NamePattern, name: string): boolean {
  const lower = name.toLowerCase();
  const matches = pattern.prefix ? lower.startsWith(pattern.text) : lower === pattern.text;
  return matches && pattern.except?.includes(lower) !== true;
}

export function inStatusSet(statuses: StatusSet, status: number): boolean {
  return statuses.some(([low, high]) => low <= status && status <= high);
}

/** Runs the scope's instructions on an answer. The only interpreter of the model: everything else asks it. */
export function respond(scope: Pick<Scope, 'ops' | 'service'>, answer: Answer): Outcome {
  const behind = sentByService(scope, answer);
  let lines: readonly HeaderLine[] = behind.lines.concat(
    answer.headers.map(([name, value]) => ({ name, value, certain: true })),
  );
  const opaque = [...behind.opaque];
  let batch: string | undefined;
  let before = lines;
  for (const op of scope.ops) {
    if (op.batch === undefined || op.batch !== batch) {
      batch = op.batch;
      before = lines;
    }
    const { from, statuses, when } = op.reach;
    if (from !== undefined && from !== answer.from) continue;
    if (statuses !== undefined && !inStatusSet(statuses, answer.status)) continue;
    const holds = when === undefined ? true : when.holds(answer.request ?? {});
    if (holds === false) continue;
    if (op.kind === 'unknown') opaque.push(op.name);
    else lines = carryOut(op, filledIn(op.value, answer, lines), lines, before, holds === true);
  }
  return { lines, opaque };
}

const NOTHING: Outcome = { lines: [], opaque: [] };

/** The answer of a service that stands in the same tree, before this scope's own instructions. */
function sentByService({ service }: Pick<Scope, 'service'>, answer: Answer): Outcome {
  const sends = answer.from === 'upstream' ? service?.sends : undefined;
  if (sends === undefined) return NOTHING;
  return respond(sends, { from: sends.service ? 'upstream' : 'gateway', status: answer.status, headers: [] });
}

/** The value as it goes out, where the request tells its variables. */
function filledIn(value: HeaderValue, { request }: Answer, lines: readonly HeaderLine[]): HeaderValue {
  if (value.kind === 'literal' || request?.evaluate === undefined) return value;
  const text = request.evaluate(value.template, lines);
  return text === undefined ? value : { kind: 'literal', text, at: value.at };
}

/** @param before the lines of which the instruction's own condition is asked */
function carryOut(
  op: HeaderOp,
  value: HeaderValue,
  lines: readonly HeaderLine[],
  before: readonly HeaderLine[],
  certain: boolean,
): readonly HeaderLine[] {
  const empty = value.kind === 'literal' && value.text === '' && op.whenEmpty === 'skip';
  const line: HeaderLine = { name: op.spelling, value, op, certain };
  // The most frequent kind by far.
  if (op.kind === 'append') return empty ? lines : lines.concat(line);
  const added = empty ? [] : [line];
  const hit = (other: HeaderLine): boolean => matchesName(op.name, other.name);
  switch (op.kind) {
    case 'set':
      return replaceHits(lines, hit, added, certain);
    case 'remove':
      return withoutHits(lines, hit, certain);
    case 'set-if-absent':
      return before.some(hit) ? lines : [...lines, ...added];
    case 'set-if-present':
      return before.some(hit) ? replaceHits(lines, hit, added, certain) : lines;
    case 'replace-first': {
      const first = lines.findIndex(hit);
      return first < 0 ? lines : lines.toSpliced(first, 1, ...added);
    }
    case 'unknown':
      return lines;
  }
}

/** The new line stands where the first that it replaces stood, under that one's name (`X-Frame-*` has none of its own). */
function replaceHits(
  lines: readonly HeaderLine[],
  hit: (l: HeaderLine) => boolean,
  added: readonly HeaderLine[],
  certain: boolean,
): readonly HeaderLine[] {
  const first = lines.find(hit);
  if (first === undefined) return [...lines, ...added];
  if (!certain) return [...withoutHits(lines, hit, certain), ...added];
  const renamed = added.map((line) => ({ ...line, name: first.name }));
  return lines.flatMap((line) => (line === first ? renamed : hit(line) ? [] : [line]));
}

/** Drops the lines that an instruction replaces, or marks them doubtful where it may not have run. */
function withoutHits(
  lines: readonly HeaderLine[],
  hit: (l: HeaderLine) => boolean,
  certain: boolean,
): readonly HeaderLine[] {
  return certain
    ? lines.filter((line) => !hit(line))
    : lines.map((line) => (hit(line) ? { ...line, certain: false } : line));
}
