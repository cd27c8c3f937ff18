import type { HeaderOp, NamePattern } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';

/** Something that may do anything to the headers of that name, or to all. */
export function opaqueOp(
  keyword: string,
  place: Place,
  name: NamePattern = { text: '', prefix: true },
): HeaderOp {
  return {
    kind: 'unknown',
    name,
    spelling: keyword,
    value: { kind: 'literal', text: '', at: place },
    whenEmpty: 'send',
    reach: {},
    nameAt: place,
    statement: place,
    edits: {},
  };
}
