import type { HeaderOp, Reach, StatusSet } from '../../../model/header-op.ts';
import { levelOps, onlyLocalReplies } from '../../../routes/envoy/header-rules.ts';
import { allOf, anyOf, not, type Ternary } from '../../../routes/ternary.ts';
import { field, items, numberField, stringField } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { Report } from '../read/report.ts';
import type { Source } from '../read/source.ts';
import { optionsAt } from './header-options.ts';

/** What `local_reply_config` adds to answers that Envoy makes itself: the first mapper whose filter takes an answer. */
export function localReplyOps(manager: YamlNode, source: Source, report: Report): readonly HeaderOp[] {
  /** By status: whether an earlier mapper has taken the answer. */
  let taken: readonly Ternary[] = STATUSES.map(() => false);
  return mappersOf(manager).flatMap((mapper) => {
    const holds = STATUSES.map((status) => takes(field(mapper, 'filter'), status));
    const own = holds.map((each, index) => allOf([each, not(taken[index])]));
    taken = taken.map((each, index) => anyOf([each, holds[index]]));
    const mark = `local ${mapper.at.start}`;
    const ops = onlyLocalReplies(levelOps(optionsAt(mapper, 'headers_to_add', source, report), mark));
    return reaches(own).flatMap((reach) => ops.map((op) => ({ ...op, reach: { ...op.reach, ...reach } })));
  });
}

export function mappersOf(manager: YamlNode): readonly YamlNode[] {
  return items(field(manager, 'local_reply_config'), 'mappers');
}

/** The status of an answer that Envoy makes itself, after the mapper that takes it. */
export function statusOf(manager: YamlNode, status: number | undefined): number | undefined {
  if (status === undefined) return undefined;
  for (const mapper of mappersOf(manager)) {
    const holds = takes(field(mapper, 'filter'), status);
    if (holds === undefined) return undefined;
    if (holds) return numberField(mapper, 'status_code') ?? status;
  }
  return status;
}

const FIRST = 100;
const STATUSES: readonly number[] = Array.from({ length: 900 }, (_, index) => FIRST + index);

/** Where the answer is sure, and where it is not. */
function reaches(holds: readonly Ternary[]): readonly Pick<Reach, 'statuses' | 'when'>[] {
  const sure = ranges(holds.map((each) => each === true));
  const perhaps = ranges(holds.map((each) => each === undefined));
  const when = { label: 'the filter of a local reply', holds: () => undefined };
  const all = sure.length === 1 && sure[0]?.[0] === FIRST && sure[0][1] === FIRST + STATUSES.length - 1;
  return [
    ...(sure.length === 0 ? [] : [all ? {} : { statuses: sure }]),
    ...(perhaps.length === 0 ? [] : [{ statuses: perhaps, when }]),
  ];
}

function ranges(holds: readonly boolean[]): StatusSet {
  const found: [number, number][] = [];
  holds.forEach((is, index) => {
    if (!is) return;
    const last = found.at(-1);
    if (last?.[1] === FIRST + index - 1) last[1] = FIRST + index;
    else found.push([FIRST + index, FIRST + index]);
  });
  return found;
}

/** Whether an AccessLogFilter takes an answer of a status; all but statuses and their combinations is not told. */
export function takes(filter: YamlNode | undefined, status: number): Ternary {
  const comparison = field(filter, 'status_code_filter', 'comparison');
  if (comparison !== undefined) return compares(comparison, status);
  const and = field(filter, 'and_filter');
  if (and !== undefined) return allOf(items(and, 'filters').map((each) => takes(each, status)));
  const or = field(filter, 'or_filter');
  if (or !== undefined) return anyOf(items(or, 'filters').map((each) => takes(each, status)));
  return field(filter, 'not_health_check_filter') === undefined ? undefined : true;
}

/** By a runtime key the number may be another one than the default; nobody sets one without saying so. */
function compares(comparison: YamlNode, status: number): Ternary {
  const limit = numberField(comparison, 'value', 'default_value') ?? 0;
  const op = (stringField(comparison, 'op') ?? String(numberField(comparison, 'op') ?? 'EQ')).toUpperCase();
  switch (op) {
    case 'EQ':
    case '0':
      return status === limit;
    case 'GE':
    case '1':
      return status >= limit;
    case 'LE':
    case '2':
      return status <= limit;
    case 'NE':
    case '3':
      return status !== limit;
    default:
      return undefined;
  }
}
