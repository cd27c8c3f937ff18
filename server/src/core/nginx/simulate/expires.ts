import type { HeaderOp } from '../../model/header-op.ts';
import type { Located } from '../lower/located.ts';
import { SAFE_STATUSES } from '../lower/add-header.ts';
import type { Reply, Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** What `expires` makes of the clock; `undefined`: it depends on it. */
interface Written {
  readonly expires: string | undefined;
  readonly cacheControl: string | undefined;
}

/** ngx_http_set_expires: before the `add_header` lines, on the statuses of theirs. */
export function expiresOps(t: Transaction, reply: Reply): readonly HeaderOp[] {
  const item = t.config.inherited(t.level, 'expires').at(-1);
  if (item === undefined) return [];
  const isModified = item.args[0] === 'modified' && item.args.length > 1;
  const time = evaluate(item.args.at(-1) ?? '', t);
  // A service's date is its own affair.
  const isKnown = time !== undefined && !(isModified && reply.upstream !== undefined);
  const written = isKnown ? writtenFor(time, isModified, reply.file?.modified) : UNKNOWN;
  if (written === undefined) return [];
  return [line(item, 'Expires', written.expires), line(item, 'Cache-Control', written.cacheControl)];
}

/** Whether an instruction is one of `expiresOps`. */
export function isExpires(op: HeaderOp): boolean {
  return op.spelling === 'Expires' || op.spelling === 'Cache-Control' ? op.nameAt === op.statement : false;
}

const UNKNOWN: Written = { expires: undefined, cacheControl: undefined };

/** ngx_http_parse_expires; `undefined`: nothing is written. */
function writtenFor(time: string, isModified: boolean, modified: number | undefined): Written | undefined {
  if (time === 'off') return undefined;
  if (time === 'epoch') return { expires: 'Thu, 01 Jan 1970 00:00:01 GMT', cacheControl: 'no-cache' };
  if (time === 'max') return { expires: 'Thu, 31 Dec 2037 23:55:55 GMT', cacheControl: 'max-age=315360000' };
  if (time.startsWith('@')) return UNKNOWN;
  const seconds = duration(time.replace(/^[+-]/, ''));
  if (seconds === undefined) return undefined;
  const isNegative = time.startsWith('-') && seconds > 0;
  if (isModified && modified !== undefined && seconds > 0) {
    const then = Math.floor(modified / 1000) + (isNegative ? -seconds : seconds);
    return {
      expires: new Date(then * 1000).toUTCString(),
      cacheControl: isNegative ? 'no-cache' : undefined,
    };
  }
  return { expires: undefined, cacheControl: isNegative ? 'no-cache' : `max-age=${seconds}` };
}

const UNITS: Readonly<Record<string, number>> = {
  y: 31_536_000,
  M: 2_592_000,
  w: 604_800,
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
  '': 1,
};

/** ngx_parse_time, in seconds. */
function duration(text: string): number | undefined {
  if (!/^(\d+(y|M|w|d|h|m|s)? ?)+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([yMwdhms]?)/g)].reduce(
    (sum, [, n = '0', unit = '']) => sum + Number(n) * (UNITS[unit] ?? 0),
    0,
  );
}

function line(item: Located, name: string, value: string | undefined): HeaderOp {
  const at = item.place(item.directive);
  return {
    kind: 'set',
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value:
      value === undefined
        ? { kind: 'dynamic', parts: [undefined], template: '$time_local', at }
        : { kind: 'literal', text: value, at },
    whenEmpty: 'skip',
    reach: { statuses: SAFE_STATUSES },
    nameAt: at,
    statement: at,
    edits: {},
  };
}
