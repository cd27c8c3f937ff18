import type { HeaderOp } from '../../../model/header-op.ts';
import type { Located } from '../lower/located.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** `expires` in force, unless it says `off`. */
export function isExpiring(t: Transaction): boolean {
  const args = t.config.setting(t.level, 'expires');
  return args !== undefined && evaluate(args[0] ?? '', t) !== 'off';
}

/** ngx_http_set_expires: before the `add_header` lines, on the statuses of theirs; the date is not known here. */
export function expiresOps(t: Transaction): readonly HeaderOp[] {
  const item = t.config.inherited(t.level, 'expires').at(-1);
  if (item === undefined) return [];
  const time = evaluate(item.args.at(-1) ?? '', t);
  return [line(item, 'Expires', undefined), line(item, 'Cache-Control', cacheControl(item.args, time))];
}

function cacheControl(args: readonly string[], time: string | undefined): string | undefined {
  if (time === undefined || args[0] === 'modified') return undefined;
  if (time === 'epoch' || time.startsWith('-')) return 'no-cache';
  if (time === 'max') return 'max-age=315360000';
  if (time.startsWith('@')) return undefined;
  const seconds = duration(time);
  return seconds === undefined ? undefined : `max-age=${seconds}`;
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
export function duration(text: string): number | undefined {
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
        ? { kind: 'dynamic', parts: [undefined], template: '$', at }
        : { kind: 'literal', text: value, at },
    whenEmpty: 'skip',
    reach: {
      statuses: [
        [200, 201],
        [204, 204],
        [206, 206],
        [301, 304],
        [307, 308],
      ],
    },
    nameAt: at,
    statement: at,
    edits: {},
  };
}
