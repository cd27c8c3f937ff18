import type { Random } from './random.ts';

/** Which nginx a configuration is for: what it has, decides what may be written. */
export interface Build {
  /** `1_022_001` for 1.22.1. */
  readonly version: number;
  /** headers-more has `-a` since 0.35. */
  readonly appends: boolean;
}

/** What is being written: the choices, and what was defined so far. */
export class Draft {
  readonly random: Random;
  readonly build: Build;
  /** Variables that maps, `set` and captures define; a value may use them anywhere. */
  readonly variables: string[] = [];
  /** Named locations of the server that is being written. */
  named: string[] = [];
  /** Sockets that have a default server. */
  readonly defaults = new Set<string>();
  /** How much a configuration is about each subject: most are about a few, so that they stay small. */
  readonly subjects: ReadonlySet<Subject>;
  #last = 0;

  constructor(random: Random, build: Build) {
    this.random = random;
    this.build = build;
    this.subjects = new Set(random.some(SUBJECTS, 0.4));
  }

  about(subject: Subject): boolean {
    return this.subjects.has(subject);
  }

  /** A number that no other part of the configuration has: a value shows where it was written. */
  next(): number {
    return ++this.#last;
  }
}

const SUBJECTS = [
  'maps',
  'script',
  'upstream',
  'errors',
  'access',
  'more headers',
  'nesting',
  'files',
  'servers',
  'includes',
  'expires',
] as const;
export type Subject = (typeof SUBJECTS)[number];
