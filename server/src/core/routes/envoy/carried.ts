import type { HeaderOp } from '../../model/header-op.ts';
import { envoyHeader } from './header-value.ts';

export interface Carried {
  readonly op: HeaderOp;
  /** Why Envoy refuses the configuration that holds it, as a clause. */
  readonly refused?: string;
}

/** An instruction as Envoy carries it out; one with an empty value neither sets nor removes anything. */
export function carried(op: HeaderOp): Carried {
  const sent = envoyHeader(op);
  switch (sent.kind) {
    case 'op':
      return { op: sent.op };
    case 'refused':
      return { op, refused: sent.why };
    case 'dropped':
      return {
        op: {
          ...op,
          kind: 'append',
          value: { kind: 'literal', text: '', at: op.value.at },
          whenEmpty: 'skip',
        },
      };
  }
}
