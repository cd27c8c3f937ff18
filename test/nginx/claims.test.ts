// What the linter says of generated configurations, held against what a real nginx sends for them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lint } from '../support/check.ts';
import { asksOf } from './generate/asks.ts';
import { compareFindings } from './generate/compare-findings.ts';
import { compareHeaders } from './generate/compare-headers.ts';
import { compose } from './generate/compose.ts';
import { inParallel, observe, openLab, type Lab } from './generate/observe.ts';
import { render } from './generate/render.ts';
import { shrink } from './generate/shrink.ts';
import { mainFile, type Configuration } from './generate/tree.ts';

const configurations = Number(process.env['NGINX_CONFIGURATIONS'] ?? 600);
/** What the generated configurations give an occasion to say. */
const rulesAtWork = 'conflict duplicate invalid lost misspelled missing obsolete request-side success-only'
  .split(' ')
  .map((name) => `frame-policy-${name}`);
/** Beyond this many, one more failure tells nothing new. */
const mostShown = 3;

interface Held {
  readonly configuration: Configuration;
  readonly differences: readonly string[];
  readonly answers: number;
  readonly names: number;
  readonly rules: readonly string[];
}

async function hold(configuration: Configuration, lab: Lab): Promise<Held> {
  const rendered = render(configuration);
  const { linter, workspace, findings } = await lint(rendered.files);
  const scopes = await linter.headers(workspace.uri(mainFile));
  const seen = await observe(rendered.files, asksOf(configuration), lab);
  const compared = seen.map((each) => ({
    each,
    ...compareHeaders(
      scopes.find(({ label }) => label === each.ask.label),
      each,
    ),
  }));
  const headers = compared.flatMap(({ each, differences }) =>
    differences.map(
      (difference) =>
        `${each.ask.method ?? 'GET'} ${each.ask.path} (${each.ask.label}, ${each.status}): ${difference}`,
    ),
  );
  return {
    configuration,
    differences: [...headers, ...compareFindings(seen, findings, rendered)],
    answers: seen.length,
    names: compared.reduce((sum, { names }) => sum + names, 0),
    rules: findings.map(({ finding }) => finding.rule),
  };
}

describe('on generated configurations, nginx bears the linter out', () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.stop());

  test('header lines and findings', async (t) => {
    const seeds = Array.from({ length: configurations }, (_, seed) => seed);
    const held = await inParallel(seeds, (seed) => hold(compose(seed), lab));
    const failing = held.filter(({ differences }) => differences.length > 0);
    const texts: string[] = [];
    for (const { configuration, differences } of failing.slice(0, mostShown)) {
      const smallest = await shrink(configuration, (smaller) =>
        hold(smaller, lab).then(
          ({ differences }) => differences.length > 0,
          // What nginx refuses proves nothing.
          () => false,
        ),
      );
      const small = await hold(smallest, lab);
      texts.push(small.differences.length > 0 ? report(small) : report({ ...small, differences }));
    }
    const sum = (of: (each: Held) => number): number => held.reduce((total, each) => total + of(each), 0);
    t.diagnostic(
      `${held.length} configurations, ${sum(({ answers }) => answers)} answers, ` +
        `${sum(({ names }) => names)} header names compared`,
    );
    assert.equal(failing.length, 0, `${failing.length} of ${held.length} differ:\n${texts.join('\n')}`);
    // Each of them had something to say, so agreement means something for each.
    const said = new Set(held.flatMap(({ rules }) => rules));
    assert.deepEqual(
      rulesAtWork.filter((rule) => !said.has(rule)),
      [],
    );
  });
});

function report({ configuration, differences }: Held): string {
  const files = Object.entries(render(configuration).files).map(([path, text]) => `-- ${path} --\n${text}`);
  return `seed ${configuration.seed}:\n  ${differences.join('\n  ')}\n${files.join('')}`;
}
