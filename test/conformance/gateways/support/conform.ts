import { seeded, type Random } from '../../../nginx/generate/random.ts';
import type { Bench, Configuration, Options, Run } from './bench.ts';
import { compare } from './compare.ts';
import { fixesOf, tryFix } from './fixes.ts';
import { Tally } from './tally.ts';

/**
 * Holds what is predicted for generated configurations, and the fixes that are offered for them, against a real gateway.
 * @returns whether everything agreed
 */
export async function conform<Tree, Started extends Run>(
  bench: Bench<Tree, Started>,
  { seed, count }: Options,
): Promise<boolean> {
  const started = Date.now();
  const tally = new Tally();
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const worker = async (): Promise<void> => {
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) await one(bench, next, tally);
  };
  await Promise.all(Array.from({ length: bench.atOnce }, worker));
  console.log(tally.report(bench.title, (Date.now() - started) / 1000));
  return tally.agreed;
}

async function one<Tree, Started extends Run>(
  bench: Bench<Tree, Started>,
  seed: number,
  tally: Tally,
): Promise<void> {
  const { dialect } = bench;
  const { made, random } = madeOf(bench, seed);
  const { settings } = made;
  const run = await bench.prepare(made, String(seed));
  const requests = bench.requests(random, run);
  const verdict = await bench.verdict(run, requests);
  tally.add(seed, await compare({ dialect, files: run.files, settings }, requests, verdict), made.fault);
  if (seed % bench.fixesOfEvery !== 0) return;
  for (const offered of fixesOf({ dialect, files: run.files, settings })) {
    // The ports are others, so the requests and the fix are made anew.
    const again = await bench.prepare(made, `${seed}-fix`);
    const moved = bench.requests(madeOf(bench, seed).random, again);
    const same = fixesOf({ dialect, files: again.files, settings }).find(
      (each) => each.fix.title === offered.fix.title && each.finding.message === offered.finding.message,
    );
    if (same === undefined) continue;
    const faults = await tryFix(bench, same, again, { settings, requests: moved, before: verdict });
    tally.addFix(seed, same.fix.title, faults);
  }
}

/** @returns the configuration, and the random source as it is behind it */
function madeOf<Tree, Started extends Run>(
  bench: Bench<Tree, Started>,
  seed: number,
): { readonly made: Configuration; readonly random: Random } {
  const random = seeded(seed);
  return { made: bench.configuration(seed, random), random };
}
