import type { HeaderOp } from '../../../model/header-op.ts';
import type { Possible } from '../../../model/possible.ts';

/**
 * An instruction under a condition is a value that is sent or not, where nothing else speaks of its name: rules then see
 * both ways.
 */
export function asChoices(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  return ops.map((op) => {
    const { kind, reach, value, name, edits, statement } = op;
    const isAlone = ops.every(
      (other) => other === op || (other.name.text !== name.text && !other.name.prefix),
    );
    if (reach.when === undefined || reach.when.label === '' || value.kind !== 'literal' || value.text === '')
      return op;
    if ((kind !== 'set' && kind !== 'append') || !isAlone) return op;
    const { when, ...others } = reach;
    const { rewrite } = edits;
    const question = `${statement.uri}#${when.label}`;
    const sent: Possible = {
      text: value.text,
      label: `${when.label} holds`,
      rest: false,
      when: [{ question, answers: ['yes'] }],
      at: value.at,
      ...(rewrite && { rewrite: (text) => rewrite({ value: text }) }),
    };
    const not: Possible = {
      text: '',
      label: `${when.label} does not hold`,
      rest: true,
      when: [{ question, answers: ['no'] }],
      at: statement,
    };
    return {
      ...op,
      kind: 'append',
      whenEmpty: 'skip',
      reach: others,
      value: {
        kind: 'dynamic',
        parts: [undefined],
        template: value.text,
        possible: [sent, not],
        at: value.at,
      },
    };
  });
}
