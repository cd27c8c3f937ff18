// The table of directives against a real nginx: names in right and wrong blocks, with right and wrong counts and ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialect } from '../../server/src/core/dialects/nginx/dialect.ts';
import type { Uri } from '../../server/src/core/model/place.ts';
import type { BlockContext } from '../../server/src/core/syntax/nginx/block-context.ts';
import {
  allowedIn,
  directiveNames,
  directiveVariants,
} from '../../server/src/core/syntax/nginx/directive-table.ts';
import { seeded } from './generate/random.ts';
import { nginxTest } from './support/judge.ts';

const LINES = Number(process.env['LINES'] ?? 1000);

/** What stands before and after a line, in each block that one line can be put into. */
const blocks: Readonly<Record<string, readonly [before: string, after: string]>> = {
  main: ['', 'events {}'],
  events: ['events {', '}'],
  http: ['events {} http {', '}'],
  server: ['events {} http { server {', '} }'],
  location: ['events {} http { server { location / {', '} } }'],
  upstream: ['events {} http { upstream u { server 127.0.0.1:1;', '} }'],
  'if in server': ['events {} http { server { if ($arg_a) {', '} } }'],
  'if in location': ['events {} http { server { location / { if ($arg_a) {', '} } } }'],
  limit_except: ['events {} http { server { location / { limit_except GET {', '} } } }'],
};

/** What ngx_conf_handler itself says; what a directive's own code says of a value is another matter. */
const structural =
  /directive is not allowed here|invalid number of arguments|is not terminated by|has no opening|it must be "on" or "off"/;
const ours = /may not stand|takes .* and has|has no block|opens a block|either "on" or "off"/;

/** Names that nginx itself has, in no release newer than the oldest that is asked here. */
function ordinary(name: string): boolean {
  return directiveVariants(name).every(
    (variant) => variant.thirdParty === undefined && variant.removed === undefined && !variant.plus,
  );
}

test(`${LINES} generated lines are refused by nginx for their form exactly where we report it`, (t) => {
  const random = seeded(20_26);
  const pick = (items: readonly string[]): string => items[random.below(items.length)] ?? '';
  const names = directiveNames().filter(
    (name) => ordinary(name) && name !== 'include' && name !== 'load_module',
  );
  const wrong: string[] = [];
  let judged = 0;
  let unknown = 0;
  let refused = 0;
  while (judged < LINES) {
    const name = pick(names);
    // Half of the lines stand where they may and have a count that fits, so that both verdicts are asked for.
    const variant = directiveVariants(name)[0];
    const right = random.chance(0.6) ? variant : undefined;
    const allowed = Object.keys(blocks).filter((each) => right && allowedIn(right, each as BlockContext));
    const block = pick(allowed.length > 0 ? allowed : Object.keys(blocks));
    const count = right ? right.min : random.below(5);
    const isBlock = right ? right.block : random.below(5) === 0;
    const value = pick(['on', 'off', '1', 'x']);
    const args = Array.from({ length: count }, () => ` ${value}`).join('');
    const line = `${name}${args}${isBlock ? ' { }' : ';'}`;
    const [before = '', after = ''] = blocks[block] ?? [];
    const text = `${before}\n${line}\n${after}\n`;
    const verdict = nginxTest({ 'nginx.conf': text });
    const said = verdict.accepted ? '' : verdict.message;
    // A module that this build lacks, or a name newer than it.
    if (said.includes('unknown directive')) {
      unknown++;
      continue;
    }
    judged++;
    const isRefused = structural.test(said);
    if (isRefused) refused++;
    const file = { uri: 'file:///test/nginx.conf' as Uri, version: 0, text };
    const root = dialect.parse(file);
    const findings = dialect.problems({ root, main: true, files: [root], included: () => [] }, { nginx: {} });
    const isReported = findings.some(({ rule, message }) => rule === 'nginx-directive' && ours.test(message));
    if (isReported !== isRefused) wrong.push(`${block}: ${line}  nginx: ${said || 'accepts'}`);
  }
  t.diagnostic(`${judged} lines, ${refused} refused; ${unknown} more name what this build lacks`);
  assert.deepEqual(wrong, []);
});
