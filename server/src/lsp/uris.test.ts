import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Uri } from '../core/index.ts';
import { canonicalUri, folderOf, isWithin } from './uris.ts';

describe('canonicalUri', () => {
  const same: readonly (readonly [string, string])[] = [
    ['file:///c%3A/nginx/nginx.conf', 'file:///c:/nginx/nginx.conf'],
    ['file:///a/o%27brien%20%281%29.conf', "file:///a/o'brien%20(1).conf"],
    ['file:///a/%40site.conf', 'file:///a/@site.conf'],
    ['vscode-vfs://github/a/b%2Bc.conf', 'vscode-vfs://github/a/b+c.conf'],
  ];
  for (const [one, other] of same) {
    it(`${one} and ${other} are one file`, () => {
      assert.equal(canonicalUri(one), canonicalUri(other));
    });
  }

  const stable = [
    'file:///a/%zz.conf',
    'untitled:Untitled-1',
    'git:/ws/nginx.conf?%7B%22ref%22%3A%22~%22%7D',
    'x',
    '',
  ];
  for (const uri of stable) {
    it(`${uri || '(empty)'} has one spelling only`, () => {
      assert.equal(canonicalUri(canonicalUri(uri)), canonicalUri(uri));
    });
  }

  it('versions of a file that differ in the query are different files', () => {
    assert.notEqual(canonicalUri('git:/a.conf?1'), canonicalUri('git:/a.conf?2'));
  });

  it('a lone surrogate does not throw', () => {
    assert.equal(canonicalUri('file:///\ud800'), 'file:///\ud800');
  });
});

describe('isWithin', () => {
  const folder = 'file:///etc/nginx' as Uri;
  it('is true of the folder and all below it', () => {
    assert.ok(isWithin(folder, folder));
    assert.ok(isWithin(folder, 'file:///etc/nginx/conf.d/a.conf' as Uri));
    assert.ok(isWithin('file:///etc/nginx/' as Uri, 'file:///etc/nginx/a.conf' as Uri));
  });

  for (const outside of [
    'file:///etc/nginx2/a.conf',
    'file:///etc',
    'file:///etc/nginx/../passwd',
    'vscode-remote://host/etc/nginx/a.conf',
  ]) {
    it(`is false of ${outside}`, () => {
      assert.equal(isWithin(folder, outside as Uri), false);
    });
  }
});

describe('folderOf', () => {
  it('is the folder around a file', () => {
    assert.equal(folderOf('file:///etc/nginx/nginx.conf' as Uri), 'file:///etc/nginx');
  });
});
