import type { Change, Place } from './place.ts';

/** One of the values that a dynamic one can become. */
export interface Possible {
  /** Empty: nothing is sent, where the instruction skips empty values. */
  readonly text: string;
  /** What must be so for it, in the words of a message: `$uri is /embed/`. Empty: nothing need be. */
  readonly label: string;
  /** True for what remains when nothing applies that is written: a default, an `if` that does not hold. */
  readonly rest: boolean;
  readonly when: readonly Choice[];
  /** Where it is written; for one that nobody wrote, the statement that lacks it. */
  readonly at: Place;
  /** Writes another value for this case alone; absent where that cannot be done faithfully. */
  readonly rewrite?: (value: string) => readonly Change[];
}

/** Something that a request decides, and the answers to it under which a value comes out. */
export interface Choice {
  readonly question: string;
  readonly answers: readonly string[];
}

/** The choices that hold together; `undefined` where they exclude each other. */
export function joinChoices(a: readonly Choice[], b: readonly Choice[]): readonly Choice[] | undefined {
  const joined = new Map(a.map(({ question, answers }) => [question, answers]));
  for (const { question, answers } of b) {
    const known = joined.get(question);
    const both = known?.filter((answer) => answers.includes(answer)) ?? answers;
    if (both.length === 0) return undefined;
    joined.set(question, both);
  }
  return [...joined].map(([question, answers]) => ({ question, answers }));
}
