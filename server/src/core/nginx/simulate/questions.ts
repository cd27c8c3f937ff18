import type { FileFacts } from '../../model/workspace.ts';

/**
 * What a simulation must ask of the world, or cannot know: `which` has `ways` possible answers, all of which are then
 * explored.
 */
export type Question =
  | { readonly ask: 'file'; readonly path: string }
  | { readonly ask: 'which'; readonly about: string; readonly ways: number };

export type Reply = FileFacts | number;

/** A part of a simulation: it yields questions and returns a result. */
export type Sim<T> = Generator<Question, T, Reply>;

/** One of several possibilities, by index. */
export function* which(about: string, ways: number): Sim<number> {
  const reply = yield { ask: 'which', about, ways };
  return typeof reply === 'number' ? reply : 0;
}

export function* either(about: string): Sim<boolean> {
  return (yield* which(about, 2)) === 0;
}

/**
 * What stands at a path; where that cannot be known, both a file and nothing are explored. What ends in a slash is a
 * directory, or nothing.
 */
export function* fileAt(path: string): Sim<FileFacts> {
  const reply = yield { ask: 'file', path: path.replace(/(.)\/+$/, '$1') };
  if (typeof reply !== 'number' && reply.kind === 'file' && path.endsWith('/')) return { kind: 'missing' };
  if (typeof reply !== 'number' && reply.kind !== 'unknown') return reply;
  return (yield* either(`whether ${path} exists`)) ? { kind: 'file' } : { kind: 'missing' };
}

/** More ways through a simulation than this are not explored. */
const MOST_WAYS = 24;

export interface Ways<T> {
  readonly results: readonly T[];
  /** What could not be known. */
  readonly doubts: readonly string[];
  /** False where there were more ways than were explored. */
  readonly exhausted: boolean;
}

/** Runs a simulation along every way that what is unknown leaves open. */
export async function explore<T>(
  simulate: () => Sim<T>,
  file: (path: string) => Promise<FileFacts>,
): Promise<Ways<T>> {
  const results: T[] = [];
  const doubts = new Set<string>();
  const pending: (readonly number[])[] = [[]];
  while (pending.length > 0 && results.length < MOST_WAYS) {
    const script = pending.pop() ?? [];
    const taken: number[] = [];
    const run = simulate();
    let step = run.next();
    while (step.done !== true) {
      const question = step.value;
      if (question.ask === 'file') {
        step = run.next(await file(question.path));
        continue;
      }
      doubts.add(question.about);
      const index = taken.length;
      const way = script[index] ?? 0;
      if (index >= script.length) {
        for (let other = question.ways - 1; other > 0; other--) pending.push([...taken, other]);
      }
      taken.push(way);
      step = run.next(way);
    }
    results.push(step.value);
  }
  return { results, doubts: [...doubts], exhausted: pending.length === 0 };
}
