// Every fix does to the real answers what its title says, and nothing else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { compose } from './generate/compose.ts';
import { tryFixes, type TriedFixes } from './generate/compare-fix.ts';
import { generatedSubject } from './generate/fix-subject.ts';
import { inParallel, openLab, type Lab } from './generate/observe.ts';
import { render } from './generate/render.ts';
import { shrink } from './generate/shrink.ts';
import type { Configuration } from './generate/tree.ts';
import { sampleSubjects } from './samples.ts';

const configurations = Number(process.env['NGINX_CONFIGURATIONS'] ?? 50);
/** Other ones than those of the claims. */
const firstSeed = 100_000;
const mostShown = 3;

describe('a fix, in the real nginx', () => {
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.stop());

  const tried = (configuration: Configuration): Promise<TriedFixes> =>
    tryFixes(generatedSubject(configuration), lab);

  test('on generated configurations', async (t) => {
    const seeds = Array.from({ length: configurations }, (_, index) => firstSeed + index);
    const results = await inParallel(seeds, async (seed) => ({ seed, ...(await tried(compose(seed))) }));
    const failing = results.filter(({ differences }) => differences.length > 0);
    const texts: string[] = [];
    for (const { seed, differences } of failing.slice(0, mostShown)) {
      const smallest = await shrink(compose(seed), (smaller) =>
        tried(smaller).then(
          (result) => result.differences.length > 0,
          () => false,
        ),
      );
      const small = await tried(smallest);
      texts.push(report(smallest, small.differences.length > 0 ? small.differences : differences));
    }
    const fixes = results.reduce((sum, each) => sum + each.fixes, 0);
    t.diagnostic(`${fixes} fixes on ${results.length} configurations`);
    assert.ok(fixes > configurations);
    assert.equal(failing.length, 0, `${failing.length} of ${results.length} differ:\n${texts.join('\n')}`);
  });

  for (const [name, eol] of [
    ['line feeds', '\n'],
    ['carriage returns', '\r\n'],
  ] as const) {
    test(`on our own samples, with ${name}`, async (t) => {
      for (const subject of await sampleSubjects(eol)) {
        const { fixes, differences } = await tryFixes(subject, lab);
        t.diagnostic(`${subject.name}: ${fixes} fixes`);
        assert.ok(fixes > 5);
        assert.deepEqual(differences, []);
      }
    });
  }
});

function report(configuration: Configuration, differences: readonly string[]): string {
  const files = Object.entries(render(configuration).files).map(([path, text]) => `-- ${path} --\n${text}`);
  return `seed ${configuration.seed}:\n  ${differences.join('\n  ')}\n${files.join('')}`;
}
