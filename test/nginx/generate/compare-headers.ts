import type { HeaderReport, ScopeReport } from '../../../server/src/core/index.ts';
import type { Line, Seen } from './observe.ts';
import type { Ask } from './asks.ts';

/** Statuses on which nginx sends `add_header` lines without `always`. */
const success = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

export interface Compared {
  /** Empty where the linter's word and nginx's agree. */
  readonly differences: readonly string[];
  /** Header names whose values were compared byte by byte. */
  readonly names: number;
}

/** Holds what the linter says of a scope against what nginx sent. */
export function compareHeaders(scope: ScopeReport | undefined, seen: Seen<Ask>): Compared {
  if (scope === undefined) return { differences: [`no scope "${seen.ask.label}"`], names: 0 };
  const open = new Set(
    scope.headers.filter(({ complete }) => !complete).map(({ name }) => name.toLowerCase()),
  );
  const sent = byName(seen.lines.filter(([name]) => !open.has(name.toLowerCase())));
  const told = scope.headers.filter(({ complete }) => complete);
  const differences = success.has(seen.status) ? onSuccess(told, sent) : onError(told, sent);
  return { differences, names: sent.size };
}

function onSuccess(
  told: readonly HeaderReport[],
  sent: ReadonlyMap<string, readonly Line[]>,
): readonly string[] {
  const expected = told.map(({ name, values }) => `${name}: ${JSON.stringify(values)}`);
  const actual = [...sent.values()].map(
    (lines) => `${lines.at(-1)?.[0] ?? ''}: ${JSON.stringify(lines.map(([, value]) => value))}`,
  );
  return expected.join('\n') === actual.join('\n')
    ? []
    : [`told ${expected.join(', ') || 'nothing'}; sent ${actual.join(', ') || 'nothing'}`];
}

/** `onErrors`: every line of the name is there; else some or all are missing, and nothing else is there. */
function onError(
  told: readonly HeaderReport[],
  sent: ReadonlyMap<string, readonly Line[]>,
): readonly string[] {
  const names = new Set([...told.map(({ name }) => name.toLowerCase()), ...sent.keys()]);
  return [...names].flatMap((name) => {
    const report = told.find((each) => each.name.toLowerCase() === name);
    const values = (sent.get(name) ?? []).map(([, value]) => value);
    const all = report?.values ?? [];
    const agrees =
      report?.onErrors === true
        ? JSON.stringify(values) === JSON.stringify(all)
        : values.length < all.length && isWithin(values, all);
    return agrees
      ? []
      : [
          `${name} on an error: told ${JSON.stringify(all)}, onErrors ${String(report?.onErrors)}; sent ${JSON.stringify(values)}`,
        ];
  });
}

function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  let from = 0;
  return part.every((value) => (from = whole.indexOf(value, from) + 1) > 0);
}

/** In the order in which the names first appear. */
function byName(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const name = line[0].toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return groups;
}
