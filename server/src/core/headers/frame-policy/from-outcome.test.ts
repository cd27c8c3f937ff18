import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NamePattern } from '../../model/header-op.ts';
import type { Uri } from '../../model/place.ts';
import type { HeaderLine } from '../../model/respond.ts';
import { framePolicyOf } from './from-outcome.ts';

const at = { uri: 'file:///nginx.conf' as Uri, start: 0, end: 0 };

function line(name: string, text: string, certain = true): HeaderLine {
  return { name, value: { kind: 'literal', text, at }, certain };
}

function verdict(lines: readonly HeaderLine[], opaque: readonly NamePattern[] = []): string {
  return framePolicyOf({ lines, opaque }).verdict;
}

const XFO = 'X-Frame-Options';
const CSP = 'Content-Security-Policy';

describe('a line that a condition decides', () => {
  test('makes the verdict unknown where the ways differ', () => {
    assert.equal(verdict([line(XFO, 'DENY', false)]), 'unknown');
    assert.equal(verdict([line(XFO, 'SAMEORIGIN'), line(XFO, 'DENY', false)]), 'unknown');
    assert.equal(verdict([line(XFO, 'DENY'), line(CSP, 'frame-ancestors *', false)]), 'unknown');
  });
  test('changes nothing where both ways agree', () => {
    assert.equal(verdict([line(XFO, 'DENY'), line(XFO, 'DENY', false)]), 'deny');
    assert.equal(verdict([line(XFO, 'DENY', false), line(CSP, "frame-ancestors 'none'")]), 'deny');
    assert.equal(verdict([line(XFO, 'INVALID', false)]), 'open');
    assert.equal(verdict([line('Server', 'x', false), line(XFO, 'DENY')]), 'deny');
  });
  test('is named', () => {
    const { because, decidedBy } = framePolicyOf({
      lines: [line('Server', 'x'), line(XFO, 'DENY', false)],
      opaque: [],
    });
    assert.match(because, /X-Frame-Options/);
    assert.deepEqual(decidedBy, [1]);
  });
  test('does not conflict with the other branch, but is judged by itself', () => {
    const branches = [line(XFO, 'DENY', false), line(XFO, 'SAME-ORIGIN', false)];
    assert.deepEqual(
      framePolicyOf({ lines: branches, opaque: [] }).diagnoses.map((d) => [d.code, d.line]),
      [['misspelt-token', 1]],
    );
  });
  test('in large numbers makes the verdict unknown', () => {
    assert.equal(verdict(Array.from({ length: 12 }, () => line(XFO, 'DENY', false))), 'unknown');
  });
});

describe('something unreadable', () => {
  const frames = { text: 'x-frame-options', prefix: false };
  const anything = { text: '', prefix: true };
  test('that may touch the deciding header makes the verdict unknown', () => {
    assert.equal(verdict([line(XFO, 'DENY')], [frames]), 'unknown');
    assert.equal(verdict([], [anything]), 'unknown');
    assert.equal(verdict([line(CSP, "frame-ancestors 'none'")], [anything]), 'unknown');
  });
  test('that touches only what does not decide changes nothing', () => {
    assert.equal(verdict([line(CSP, "frame-ancestors 'self'")], [frames]), 'same-origin');
    assert.equal(verdict([line(XFO, 'DENY')], [{ text: 'set-cookie', prefix: false }]), 'deny');
  });
});

test('the lines come back as they were, and values in every form are read', () => {
  const lines: readonly HeaderLine[] = [
    { name: 'Server', value: 'x', certain: true },
    { name: XFO, value: 'SAMEORIGIN', certain: true },
    {
      name: CSP,
      value: { kind: 'dynamic', parts: ["script-src 'nonce-", undefined, "'"], template: '', at },
      certain: true,
    },
  ];
  const policy = framePolicyOf({ lines, opaque: [] });
  assert.equal(policy.verdict, 'same-origin');
  assert.equal(policy.lines, lines);
  assert.deepEqual(policy.decidedBy, [1]);
});
