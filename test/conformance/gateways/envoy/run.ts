// Holds what is predicted for generated Envoy configurations, and every fix that is offered for them, against a real Envoy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../../nginx/generate/random.ts';
import { compare, type Comparison } from './compare.ts';
import { configuration } from './configuration.ts';
import { fixesOf, tryFix } from './fixes.ts';
import { EnvoyJudge } from './judge.ts';
import { requests } from './requests.ts';
import { startService } from './service.ts';

export interface Options {
  readonly seed: number;
  readonly count: number;
}

/** Envoys that run at once. */
const AT_ONCE = 3;
/** Every configuration's predictions are held against Envoy, and the fixes of every fifth. */
const FIXES_OF_EVERY = 5;
const ENOUGH = 0.9;

/** @returns whether everything agreed */
export async function conformEnvoy({ seed, count }: Options): Promise<boolean> {
  const binary = execFileSync('node', ['scripts/fetch-envoy.mjs'], { encoding: 'utf8' }).trim();
  const version = /\/([\d.]+)\//.exec(execFileSync(binary, ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';
  const started = Date.now();
  const service = await startService();
  const dir = mkdtempSync(join(tmpdir(), 'envoy-conformance-'));
  const judge = new EnvoyJudge(binary, service.port, dir);
  const tally = new Tally();
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const worker = async (): Promise<void> => {
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) await one(next, judge, tally);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  console.log(tally.report(`Envoy ${version}`, (Date.now() - started) / 1000));
  return !tally.failed;
}

async function one(seed: number, judge: EnvoyJudge, tally: Tally): Promise<void> {
  const random = seeded(seed);
  const made = configuration(seed, random);
  const run = await judge.prepare(made.files, String(seed));
  const asked = requests(random, run.listen, 4);
  const verdict = await judge.verdict(run, asked);
  tally.add(seed, await compare(run.files, asked, verdict), made.fault);
  if (seed % FIXES_OF_EVERY !== 0) return;
  for (const offered of fixesOf(run.files)) {
    const again = await judge.prepare(made.files, `${seed}-fix`);
    const moved = asked.map((request) => ({
      ...request,
      url: request.url.replace(`:${run.listen}`, `:${again.listen}`),
    }));
    // The port is another one, so the fix is made anew.
    const same = fixesOf(again.files).find(
      (each) => each.fix.title === offered.fix.title && each.finding.message === offered.finding.message,
    );
    if (same !== undefined)
      tally.addFix(seed, same.fix.title, await tryFix(same, again, moved, verdict, judge));
  }
}

class Tally {
  #configurations = 0;
  #answers = 0;
  #complete = 0;
  #fixes = 0;
  readonly #refusals = { both: 0, 'envoy-only': 0, 'ours-only': 0, none: 0 };
  readonly #differences: string[] = [];
  readonly #undecided: string[] = [];

  add(
    seed: number,
    { answers, complete, differences, refusal }: Comparison,
    fault: string | undefined,
  ): void {
    this.#configurations++;
    this.#refusals[refusal]++;
    if (refusal === 'none') {
      this.#answers += answers;
      this.#complete += complete;
    }
    if (refusal === 'envoy-only') this.#undecided.push(`${seed} (${fault ?? 'no fault on purpose'})`);
    this.#differences.push(
      ...differences.map((each) => `seed ${seed}${fault === undefined ? '' : `, ${fault}`}: ${each}`),
    );
  }

  addFix(seed: number, title: string, faults: readonly string[]): void {
    this.#fixes++;
    this.#differences.push(...faults.map((fault) => `seed ${seed}, fix "${title}": ${fault}`));
  }

  get failed(): boolean {
    return this.#differences.length > 0 || this.#share < ENOUGH;
  }

  get #share(): number {
    return this.#answers === 0 ? 0 : this.#complete / this.#answers;
  }

  report(judge: string, seconds: number): string {
    const { both, 'envoy-only': open, 'ours-only': wrongly } = this.#refusals;
    return [
      `${judge}: ${this.#configurations} configurations, ${this.#answers} answers, ${(this.#share * 100).toFixed(1)} % called complete, ${seconds.toFixed(0)} s`,
      `  refused by both ${both}, by Envoy alone (and not called complete) ${open}, by us alone ${wrongly}; ${this.#fixes} fixes tried`,
      ...(open > 0 ? [`  not decided: ${this.#undecided.join(', ')}`] : []),
      `  ${this.#differences.length} differences`,
      ...this.#differences.slice(0, 30).map((each) => `  ${each}`),
    ].join('\n');
  }
}
