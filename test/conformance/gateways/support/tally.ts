import type { Comparison } from './compare.ts';

/** The share of answers that must be called complete. */
const ENOUGH = 0.9;
/** Differences of one configuration have mostly one cause. */
const SHOWN_OF_EACH = 2;

/** Counts what agreed and keeps what did not. */
export class Tally {
  #configurations = 0;
  #answers = 0;
  #complete = 0;
  #fixes = 0;
  readonly #refusals = { both: 0, 'gateway-only': 0, 'ours-only': 0, none: 0 };
  readonly #differences: string[] = [];
  readonly #undecided: string[] = [];

  add(
    seed: number,
    { answers, complete, differences, refusal, why }: Comparison,
    fault: string | undefined,
  ): void {
    this.#configurations++;
    this.#refusals[refusal]++;
    if (refusal === 'none') {
      this.#answers += answers;
      this.#complete += complete;
    }
    if (refusal === 'gateway-only') {
      this.#undecided.push(`seed ${seed}, ${fault ?? 'no fault on purpose'}: ${why}`);
    }
    this.#differences.push(
      ...differences
        .slice(0, SHOWN_OF_EACH)
        .map((each) => `seed ${seed}${fault === undefined ? '' : `, ${fault}`}: ${each}`),
    );
  }

  addFix(seed: number, title: string, faults: readonly string[]): void {
    this.#fixes++;
    this.#differences.push(
      ...faults.slice(0, SHOWN_OF_EACH).map((fault) => `seed ${seed}, fix "${title}": ${fault}`),
    );
  }

  get agreed(): boolean {
    return this.#differences.length === 0 && this.#share >= ENOUGH;
  }

  get #share(): number {
    return this.#answers === 0 ? 0 : this.#complete / this.#answers;
  }

  report(gateway: string, seconds: number): string {
    const { both, 'gateway-only': open, 'ours-only': wrongly } = this.#refusals;
    return [
      `${gateway}: ${this.#configurations} configurations, ${this.#answers} answers, ${(this.#share * 100).toFixed(1)} % called complete, ${seconds.toFixed(0)} s`,
      `  refused by both ${both}, by the gateway alone (and not called complete) ${open}, by us alone ${wrongly}; ${this.#fixes} fixes tried`,
      ...this.#undecided.map((each) => `  not decided: ${each}`),
      `  ${this.#differences.length} differences`,
      ...this.#differences.slice(0, 30).map((each) => `  ${each}`),
    ].join('\n');
  }
}
