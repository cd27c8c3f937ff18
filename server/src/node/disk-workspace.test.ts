import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { diskPath, diskWorkspace, everythingBelow, uriOfDiskPath } from './disk-workspace.ts';

function folder(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'gateway-lint-')));
  t.after(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

async function listed(
  root: string,
  pattern: string,
  roots = [root],
  limits?: { bytes: number; names: number },
): Promise<readonly string[]> {
  const workspace = diskWorkspace(roots, limits);
  const uris = await workspace.list(pattern, uriOfDiskPath(root));
  return uris.map((uri) => relative(root, diskPath(uri) ?? ''));
}

test('reads what lies below its folders, and nothing else', async (t) => {
  const root = folder(t, { 'in/a.conf': 'a', 'inner/b.conf': 'b', 'out/c.conf': 'c' });
  symlinkSync('../out/c.conf', join(root, 'in/outside.conf'));
  symlinkSync('a.conf', join(root, 'in/inside.conf'));
  const workspace = diskWorkspace([join(root, 'in'), join(root, 'none')]);
  const read = async (path: string): Promise<string | undefined> =>
    (await workspace.read(uriOfDiskPath(join(root, path))))?.text;
  assert.equal(await read('in/a.conf'), 'a');
  assert.equal(await read('in/inside.conf'), 'a');
  for (const path of ['in/outside.conf', 'inner/b.conf', 'out/c.conf', 'in/none.conf', 'in', 'none']) {
    assert.equal(await read(path), undefined, path);
  }
  assert.equal(await workspace.read('untitled:1' as ReturnType<typeof uriOfDiskPath>), undefined);
});

test('bytes that are no UTF-8 are replaced, a byte order mark is kept, large files are not read', async (t) => {
  const root = folder(t, { 'a.conf': Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]), 'b.conf': 'x'.repeat(11) });
  const workspace = diskWorkspace([root], { bytes: 10, names: 10 });
  assert.equal((await workspace.read(uriOfDiskPath(join(root, 'a.conf'))))?.text, '\ufeffa\ufffd');
  assert.equal(await workspace.read(uriOfDiskPath(join(root, 'b.conf'))), undefined);
});

test('lists as glob(3), in byte order, folders excluded', async (t) => {
  const root = folder(t, {
    'c/b.conf': '',
    'c/B.conf': '',
    'c/ä.conf': '',
    'c/.h.conf': '',
    'c/d.conf/x': '',
    'e/b.conf': '',
  });
  assert.deepEqual(await listed(root, `${root}/c/*.conf`), ['c/B.conf', 'c/b.conf', 'c/ä.conf']);
  assert.deepEqual(await listed(root, `${root}/*/b.conf`), ['c/b.conf', 'e/b.conf']);
  assert.deepEqual(await listed(root, `${root}/e/b.conf`), ['e/b.conf']);
  assert.deepEqual(
    await listed(root, `${root}/e/../c/b.conf`),
    ['e/../c/b.conf'].map((path) => join(path)),
  );
  assert.deepEqual(await listed(root, `${root}/none/*`), []);
  assert.deepEqual(await listed(root, `${dirname(root)}/*/c/b.conf`), []);
});

test('lists a whole tree: hidden names, node_modules and cycles excluded, links inside followed', async (t) => {
  const root = folder(t, {
    'a.conf': '',
    'x[1]/y/b.conf': '',
    '.git/c.conf': '',
    'node_modules/m/d.conf': '',
    'x[1]/.hidden': '',
  });
  symlinkSync('..', join(root, 'x[1]/up'));
  symlinkSync('y', join(root, 'x[1]/z'));
  symlinkSync('/', join(root, 'outside'));
  assert.deepEqual(await listed(root, everythingBelow(root)), ['a.conf', 'x[1]/y/b.conf', 'x[1]/z/b.conf']);
  const inner = join(root, 'x[1]');
  assert.deepEqual(await listed(inner, everythingBelow(inner)), ['y/b.conf', 'z/b.conf']);
});

test('says what stands at a path: inside its folders alone, by the real path', async (t) => {
  const root = folder(t, { 'in/a.html': 'four', 'in/d/b.html': '', 'out/c.html': '' });
  const links = {
    'to-file': 'a.html',
    'to-folder': 'd',
    outside: '../out/c.html',
    'outside-folder': '../out',
    nowhere: 'none.html',
    'nowhere-outside': '/srv/no-such-folder/x',
    'nowhere-above': '../out/none',
    loop: 'loop',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, 'in', name));
  const workspace = diskWorkspace([join(root, 'in'), join(root, 'out/c.html')]);
  const expected = {
    directory: ['in', 'in/d', 'in/d/', 'in/to-folder'],
    file: ['in/a.html', 'in/to-file', 'in/to-folder/b.html', 'out/c.html', 'in/outside'],
    missing: ['in/none', 'in/none/deeper', 'in/a.html/x', 'in/to-folder/none', 'in/nowhere', 'in/nowhere/x'],
    unknown: [
      ...['.', 'out', 'out/none', 'in/../none', 'in/outside-folder', 'in/outside-folder/none'],
      ...[
        'in/nowhere-outside',
        'in/nowhere-outside/x',
        'in/nowhere-above',
        'in/loop',
        `in/${'x'.repeat(300)}`,
      ],
    ],
  };
  for (const [kind, paths] of Object.entries(expected)) {
    for (const path of paths) {
      assert.equal((await workspace.stat?.(uriOfDiskPath(join(root, path))))?.kind, kind, path);
    }
  }
});

test('the size and the time of a file, and nothing of what is no path', async (t) => {
  const root = folder(t, { 'a.html': 'four' });
  const modified = Date.parse('2026-01-02T03:04:05Z');
  utimesSync(join(root, 'a.html'), modified / 1000, modified / 1000);
  const workspace = diskWorkspace([root]);
  const a = uriOfDiskPath(join(root, 'a.html'));
  assert.deepEqual(await workspace.stat?.(a), { kind: 'file', size: 4, modified });
  for (const uri of ['untitled:1', `${a}%00`, 'file://elsewhere/a.html', 'file:///%2f']) {
    assert.deepEqual(await workspace.stat?.(uri as typeof a), { kind: 'unknown' }, uri);
  }
});

test('a listing that would never end stops', async (t) => {
  const root = folder(t, Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`d${i}/a.conf`, ''])));
  const some = await listed(root, everythingBelow(root), [root], { bytes: 1, names: 20 });
  assert.ok(some.length > 0 && some.length < 20);
});
