import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './check.ts';
import { checkFix } from './check-fix.ts';

const misspelled = `
  server {
      listen 80;
      root /srv;
      add_header X-Frame-Option DENY always;
                 ^^^^^^^^^^^^^^ frame-policy-misspelled: X-Frame-Options
  }
`;
const rules = ['frame-policy-misspelled'];
const mended = misspelled.replace(/\n *\^.*/, '').replace('X-Frame-Option ', 'X-Frame-Options ');

test('check: marks that are met', () => check(misspelled, { rules }));

test('check fails on a finding without a mark, a mark without a finding, and another place or message', async () => {
  const wrong = [
    misspelled.replace(/\n *\^.*/, ''),
    mended.replace('root', '^^^^ frame-policy-misspelled\n      root'),
    misspelled.replace('^^^^^^^^^^^^^^ ', '^^^^^^^^^^^^^ '),
    misspelled.replace(' ^^^^^^^^^^^^^^ ', '^^^^^^^^^^^^^^ '),
    misspelled.replace(': X-Frame-Options', ': something else'),
    misspelled.replace('-misspelled', '-missing'),
  ];
  for (const source of wrong) await assert.rejects(check(source, { rules }), assert.AssertionError, source);
});

test('checkFix: the text after the fix', () =>
  checkFix(misspelled, { rule: 'frame-policy-misspelled', safe: true }, mended, {
    changes: ['server (listen 80)'],
  }));

test('checkFix fails on another text, an unknown title, and a change that was not announced', async () => {
  const choice = { rule: 'frame-policy-misspelled' };
  const options = { changes: ['server (listen 80)'] };
  await assert.rejects(
    checkFix(misspelled, choice, mended.replace('DENY', 'SAMEORIGIN'), options),
    /SAMEORIGIN/,
  );
  await assert.rejects(
    checkFix(misspelled, { ...choice, title: 'Paint' }, mended, options),
    /no fix “Paint”/,
  );
  await assert.rejects(checkFix(misspelled, choice, mended), /headers of the scopes that the fix is not for/);
  await assert.rejects(checkFix(mended, choice, mended, options), /no frame-policy-misspelled in/);
});
