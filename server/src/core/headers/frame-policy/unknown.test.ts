import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HeaderText } from './header-text.ts';
import { framePolicy } from './policy.ts';

const XFO = 'X-Frame-Options';
const CSP = 'Content-Security-Policy';
const hole = undefined;

type Row = readonly [lines: readonly (readonly [string, HeaderText])[], verdict: string];

function expectAll(rows: Readonly<Record<string, Row>>): void {
  for (const [title, [lines, verdict]] of Object.entries(rows)) {
    test(`${title}: ${verdict}`, () => {
      assert.equal(framePolicy(lines.map(([name, value]) => ({ name, value }))).verdict, verdict);
    });
  }
}

describe('an unknown piece makes the verdict unknown only where it decides', () => {
  expectAll({
    'an unknown value': [[[XFO, [hole]]], 'unknown'],
    'a token that may be completed': [[[XFO, ['SAME', hole]]], 'unknown'],
    'a token with something behind': [[[XFO, ['DENY', hole]]], 'unknown'],
    'a value that can be no token whatever comes': [[[XFO, ['ALLOW-FROM ', hole]]], 'open'],
    'glued text that can be no token': [[[XFO, ['DENY; ', hole]]], 'open'],
    'a known DENY beside an unknown value is DENY or a conflict': [
      [
        [XFO, 'DENY'],
        [XFO, [hole]],
      ],
      'deny',
    ],
    'a known SAMEORIGIN can only be narrowed': [
      [
        [XFO, 'SAMEORIGIN'],
        [XFO, [hole]],
      ],
      'same-origin',
    ],
    'an invalid value beside an unknown one': [
      [
        [XFO, 'INVALID'],
        [XFO, [hole]],
      ],
      'unknown',
    ],
    'frame-ancestors decides, so an unknown X-Frame-Options does not matter': [
      [
        [XFO, [hole]],
        [CSP, "frame-ancestors 'none'"],
      ],
      'deny',
    ],
  });
});

describe('an unknown piece in a Content-Security-Policy', () => {
  expectAll({
    'a whole value': [[[CSP, [hole]]], 'unknown'],
    'a whole value, which may put X-Frame-Options out of force': [
      [
        [XFO, 'DENY'],
        [CSP, [hole]],
      ],
      'unknown',
    ],
    'in the sources of another directive it is a source': [
      [[CSP, ["default-src 'self'; script-src 'nonce-", hole, "'"]]],
      'open',
    ],
    'the same with X-Frame-Options': [
      [
        [XFO, 'DENY'],
        [CSP, ["default-src 'self'; script-src 'nonce-", hole, "'"]],
      ],
      'deny',
    ],
    'at the start of a directive': [[[CSP, ["default-src 'self'; ", hole]]], 'unknown'],
    'as part of a name that may be frame-ancestors': [[[CSP, ['frame-', hole, " 'none'"]]], 'unknown'],
    'before the directive it may be one itself, and the first counts': [
      [[CSP, [hole, "; frame-ancestors 'none'"]]],
      'unknown',
    ],
    'behind the directive it changes nothing': [[[CSP, ["frame-ancestors 'self'; ", hole]]], 'same-origin'],
    'in the sources of frame-ancestors': [[[CSP, ["frame-ancestors 'self' ", hole]]], 'unknown'],
    'in the sources beside one that is open': [[[CSP, ['frame-ancestors * ', hole]]], 'open'],
    'a second policy only narrows': [
      [
        [CSP, "frame-ancestors 'self'"],
        [CSP, [hole]],
      ],
      'same-origin',
    ],
    'a second policy may close what is open': [
      [
        [CSP, 'frame-ancestors *'],
        [CSP, [hole]],
      ],
      'unknown',
    ],
  });
});

test('faults that do not hang on the unknown piece are still said, without a span', () => {
  const { diagnoses } = framePolicy([{ name: XFO, value: ['ALLOW-FROM https://', hole] }]);
  assert.deepEqual(
    diagnoses.map(({ code, span, replace }) => [code, span, replace]),
    [['allow-from-obsolete', undefined, undefined]],
  );
  assert.deepEqual(framePolicy([{ name: XFO, value: [hole] }]).diagnoses, []);
});

describe('the sentence and the lines that decide', () => {
  const because = (...lines: readonly (readonly [string, HeaderText])[]) => {
    const { because: why, decidedBy } = framePolicy(lines.map(([name, value]) => ({ name, value })));
    return [why, decidedBy];
  };
  test('nothing is set', () => {
    assert.deepEqual(because(['Server', 'nginx']), [
      'No X-Frame-Options and no enforced frame-ancestors.',
      [],
    ]);
  });
  test('X-Frame-Options', () => {
    assert.deepEqual(because(['Server', 'nginx'], ['x-frame-options', 'deny']), [
      'X-Frame-Options is DENY.',
      [1],
    ]);
  });
  test('two lines in conflict', () => {
    const [why, lines] = because([XFO, 'SAMEORIGIN'], [XFO, 'DENY']);
    assert.match(String(why), /conflict/);
    assert.deepEqual(lines, [0, 1]);
  });
  test('the strictest policy decides', () => {
    assert.deepEqual(because([XFO, 'DENY'], [CSP, 'frame-ancestors *'], [CSP, "frame-ancestors 'self'"]), [
      "frame-ancestors is 'self'.",
      [2],
    ]);
  });
});
