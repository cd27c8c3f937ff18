import { featuresOf } from './features.ts';
import type { Node } from './generate/tree.ts';
import type { Judgement } from './judge.ts';

interface Count {
  responses: number;
  complete: number;
  differing: number;
}

/** At least this part of the responses must be called complete. */
const ENOUGH = 0.95;
/** More configurations than this may not be refused: the generator writes what nginx takes. */
const MOST_REFUSED = 0.01;

/** How many responses were predicted, how many wholly, and how many wrongly; by feature. */
export class Figures {
  #configurations = 0;
  readonly #refusals: string[] = [];
  readonly #all: Count = { responses: 0, complete: 0, differing: 0 };
  readonly #byFeature = new Map<string, Count>();
  readonly #doubts = new Map<string, number>();

  add(configuration: readonly Node[], judgements: readonly Judgement[]): void {
    this.#configurations++;
    for (const { ask, predicted, difference } of judgements) {
      const counts = [...featuresOf(configuration, ask)].map((feature) => this.#countOf(feature));
      for (const count of [this.#all, ...counts]) {
        count.responses++;
        if (predicted.complete && predicted.status !== null) count.complete++;
        if (difference !== undefined) count.differing++;
      }
      if (!predicted.complete || predicted.status === null) this.#doubt(predicted);
    }
  }

  #countOf(feature: string): Count {
    const count = this.#byFeature.get(feature) ?? { responses: 0, complete: 0, differing: 0 };
    this.#byFeature.set(feature, count);
    return count;
  }

  #doubt({ doubts, headers, status, framePolicy }: Judgement['predicted']): void {
    const unknown = headers
      .filter(({ complete }) => !complete)
      .flatMap(({ name, values }) => `${name}: ${values.join('|')}`);
    const about = [...doubts, ...unknown].map((text) => text.replace(/\d+/g, 'N')).slice(0, 1);
    for (const text of about.length > 0 ? about : [`status ${status ?? 'unknown'}, ${framePolicy.because}`]) {
      this.#doubts.set(text, (this.#doubts.get(text) ?? 0) + 1);
    }
  }

  refused(seed: number, why: string): void {
    this.#refusals.push(`${seed}: ${/\[emerg\] (?:\d+#\d+: )?(.*)/.exec(why)?.[1] ?? why}`);
  }

  failed(): boolean {
    const { responses, complete, differing } = this.#all;
    const configurations = this.#configurations + this.#refusals.length;
    return (
      responses === 0 ||
      differing > 0 ||
      complete < ENOUGH * responses ||
      this.#refusals.length > MOST_REFUSED * configurations
    );
  }

  report(title: string, seconds: number): string {
    const row = (name: string, { responses, complete, differing }: Count): string =>
      `${name.padEnd(24)}${String(responses).padStart(8)}${percent(complete, responses).padStart(10)}${percent(responses - differing, responses).padStart(10)}`;
    const features = [...this.#byFeature].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const doubts = [...this.#doubts]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, Number(process.env['DOUBTS'] ?? 8));
    return [
      `${title}: ${this.#configurations} configurations in ${seconds.toFixed(0)} s, ${this.#refusals.length} refused`,
      ...this.#refusals.slice(0, 5).map((text) => `  refused ${text}`),
      `${'about'.padEnd(24)}${'responses'.padStart(8)}${'complete'.padStart(9)}${'agreed'.padStart(10)}`,
      ...features.map(([name, count]) => row(name, count)),
      row('all', this.#all),
      ...doubts.map(([text, count]) => `  not complete ${count} times: ${text}`),
    ].join('\n');
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 2)} %`;
}
