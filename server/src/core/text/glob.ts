/** One segment of a path pattern. */
export type GlobSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'wild'; readonly matches: (name: string) => boolean }
  | { readonly kind: 'any-depth' };

/** One thing that a segment's pattern asks for: `*`, or a test of one character. */
type Step = '*' | ((char: string) => boolean);

/**
 * A path pattern as glob(3) reads it, which nginx's `include` calls: `*`, `?`, `[…]` within a segment and never a leading
 * dot, `\` takes the next character literally; no braces. Besides, a segment `**` is any depth, hidden folders excluded.
 */
export function globSegments(pattern: string): readonly GlobSegment[] {
  return pattern
    .split('/')
    .filter((segment) => segment !== '')
    .map(segmentOf);
}

/** True where the pattern has nothing to match and names one file. */
export function isPlainPath(pattern: string): boolean {
  return !/[*?[\\]/.test(pattern);
}

/** The pattern that matches this path alone. */
export function escapeGlob(path: string): string {
  return path.replace(/[*?[\\]/g, String.raw`\$&`);
}

/** @param path absolute or relative as the pattern is, with `/` between segments */
export function matchesGlob(pattern: readonly GlobSegment[], path: string): boolean {
  const names = path.split('/').filter((name) => name !== '');
  const steps = pattern.map((segment): '*' | ((name: string) => boolean) =>
    segment.kind === 'any-depth' ? '*' : (name) => matchesSegment(segment, name),
  );
  return matchesWithStars(steps, names, (name) => !name.startsWith('.'));
}

export function matchesSegment(segment: Exclude<GlobSegment, { kind: 'any-depth' }>, name: string): boolean {
  return segment.kind === 'literal' ? segment.text === name : segment.matches(name);
}

/** The order of strcmp(3) on UTF-8, which is that of code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

/** Code units in the order of the code points they stand for: surrogates are above U+E000…U+FFFF. */
function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function segmentOf(text: string): GlobSegment {
  if (text === '**') return { kind: 'any-depth' };
  const unescaped = text.replace(/\\(.)/gsu, '$1');
  if (isPlainPath(text.replace(/\\./gsu, ''))) return { kind: 'literal', text: unescaped };
  const steps = stepsOf(Array.from(text));
  const dotAllowed = text.startsWith('.') || text.startsWith('\\.');
  return {
    kind: 'wild',
    matches: (name) =>
      (dotAllowed || !name.startsWith('.')) && matchesWithStars(steps, Array.from(name), () => true),
  };
}

function stepsOf(chars: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    const set = char === '[' ? bracket(chars, i) : undefined;
    if (set !== undefined) {
      steps.push(set.step);
      i = set.end;
    } else if (char === '*') {
      if (steps.at(-1) !== '*') steps.push('*');
    } else if (char === '?') {
      steps.push(() => true);
    } else {
      const literal = char === '\\' ? (chars[++i] ?? '\\') : char;
      steps.push((other) => other === literal);
    }
  }
  return steps;
}

/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; a `]` in first place is literal. An unclosed bracket is a plain `[`. */
function bracket(
  chars: readonly string[],
  start: number,
): { readonly step: Step; readonly end: number } | undefined {
  const negated = chars[start + 1] === '!' || chars[start + 1] === '^';
  const first = start + (negated ? 2 : 1);
  const end = chars.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const ranges: (readonly [string, string])[] = [];
  for (let i = first; i < end; i++) {
    const low = chars[i] ?? '';
    const isRange = chars[i + 1] === '-' && i + 2 < end;
    ranges.push([low, isRange ? (chars[i + 2] ?? low) : low]);
    if (isRange) i += 2;
  }
  const within = (char: string): boolean =>
    ranges.some(([low, high]) => compareBytes(low, char) <= 0 && compareBytes(char, high) <= 0);
  return { step: (char) => within(char) !== negated, end };
}

/**
 * Going back to the last star is enough, which keeps patterns of many stars quadratic.
 * @param starTakes what a star may run over
 */
function matchesWithStars<Item>(
  steps: readonly ('*' | ((item: Item) => boolean))[],
  items: readonly Item[],
  starTakes: (item: Item) => boolean,
): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let afterStar = 0;
  for (;;) {
    const current = steps[step];
    if (current === '*') {
      star = step++;
      afterStar = at;
      continue;
    }
    const item = items[at];
    if (current === undefined && at === items.length) return true;
    if (current !== undefined && item !== undefined && current(item)) {
      step++;
      at++;
      continue;
    }
    const eaten = items[afterStar];
    if (star < 0 || eaten === undefined || !starTakes(eaten)) return false;
    step = star + 1;
    at = ++afterStar;
  }
}
