import type { Bench } from './bench.ts';
import { differenceText } from './difference-text.ts';
import type { Figures } from './figures.ts';
import { compose } from './generate/compose.ts';
import { Random } from './generate/random.ts';
import { requestsFor } from './generate/requests.ts';
import { judge } from './judge.ts';
import type { Nginx } from './nginx.ts';
import { shrink, type Case } from './shrink.ts';

export interface Extent {
  /** Of the first configuration; the next ones follow. */
  readonly seed: number;
  readonly count: number;
  /** To each configuration. */
  readonly requests: number;
}

/** More mismatches than this are counted and not made small. */
const MOST_SHOWN = Number(process.env['SHOWN'] ?? 5);

/** Makes configurations, serves them and holds the predictions against the answers; on all benches at once. */
export async function conform(
  nginx: Nginx,
  benches: readonly Bench[],
  figures: Figures,
  extent: Extent,
): Promise<void> {
  let next = extent.seed;
  let shown = 0;
  const work = async (bench: Bench): Promise<void> => {
    while (next < extent.seed + extent.count) {
      const seed = next++;
      const random = new Random(seed);
      const configuration = compose(random, nginx.build);
      const asks = requestsFor(random, configuration, extent.requests);
      const judgements = await judge(bench, nginx, configuration, asks);
      if (typeof judgements === 'string') {
        figures.refused(seed, judgements);
        continue;
      }
      figures.add(configuration, judgements);
      const failing = judgements.find(({ difference }) => difference !== undefined);
      if (failing === undefined || ++shown > MOST_SHOWN) continue;
      const smallest = await smallestOf(bench, nginx, { configuration, ask: failing.ask });
      console.log(await differenceText(bench, nginx, smallest, seed));
    }
  };
  await Promise.all(benches.map(work));
}

function smallestOf(bench: Bench, nginx: Nginx, failing: Case): Promise<Case> {
  return shrink(failing, async ({ configuration, ask }) => {
    const judgements = await judge(bench, nginx, configuration, [ask]);
    return typeof judgements !== 'string' && judgements.some(({ difference }) => difference !== undefined);
  });
}
