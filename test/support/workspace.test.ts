import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from './workspace.ts';

test('what stands in memory: files with their size, the folders above them, those named, and nothing else', async () => {
  const workspace = memoryWorkspace(
    { 'conf.d/a b.conf': 'ä', '/srv/x.html': '' },
    { directories: ['/srv/empty'] },
  );
  const at = (path: string): Promise<unknown> | undefined => workspace.stat?.(workspace.uri(path));
  assert.deepEqual(await at('conf.d/a b.conf'), { kind: 'file', size: 2 });
  for (const path of ['/', '/etc', 'conf.d', 'conf.d/', '/srv', '/srv/empty']) {
    assert.deepEqual(await at(path), { kind: 'directory' }, path);
  }
  for (const path of ['/sr', '/srv/x', '/srv/x.html/y', '/srv/empty/z', 'conf.d/a']) {
    assert.deepEqual(await at(path), { kind: 'missing' }, path);
  }
  workspace.write('/srv/x.html', undefined);
  assert.deepEqual(await at('/srv/x.html'), { kind: 'missing' });
});
