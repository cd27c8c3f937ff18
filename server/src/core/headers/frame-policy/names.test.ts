import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { framingCases } from '../../../../../test/support/framing-cases.ts';
import { misspelledCsp, misspelledFrameOptions } from './names.ts';

describe('a misspelt X-Frame-Options', () => {
  const meant = [
    'X-Frame-Option', 'X_Frame_Options', 'Frame-Options', 'XFrame-Options', 'X-Frames-Options', 'X-Frame-Options:',
    'X-Frame-Options ', 'X-FrameOptions', 'X-Iframe-Options', 'X-Frame-Origin', 'X-Farme-Options', 'X-Frame-Opitons',
    'HTTP-X-Frame-Options', 'X–Frame–Options',
  ]; // prettier-ignore
  for (const name of meant)
    test(`\`${name}\` is meant`, () => {
      assert.ok(misspelledFrameOptions(name));
    });

  const others = [
    'X-Frame-Options', 'x-frame-options', 'X-FRAME-OPTIONS', 'X-XSS-Protection', 'X-Content-Type-Options',
    'X-Download-Options', 'X-DNS-Prefetch-Control', 'X-Frame-Rate', 'X-Frame-Count', 'X-Framework', 'X-Name-Options',
    'Frame', 'Content-Security-Policy', 'Referrer-Policy', '', 'X', 'X-Options',
  ]; // prettier-ignore
  for (const name of others)
    test(`\`${name}\` is not`, () => {
      assert.ok(!misspelledFrameOptions(name));
    });

  test('the recorded wrong names are found, and no other recorded name', () => {
    for (const row of framingCases()) {
      const found = row.headers.some(([name]) => misspelledFrameOptions(name));
      assert.equal(found, row.diagnosis.includes('wrong-header-name') && row.headers.length > 0, row.id);
    }
  });
});

describe('a misspelt or legacy Content-Security-Policy', () => {
  const meant = [
    'X-Content-Security-Policy', 'X-WebKit-CSP', 'Content-Security-Polic', 'Content-Security-Policies',
    'Content-Security', 'CSP', 'Content_Security_Policy', 'Contnet-Security-Policy', 'Content-Security-Policy-Report',
    'X-Content-Security-Policy-Report-Only', 'Content-Security-Policy:',
  ]; // prettier-ignore
  for (const name of meant)
    test(`\`${name}\` is meant`, () => {
      assert.ok(misspelledCsp(name));
    });

  const others = [
    'Content-Security-Policy', 'content-security-policy', 'Content-Security-Policy-Report-Only', 'Content-Type',
    'Strict-Transport-Security', 'Referrer-Policy', 'Permissions-Policy', 'X-Permitted-Cross-Domain-Policies',
    'Cross-Origin-Opener-Policy', 'Document-Policy-Report-Only', 'Content-Security-Policy-Nonce',
  ]; // prettier-ignore
  for (const name of others)
    test(`\`${name}\` is not`, () => {
      assert.ok(!misspelledCsp(name));
    });
});
