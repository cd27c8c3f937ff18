import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import type { Uri } from '../model/place.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

test('a path comes back from its uri', () => {
  for (const path of ['/etc/nginx/nginx.conf', '/a b/ü#?%20.conf', '/']) {
    assert.equal(pathOfUri(uriOfPath(path, 'file:///x' as Uri)), path);
    assert.equal(pathOfUri(pathToFileURL(path).href as Uri), path);
  }
});

test('scheme and authority are those of the base', () => {
  const base = 'vscode-vfs://github/o/r/nginx.conf' as Uri;
  assert.equal(uriOfPath('/o/r/conf.d/a.conf', base), 'vscode-vfs://github/o/r/conf.d/a.conf');
  assert.equal(pathOfUri('untitled:Untitled-1' as Uri), 'Untitled-1');
});

test('a broken escape is taken as written', () => {
  assert.equal(pathOfUri('file:///a%zz' as Uri), '/a%zz');
});
