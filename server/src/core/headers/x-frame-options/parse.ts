import type { Span } from '../../model/place.ts';
import type { Engine } from '../frame-policy/engine.ts';
import { UNKNOWN, hasUnknown, mayBecome } from '../frame-policy/header-text.ts';

/** One member of the header's value list. */
export interface Member {
  /** As written, without the whitespace around it. */
  readonly text: string;
  /** What is compared: ASCII lower case. Never Unicode folding, which would make `ſameorigin` valid. */
  readonly token: string;
  /** Index of the value in which it begins. */
  readonly line: number;
  /** In that value. */
  readonly span: Span;
}

interface Reading {
  /** Whether a comma inside a double-quoted string does not split. */
  readonly quotes: boolean;
  readonly trims: string;
}

const readings: Readonly<Record<Engine, Reading>> = {
  // Fetch, "get, decode, and split": quoted strings stay whole; only tabs and spaces are trimmed.
  spec: { quotes: true, trims: '\t ' },
  // Chromium trims as C's isspace does (x_frame_options_parser.cc on HttpUtil's value iterator).
  chromium: { quotes: true, trims: '\t \v\f' },
  // Firefox splits at every comma (FramingChecker.cpp).
  firefox: { quotes: false, trims: '\t ' },
  // WebKit splits at every comma and takes any whitespace, a bare CR among it (HTTPParsers.cpp).
  webkit: { quotes: false, trims: '\t \v\f\r' },
};

/** The members of all values, joined in order as one list. Empty members are kept: they count. */
export function parseMembers(values: readonly string[], engine: Engine): readonly Member[] {
  const { quotes, trims } = readings[engine];
  const joined = values.join(', ');
  const members: Member[] = [];
  // Where the current value starts in `joined`, and its index.
  let line = 0;
  let lineStart = 0;
  let start = 0;
  const end = (stop: number): void => {
    let from = start;
    let to = stop;
    while (from < to && trims.includes(joined.charAt(from))) from++;
    while (to > from && trims.includes(joined.charAt(to - 1))) to--;
    while (start > lineStart + lengthOf(values, line) && line < values.length - 1) {
      lineStart += lengthOf(values, line) + 2;
      line++;
    }
    const text = joined.slice(from, to);
    const limit = lengthOf(values, line);
    const span = { start: clamp(from - lineStart, limit), end: clamp(to - lineStart, limit) };
    members.push({ text, token: lowerAscii(text), line, span });
    start = stop + 1;
  };
  let quoted = false;
  for (let i = 0; i < joined.length; i++) {
    const char = joined.charAt(i);
    if (quotes && char === '"') quoted = !quoted;
    else if (quoted && char === '\\') i++;
    else if (char === ',' && !quoted) end(i);
  }
  end(joined.length);
  return members;
}

function lengthOf(values: readonly string[], line: number): number {
  return values[line]?.length ?? 0;
}

function clamp(offset: number, limit: number): number {
  return Math.max(0, Math.min(offset, limit));
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * What browsers make of the list. `conflict` blocks everyone, also same origin; `ignored` is as good as absent;
 * `unknown` only where an unknown piece decides between closed and open.
 */
export type Disposition = 'absent' | 'deny' | 'sameorigin' | 'conflict' | 'ignored' | 'unknown';

/** HTML Standard, "The X-Frame-Options header": the set of distinct members decides, not their order. */
export function disposition(values: readonly string[], engine: Engine): Disposition {
  if (values.length === 0) return 'absent';
  const set = new Set(parseMembers(values, engine).map((member) => member.token));
  const doubtful = [...set].filter(isDoubtful);
  for (const token of doubtful) set.delete(token);
  // Whatever joins a known DENY leaves it closed: equal, absent, or in conflict with it.
  if (set.has('deny')) return set.size === 1 ? 'deny' : 'conflict';
  const counts = set.has('sameorigin') || set.has('allowall');
  if (counts && set.size > 1) return 'conflict';
  if (set.has('sameorigin')) return 'sameorigin';
  // ALLOWALL alone allows, but counts as a member: one more different value closes.
  return doubtful.length > 0 ? 'unknown' : 'ignored';
}

/** True where an unknown piece may make the member one that counts. */
export function isDoubtful(token: string): boolean {
  return hasUnknown(token) && (token === UNKNOWN || words.some((word) => mayBecome(token, word)));
}

const words = ['deny', 'sameorigin', 'allowall'];

/** The disposition in the browser that protects least. */
export function weakestDisposition(values: readonly string[]): Disposition {
  const [only] = values;
  // Nearly all that is ever sent.
  if (values.length === 1 && only === 'SAMEORIGIN') return 'sameorigin';
  if (values.length === 1 && only === 'DENY') return 'deny';
  // Browsers read plain text alike; only control characters and double quotes divide them.
  if (!values.some((value) => /["\v\f\r]/.test(value))) return disposition(values, 'spec');
  let weakest: Disposition = 'conflict';
  for (const engine of ['chromium', 'firefox', 'webkit'] as const) {
    const here = disposition(values, engine);
    if (strength[here] < strength[weakest]) weakest = here;
  }
  return weakest;
}

const strength: Readonly<Record<Disposition, number>> = {
  absent: 0,
  ignored: 0,
  unknown: 1,
  sameorigin: 2,
  deny: 3,
  conflict: 4,
};
