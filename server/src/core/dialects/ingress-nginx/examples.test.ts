import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { block, ingress, text } from './testing.ts';

function findings(source: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': source }), { 'web.yaml': source });
}

test('missing', () => {
  assert.deepEqual(findings(ingress(text('proxy-body-size', '8m'))), ['frame-policy-missing: /']);
});

test('invalid', () => {
  const snippet = block('configuration-snippet', 'more_set_headers "X-Frame-Options: ALLOWALL";');
  assert.deepEqual(findings(ingress(snippet)), ['frame-policy-invalid: "X-Frame-Options: ALLOWALL"']);
});

test('correct: frame-ancestors wins over anything else', () => {
  const snippet = block(
    'configuration-snippet',
    `more_set_headers "Content-Security-Policy: frame-ancestors 'self' https://portal.example";`,
    'more_set_headers "X-Frame-Options: SAMEORIGIN";',
  );
  assert.deepEqual(findings(ingress(snippet)), []);
});

test('removed by mistake: without quotes these are two arguments, and a name alone clears', () => {
  const line = 'more_set_headers X-Frame-Options: DENY;';
  assert.deepEqual(findings(ingress(block('configuration-snippet', line))), [
    'nginx-directive: X-Frame-Options: DENY',
    `frame-policy-removed: ${line}`,
  ]);
});

test("auth-url brings an add_header of its own, so that the server's is not inherited", () => {
  const annotations = `${text('auth-url', 'https://sso.example/verify')}\n${block('server-snippet', 'add_header X-Frame-Options DENY always;')}`;
  assert.deepEqual(findings(ingress(annotations)), ['frame-policy-lost: /']);
});
