// `npm run conformance:gateways`: generated configurations against real gateways. `-- --judge envoy` asks one of them,
// `--seed` and `--count` choose the configurations. A judge that cannot start is a failure.
import { parseArgs } from 'node:util';
import { conformEnvoy } from './envoy/run.ts';

const { values } = parseArgs({
  options: {
    judge: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
  },
});

const judges = { envoy: conformEnvoy } as const;
const named = values.judge ?? Object.keys(judges);
for (const name of named) {
  if (!(name in judges))
    throw new Error(`There is no judge ${name}; there are ${Object.keys(judges).join(', ')}.`);
  const agreed = await judges[name as keyof typeof judges]({
    seed: Number(values.seed),
    count: Number(values.count),
  });
  if (!agreed) process.exitCode = 1;
}
