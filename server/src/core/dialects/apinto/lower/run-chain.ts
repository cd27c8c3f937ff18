import type { Condition, HeaderOp, Origin, Reach, StatusSet } from '../../../model/header-op.ts';
import type { ActivePlugin } from './chain.ts';
import { effectOf, type Effect, type EffectRule } from './effects.ts';
import { ownAnswer } from './own-answer.ts';

/** What comes out of a chain of plugins. */
export interface ChainRun {
  /** Absent: the service answers. */
  readonly own: { readonly status: number; readonly isPage: boolean } | undefined;
  readonly ops: readonly HeaderOp[];
  /** The statuses with which an answer of this status may go out. */
  readonly statuses: (status: number) => ReadonlySet<number>;
  /** Some plugin may answer in place of the service; those before it in the list act on that answer too. */
  readonly isRefusing: boolean;
}

/** Stands for every status that no plugin of the chain names: they all fare alike. */
const OTHER = 0;

/**
 * Runs the plugins from the innermost to the outermost. One of them may give the answer another status, and those around it
 * then ask for that one; so every instruction is told by the statuses that the answer has at first.
 */
export function runChain(plugins: readonly ActivePlugin[]): ChainRun {
  const stop = plugins.findIndex(({ kind }) => kind === 'interception');
  const running = stop < 0 ? plugins : plugins.slice(0, stop);
  // The innermost one sets its answer last.
  const answering = stop < 0 ? running.findLast(({ kind }) => kind === 'mocking') : plugins[stop];
  const own = answering && ownAnswer(answering);
  const refusal = own === undefined ? running.findIndex(({ kind }) => kind === 'refusing') : -1;
  const steps = [...running.entries()]
    .map(([index, plugin]) => ({ index, effect: effectOf(plugin) }))
    .filter(({ effect }) => effect.length > 0)
    .toReversed();
  const named = new Set(
    steps.flatMap(({ effect }) => effect.flatMap((rule) => [...(rule.statuses ?? []), rule.status ?? OTHER])),
  );
  const all = [...new Set([OTHER, ...named])].toSorted((x, y) => x - y);
  let current = new Map<number, ReadonlySet<number>>(all.map((status) => [status, new Set([status])]));
  const ops: HeaderOp[] = own === undefined ? [] : [...own.ops];
  for (const { index, effect } of steps) {
    const from: Origin | undefined = refusal >= 0 && index > refusal ? 'upstream' : undefined;
    const step = runEffect(effect, current, from);
    ops.push(...step.ops);
    current = step.after;
  }
  return {
    own: own && { status: own.status, isPage: own.isPage },
    ops: withoutEmptied(ops),
    statuses: (status) => {
      const left = current.get(named.has(status) ? status : OTHER) ?? [OTHER];
      return new Set([...left].map((each) => (each === OTHER ? status : each)));
    },
    isRefusing: refusal >= 0,
  };
}

interface Reached {
  readonly sure: number[];
  readonly maybe: number[];
}

function runEffect(
  effect: Effect,
  before: ReadonlyMap<number, ReadonlySet<number>>,
  from: Origin | undefined,
): { readonly ops: readonly HeaderOp[]; readonly after: Map<number, ReadonlySet<number>> } {
  const reached = new Map<EffectRule, Reached>(effect.map((rule) => [rule, { sure: [], maybe: [] }]));
  const after = new Map<number, ReadonlySet<number>>();
  for (const [original, now] of before) {
    const next = new Set<number>();
    const acting = new Map<EffectRule, number>();
    for (const status of now) {
      let isOpen = true;
      for (const rule of effect) {
        if (rule.statuses?.includes(status) === false) continue;
        acting.set(rule, (acting.get(rule) ?? 0) + (rule.certain ? 1 : 0));
        next.add(rule.status ?? status);
        if (rule.certain) {
          isOpen = false;
          break;
        }
        // Whether it acts is open, so the next may too.
        next.add(status);
      }
      if (isOpen) next.add(status);
    }
    for (const [rule, times] of acting) {
      const isSure = times === now.size && rule.certain && !hasDoubtBefore(effect, rule, now);
      reached.get(rule)?.[isSure ? 'sure' : 'maybe'].push(original);
    }
    after.set(original, next);
  }
  return {
    after,
    ops: effect.flatMap((rule) => {
      const { sure = [], maybe = [] } = reached.get(rule) ?? {};
      return [
        ...(sure.length > 0 ? rule.ops.map((op) => reaching(op, reachOf(sure, before, from))) : []),
        ...(maybe.length > 0
          ? rule.ops.map((op) => reaching(op, { ...reachOf(maybe, before, from), when: UNTOLD }))
          : []),
      ];
    }),
  };
}

/** An earlier rule of the plugin that may have acted instead. */
function hasDoubtBefore(effect: Effect, rule: EffectRule, now: ReadonlySet<number>): boolean {
  return effect
    .slice(0, effect.indexOf(rule))
    .some((each) => !each.certain && [...now].some((status) => each.statuses?.includes(status) !== false));
}

const UNTOLD: Condition = { label: 'the answer of the service', holds: () => undefined };

function reaching(op: HeaderOp, reach: Reach): HeaderOp {
  return { ...op, reach };
}

/** @param all what stands for every status */
function reachOf(
  statuses: readonly number[],
  all: ReadonlyMap<number, unknown>,
  from: Origin | undefined,
): Reach {
  const isEvery = statuses.length === all.size;
  return { ...(from && { from }), ...(!isEvery && { statuses: rangesOf(statuses, [...all.keys()]) }) };
}

const [LOWEST, HIGHEST] = [100, 999] as const;

function rangesOf(statuses: readonly number[], all: readonly number[]): StatusSet {
  if (!statuses.includes(OTHER)) return statuses.map((status) => [status, status]);
  const left = all.filter((status) => !statuses.includes(status));
  const starts = [LOWEST, ...left.map((status) => status + 1)];
  const ends = [...left.map((status) => status - 1), HIGHEST];
  return starts.flatMap((start, index): StatusSet => {
    const end = ends[index] ?? HIGHEST;
    return start <= end ? [[start, end]] : [];
  });
}

/** A white list hands on no empty value. */
function withoutEmptied(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const last = ops.findLastIndex(({ kind, name }) => kind === 'remove' && name.prefix && name.text === '');
  return ops.map((op, index) =>
    index < last && op.value.kind === 'literal' && op.value.text === '' && op.kind === 'replace-first'
      ? { ...op, kind: 'remove' as const }
      : op,
  );
}
