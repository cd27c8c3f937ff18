import type { PredictionReport } from '../../../server/src/core/index.ts';
import type { Bench } from './bench.ts';
import { differenceOf, type Difference } from './compare.ts';
import { render } from './generate/render.ts';
import type { Ask } from './generate/requests.ts';
import type { Node } from './generate/tree.ts';
import { Refused, type Nginx } from './nginx.ts';
import { predictorOf } from './predict.ts';
import { exchange, requestText, type Received } from './wire.ts';

/** One request, what was predicted and what came. */
export interface Judgement {
  readonly ask: Ask;
  readonly predicted: PredictionReport;
  readonly real: Received;
  readonly difference: Difference | undefined;
}

/** Serves a configuration and asks it everything. A text: nginx refused it, and why. */
export async function judge(
  bench: Bench,
  nginx: Nginx,
  configuration: readonly Node[],
  asks: readonly Ask[],
): Promise<readonly Judgement[] | string> {
  const files = render(configuration, 'nginx.conf');
  try {
    return await bench.run(nginx, files, async (filled) => {
      const predict = predictorOf(bench.dir, filled, nginx.version);
      const judgements: Judgement[] = [];
      for (const ask of asks) judgements.push(await one(bench, ask, predict));
      // Where nothing listens, nothing answers.
      return judgements.filter(
        ({ real, difference }) => real.status !== undefined || difference !== undefined,
      );
    });
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

async function one(bench: Bench, ask: Ask, predict: ReturnType<typeof predictorOf>): Promise<Judgement> {
  const port = bench.filled(ask.port);
  bench.service.answer = ask.upstream;
  const real = await exchange(
    ask.address,
    Number(port),
    requestText(ask.method, ask.target, ask.headers, ask.body),
  );
  const predicted = await predict({
    url: `http://${ask.address}:${port}${ask.target}`,
    method: ask.method,
    headers: ask.headers,
    upstream: ask.upstream,
  });
  return { ask, predicted, real, difference: differenceOf(predicted, real) };
}
