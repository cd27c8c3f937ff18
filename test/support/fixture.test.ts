import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../server/src/core/index.ts';
import { fixture, renderFixture } from './fixture.ts';
import { memoryWorkspace } from './workspace.ts';

test('marks leave the source and point at the line above', () => {
  const { files, marks } = fixture(`
    server {
        listen 80;
        ^^^^^^ some-rule: a part of the message
               ^^ other-rule
    }
  `);
  const text = 'server {\n    listen 80;\n}\n';
  assert.deepEqual(files, { 'nginx.conf': text });
  assert.deepEqual(
    marks.map(({ start, end, rule, message }) => [text.slice(start, end), rule, message]),
    [
      ['listen', 'some-rule', 'a part of the message'],
      ['80', 'other-rule', ''],
    ],
  );
});

test('several files, and an order of marks that does not depend on how they were written', () => {
  const source = '-- nginx.conf --\na;\n^ r-a\n-- conf.d/b.conf --\n\tb c;\n\t  ^ r-c: d\n\t^ r-b\n';
  const { files, marks } = fixture(source);
  assert.deepEqual(files, { 'nginx.conf': 'a;\n', 'conf.d/b.conf': '\tb c;\n' });
  assert.equal(
    renderFixture(files, marks),
    '-- nginx.conf --\na;\n^ r-a\n-- conf.d/b.conf --\n\tb c;\n\t^ r-b\n\t  ^ r-c: d\n',
  );
});

test('a source that is no indented template is taken to the byte', () => {
  const source = '  server {\r\n\t}\r\n';
  assert.deepEqual(fixture(source).files, { 'nginx.conf': source });
});

test('the workspace in memory lists as glob(3) would', async () => {
  const workspace = memoryWorkspace({ 'c/b.conf': '', 'c/B.conf': '', 'c/.h.conf': '', '/srv/a.conf': '' });
  const list = (pattern: string): Promise<readonly string[]> => workspace.list(pattern, 'file:///' as Uri);
  assert.deepEqual(await list('/etc/nginx/c/*.conf'), [
    'file:///etc/nginx/c/B.conf',
    'file:///etc/nginx/c/b.conf',
  ]);
  assert.deepEqual(await list('/srv/a.conf'), ['file:///srv/a.conf']);
  const uri = workspace.write('c/b.conf', 'x');
  assert.equal((await workspace.read(uri))?.version, 1);
  workspace.write('c/b.conf', undefined);
  assert.equal(await workspace.read(uri), undefined);
});
