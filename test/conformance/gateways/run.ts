// `npm run conformance:gateways`: generated configurations against real gateways. Each folder here with a run.ts is a judge;
// `-- --judge NAME` (repeatable) asks that one, `--seed` and `--count` choose the configurations. A judge that cannot start
// is a failure.
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Options } from './support/bench.ts';

/** Judges that start within seconds; the others take minutes to build and are asked by name. */
const DEFAULT = ['envoy', 'spring'];

interface Judge {
  /** @returns whether everything agreed */
  readonly conformGateway: (options: Options) => Promise<boolean>;
}

const { values } = parseArgs({
  options: {
    judge: { type: 'string', multiple: true, default: DEFAULT },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
  },
});

const known = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(`${import.meta.dirname}/${name}/run.ts`),
);
for (const name of values.judge) {
  if (!known.includes(name)) throw new Error(`There is no judge ${name}; there are ${known.join(', ')}.`);
  const { conformGateway } = (await import(`./${name}/run.ts`)) as Judge;
  const agreed = await conformGateway({ seed: Number(values.seed), count: Number(values.count) });
  if (!agreed) process.exitCode = 1;
}
