// A thousand requests in one call, on a file of 200 locations: proxied ones, and pages looked up on the disk.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { losingSites } from './support/sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-lint-bench-'));
const pages = `server { listen 80; server_name pages.example; root www; location / { try_files $uri $uri/ /index.html; } }`;
writeFileSync(join(folder, 'nginx.conf'), losingSites(199).replace(/\}\n$/, `${pages}\n}\n`));
mkdirSync(join(folder, 'www'));
for (let page = 0; page < 100; page++) writeFileSync(join(folder, `www/${page}.html`), '');
writeFileSync(join(folder, 'www/index.html'), '');

const requests = Array.from({ length: 1000 }, (_, n) => ({
  url:
    n % 2 === 0
      ? `http://pages.example/${n % 200}.html`
      : `https://host${n % 4}.example/app${n % 40}/?n=${n}`,
  upstream: { status: 200, headers: [['X-Powered-By', 'PHP']] },
}));
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const ask = (input: string): number => {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'headers', folder, '--requests', '-'],
    {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const elapsed = performance.now() - start;
  const { responses } = JSON.parse(status === 0 ? stdout : '{"responses":[]}') as {
    readonly responses: readonly { readonly status: number; readonly complete: boolean }[];
  };
  const known = responses.filter((response) => response.status === 200 && response.complete);
  const asked = JSON.parse(input) as readonly unknown[];
  if (known.length !== asked.length) throw new Error(`${known.length} of ${asked.length} known. ${stderr}`);
  return elapsed;
};
const median = (input: unknown): string => {
  const times = Array.from({ length: 7 }, () => ask(JSON.stringify(input))).sort((a, b) => a - b);
  return `${(times[3] ?? NaN).toFixed(0)} ms (fastest ${(times[0] ?? NaN).toFixed(0)} ms)`;
};
console.log('Requests to a configuration of 200 locations, from a cold start, median of 7:');
console.log(`  one request                  ${median(requests.slice(0, 1))}`);
console.log(`  1,000 requests in one call   ${median(requests)}`);
rmSync(folder, { recursive: true });
