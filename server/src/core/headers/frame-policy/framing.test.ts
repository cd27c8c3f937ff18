import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chainOf, framingCases, responseOf, targetOf } from '../../../../../test/support/framing-cases.ts';
import { engines } from './engine.ts';
import { mayBeFramed } from './framing.ts';

// Measured: 674 responses in six or seven embedding contexts and three browsers, besides what the specifications say.
const cases = framingCases();

/** Who shows most sets the grade; `worst` is a matter of browsers, not of specifications. */
const weakness = ['allowed', 'blocked', 'no-document', 'network-error'];

describe('a response in a frame fares as recorded', () => {
  const groups = new Set(cases.map((row) => row.group));
  let compared = 0;
  for (const group of groups) {
    test(group, () => {
      for (const row of cases.filter((other) => other.group === group)) {
        for (const context of Object.keys(row.spec)) {
          const verdicts = engines.map((engine) => {
            const verdict = mayBeFramed(
              responseOf(row, engine),
              chainOf(row, context),
              targetOf(row),
              engine,
            );
            assert.equal(verdict, row[engine][context], `${row.id}, ${context}, ${engine}`);
            compared++;
            return verdict;
          });
          const worst = weakness.find((verdict) => verdicts.slice(1).some((other) => other === verdict));
          assert.equal(worst, row.worst[context], `${row.id}, ${context}, worst`);
          compared++;
        }
      }
    });
  }
  test('every row, context and engine was compared', (t) => {
    const expected = cases.reduce((sum, row) => sum + Object.keys(row.spec).length * (engines.length + 1), 0);
    t.diagnostic(`${compared} verdicts compared over ${cases.length} rows; none left out.`);
    assert.equal(compared, expected);
  });
});

test('nothing is checked without a parent, and a redirect is not a final response', () => {
  const deny = [{ name: 'X-Frame-Options', value: 'DENY' }];
  const target = { origin: 'https://a.test' };
  assert.equal(mayBeFramed({ lines: deny, status: 200 }, [], target, 'spec'), 'allowed');
  const moved = [...deny, { name: 'Location', value: '/there' }];
  assert.equal(
    mayBeFramed({ lines: moved, status: 302 }, ['https://b.test'], target, 'chromium'),
    'redirected',
  );
});

test("'self' also lets the secure twin of a plain target in", () => {
  const lines = [{ name: 'Content-Security-Policy', value: "frame-ancestors 'self'" }];
  const framed = (ancestor: string, target: string) =>
    mayBeFramed({ lines, status: 200 }, [ancestor], { origin: target }, 'spec');
  assert.equal(framed('https://a.test', 'http://a.test'), 'allowed');
  assert.equal(framed('http://a.test', 'https://a.test'), 'blocked');
});
