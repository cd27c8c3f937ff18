import type { HeaderOp } from '../../../model/header-op.ts';
import type { Strategy } from '../filters/effect.ts';
import { textsOf } from '../config/active.ts';
import { inForce, itemsOf, type View } from '../config/view.ts';
import { securityOf } from './security.ts';
import type { Step } from './gateway.ts';

/** A chain as instructions in the order in which they reach an answer: the last filter first. */
export function opsOf(steps: readonly Step[], view: View): readonly HeaderOp[] {
  const written = writtenOps(steps, view);
  const ops = [...written, ...optedOut(steps, written)];
  const security = securityOf(view.documents);
  return security === undefined
    ? ops
    : [
        ...ops,
        unknownOp(security.document.place(security.value?.at ?? { start: 0, end: 0 }), 'x-frame-options'),
      ];
}

/** What the filters do, and no word of what they could. */
export function writtenOps(steps: readonly Step[], view: View): readonly HeaderOp[] {
  return steps.toReversed().reduce<readonly HeaderOp[]>(withStep, droppedFirst(view));
}

/** SecureHeaders without X-Frame-Options, and nothing else that sends it: the name in `disable` takes it away. */
function optedOut(steps: readonly Step[], written: readonly HeaderOp[]): readonly HeaderOp[] {
  if (written.some(({ kind, name }) => kind !== 'remove' && name.text === 'x-frame-options')) return [];
  return steps.flatMap(({ effect }) => (effect.kind === 'write' ? (effect.optedOut ?? []) : [])).slice(0, 2);
}

function withStep(ops: readonly HeaderOp[], { effect, definition }: Step): readonly HeaderOp[] {
  switch (effect.kind) {
    case 'write':
      return [...ops, ...effect.ops];
    case 'dedupe':
      return effect.names.reduce((all, name) => deduped(all, name, effect.strategy), ops);
    case 'rewrite':
      return ops.some((op) => op.kind !== 'remove' && op.name.text === effect.name)
        ? [...ops, unknownOp(definition.at, effect.name)]
        : ops;
    case 'unseen':
      return effect.headers ? [...ops, unknownOp(definition.at)] : ops;
    default:
      return ops;
  }
}

/** RETAIN_LAST behind an added line makes it the only one, RETAIN_FIRST makes it yield to the service's. */
function deduped(ops: readonly HeaderOp[], name: string, strategy: Strategy): readonly HeaderOp[] {
  const last = ops.findLastIndex((op) => op.name.text === name);
  const op = ops[last];
  if (op?.kind !== 'append' || strategy === 'RETAIN_UNIQUE') return ops;
  const kind = strategy === 'RETAIN_LAST' ? 'set' : 'set-if-absent';
  return ops.toSpliced(last, 1, { ...op, kind });
}

function unknownOp(at: HeaderOp['statement'], name?: string): HeaderOp {
  return {
    kind: 'unknown',
    name: name === undefined ? { text: '', prefix: true } : { text: name, prefix: false },
    spelling: name ?? '',
    value: { kind: 'literal', text: '', at },
    whenEmpty: 'send',
    reach: {},
    nameAt: at,
    statement: at,
    edits: {},
  };
}

/** WebFlux takes what `remove-hop-by-hop` names out of the service's answer, before any filter sees it. */
function droppedFirst(view: View): readonly HeaderOp[] {
  const list =
    view.kind === 'webflux' ? inForce(view.roots, 'filter', 'removehopbyhop', 'headers') : undefined;
  if (list === undefined) return [];
  const items = itemsOf(list).items;
  return textsOf(list).map((name, index): HeaderOp => {
    const at = (items[index] ?? list).at;
    return {
      ...unknownOp(at, name.toLowerCase()),
      kind: 'remove',
      spelling: name,
      reach: { from: 'upstream' },
    };
  });
}
