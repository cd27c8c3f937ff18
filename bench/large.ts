// The largest file that anyone will open: 89,000 lines with 4,000 locations that lose their server's headers.
import { createLinter, defaultSettings } from '../server/src/core/index.ts';
import { memoryWorkspace } from '../test/support/workspace.ts';
import { losingSites } from './support/sites.ts';

const text = losingSites(4000);
const lines = text.split('\n').length;
const workspace = memoryWorkspace({ 'nginx.conf': text });
const linter = createLinter({ workspace, settings: defaultSettings });

const memoryBefore = process.memoryUsage().rss;
const cpuBefore = process.cpuUsage();
const start = performance.now();
const report = await linter.check(workspace.uri('nginx.conf'));
const elapsed = performance.now() - start;
const { user, system } = process.cpuUsage(cpuBefore);
const peak = process.resourceUsage().maxRSS / 1024;
const lost = report?.findings.filter((finding) => finding.rule === 'frame-policy-lost').length;
if (lost !== 4000) throw new Error(`${String(lost)} locations were reported instead of 4000.`);

console.log(`${lines} lines, ${(text.length / 1e6).toFixed(1)} MB, first check:`);
console.log(`  large file, elapsed          ${elapsed.toFixed(0)} ms`);
console.log(`  large file, processor time   ${((user + system) / 1000).toFixed(0)} ms`);
console.log(
  `  large file, peak memory      ${peak.toFixed(0)} MB (${(peak - memoryBefore / 2 ** 20).toFixed(0)} MB for the check)`,
);
