import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryWorkspace } from '../../../../test/support/workspace.ts';
import { dialects } from '../generated/dialects.ts';
import { pathOfUri } from '../text/uri.ts';
import { Project } from './project.ts';

type Files = Readonly<Record<string, string>>;

/** What is wrong with the includes of the first file's unit: `a.conf: missing b.conf`. */
async function faults(files: Files, pathMap?: Files): Promise<readonly string[]> {
  const workspace = memoryWorkspace(files);
  const [first = ''] = Object.keys(files);
  const [unit] = await new Project(workspace, dialects, pathMap).units(workspace.uri(first));
  return (unit?.files ?? []).flatMap(({ file, includes }) =>
    includes.flatMap(({ at, pattern }) => {
      const fault = unit?.unit.fault?.(at);
      const name = pathOfUri(file.uri).replace(/.*\//, '');
      return fault === undefined ? [] : [`${name}: ${fault} ${pattern}`];
    }),
  );
}

const main = (http: string): string => `events { }\nhttp {\n${http}\n}\n`;
const server = 'server { listen 80; }\n';

describe('an include that brings in nothing', () => {
  test('is missing where a relative path of a main file leads nowhere', async () => {
    assert.deepEqual(await faults({ 'nginx.conf': main('include snippets/a.conf;') }), [
      'nginx.conf: missing snippets/a.conf',
    ]);
  });
  test('is unseen above the main file, where nothing was seen', async () => {
    assert.deepEqual(await faults({ '/ws/nginx/nginx.conf': main('include ../../a.conf;') }), [
      'nginx.conf: unseen ../../a.conf',
    ]);
    assert.deepEqual(
      await faults({ '/ws/nginx/nginx.conf': main('include ../sites/a.conf;'), '/ws/sites/b.conf': server }),
      ['nginx.conf: missing ../sites/a.conf'],
    );
  });
  test('is missing in a folder that stands for the one of an absolute path, else unseen', async () => {
    const files = {
      '/ws/nginx/nginx.conf': main('include /etc/nginx/snippets/a.conf; include /opt/x/y.conf;'),
    };
    assert.deepEqual(await faults(files), [
      'nginx.conf: unseen /etc/nginx/snippets/a.conf',
      'nginx.conf: unseen /opt/x/y.conf',
    ]);
    assert.deepEqual(await faults({ ...files, '/ws/nginx/snippets/b.conf': server }), [
      'nginx.conf: missing /etc/nginx/snippets/a.conf',
      'nginx.conf: unseen /opt/x/y.conf',
    ]);
    assert.deepEqual(await faults({ '/ws/nginx/nginx.conf': main('include /etc/nginx/a.conf;') }), [
      'nginx.conf: missing /etc/nginx/a.conf',
    ]);
  });
  test('is unseen in a fragment whose main file is not known', async () => {
    assert.deepEqual(await faults({ 'conf.d/a.conf': 'server { include snippets/b.conf; }' }), [
      'a.conf: unseen snippets/b.conf',
    ]);
  });
  test('is nothing wrong where a glob matches nothing, hidden files included', async () => {
    const files = { 'nginx.conf': main('include conf.d/*.conf; include /opt/*/a[b].conf; include none?;') };
    assert.deepEqual(await faults({ ...files, 'conf.d/.a.conf': server }), []);
  });
  test('a file whose name holds a bracket cannot be named (ngx_conf_include takes it for a glob)', async () => {
    assert.deepEqual(await faults({ 'nginx.conf': main('include w[x].conf;'), 'w[x].conf': server }), []);
  });
});

describe('an include that nginx cannot follow', () => {
  test('names a folder, by itself or by a glob that matches one', async () => {
    const files = { 'conf.d/a.conf': server, 'sites/shop': server, 'sites/old/blog': server };
    const include = 'include conf.d; include conf.d/; include sites/*; include sites/s*;';
    assert.deepEqual(await faults({ 'nginx.conf': main(include), ...files }), [
      'nginx.conf: directory conf.d',
      'nginx.conf: directory conf.d/',
      'nginx.conf: directory sites/*',
    ]);
  });
  test('closes a cycle, where the cycle is closed', async () => {
    const files = {
      'nginx.conf': main('include a.conf;'),
      'a.conf': 'include b.conf;',
      'b.conf': 'include a.conf; include c.conf;',
      'c.conf': server,
    };
    assert.deepEqual(await faults(files), ['b.conf: cycle a.conf']);
    assert.deepEqual(await faults({ 'nginx.conf': main('include *.conf;') }), ['nginx.conf: cycle *.conf']);
    assert.deepEqual(
      await faults({ 'nginx.conf': main('include a.conf; include a.conf;'), 'a.conf': server }),
      [],
    );
  });
  test('stands too deep', async () => {
    const chain = Array.from({ length: 40 }, (_, i) => [`${i}.conf`, `include ${i + 1}.conf;`] as const);
    const files = { 'nginx.conf': main('include 0.conf;'), ...Object.fromEntries(chain), '40.conf': server };
    assert.deepEqual(await faults(files), ['30.conf: depth 31.conf']);
  });
});

describe('where paths of the machine are found', () => {
  test('as the user says, and then nowhere else', async () => {
    const files = {
      '/ws/nginx.conf': main('include /etc/nginx/a.conf; include /etc/nginx/sites/b.conf;'),
      '/ws/a.conf': server,
      '/ws/vhosts/b.conf': server,
    };
    assert.deepEqual(await faults(files, { '/etc/nginx/sites': '/ws/vhosts', '/etc/nginx': '/ws' }), []);
    assert.deepEqual(await faults(files, { '/etc/nginx/': '/ws/vhosts' }), [
      'nginx.conf: missing /etc/nginx/a.conf',
      'nginx.conf: missing /etc/nginx/sites/b.conf',
    ]);
  });
  test('a prefix ends where a name ends', async () => {
    const files = { '/ws/nginx.conf': main('include /etc/nginx2/a.conf;'), '/ws/other/a.conf': server };
    assert.deepEqual(await faults(files, { '/etc/nginx': '/ws/other' }), [
      'nginx.conf: unseen /etc/nginx2/a.conf',
    ]);
  });
  test('in a tree of an image', async () => {
    const files = {
      '/ws/rootfs/etc/nginx/nginx.conf': main(
        'include /etc/nginx/conf.d/*.conf; include /usr/share/x/*.conf;',
      ),
      '/ws/rootfs/etc/nginx/conf.d/a.conf': server,
      '/ws/rootfs/usr/share/x/b.conf': server,
    };
    const workspace = memoryWorkspace(files);
    const [unit] = await new Project(workspace, dialects).units(
      workspace.uri('/ws/rootfs/etc/nginx/nginx.conf'),
    );
    assert.equal(unit?.files.length, 3);
  });
  test('`**` is one `*`, as in glob(3)', async () => {
    const files = { 'nginx.conf': main('include a/**.conf;'), 'a/b.conf': server, 'a/b/c.conf': server };
    const workspace = memoryWorkspace(files);
    const [unit] = await new Project(workspace, dialects).units(workspace.uri('nginx.conf'));
    assert.deepEqual(unit?.files.map(({ file }) => file.uri).slice(1), [workspace.uri('a/b.conf')]);
  });
});

describe('where the main file of a fragment is found', () => {
  const layouts: readonly (readonly [main: string, fragment: string, include: string])[] = [
    ['/ws/nginx/nginx.conf', '/ws/sites/a.conf', '../sites/*.conf'],
    ['/ws/docker/nginx/nginx.conf', '/ws/snippets/a.conf', '/etc/nginx/../../ws/snippets/a.conf'],
    ['/ws/rootfs/etc/nginx/nginx.conf', '/ws/rootfs/etc/nginx/conf.d/a.conf', 'conf.d/*.conf'],
    ['/ws/rootfs/etc/nginx/nginx.conf', '/ws/rootfs/usr/share/x/a.conf', '/usr/share/x/a.conf'],
    ['/ws/deploy/nginx/nginx.conf', '/ws/deploy/nginx/conf.d/sites/a.conf', 'conf.d/sites/*.conf'],
    ['/ws/web/nginx.conf', '/ws/sites/a.conf', '../sites/a.conf'],
  ];
  for (const [path, fragment, include] of layouts) {
    test(`${fragment} under ${path}`, async () => {
      const workspace = memoryWorkspace({ [path]: main(`include ${include};`), [fragment]: server });
      const units = await new Project(workspace, dialects).units(workspace.uri(fragment));
      assert.deepEqual(
        units.map(({ unit }) => unit.root.file.uri),
        [workspace.uri(path)],
      );
    });
  }
});

describe('reading', () => {
  test('that failed is tried again', async () => {
    const workspace = memoryWorkspace({ 'nginx.conf': main('') });
    let failures = 1;
    const read: typeof workspace.read = (uri) =>
      failures-- > 0 ? Promise.reject(new Error('busy')) : workspace.read(uri);
    const project = new Project({ ...workspace, read }, dialects);
    const uri = workspace.uri('nginx.conf');
    await assert.rejects(project.units(uri), /busy/);
    assert.equal((await project.units(uri)).length, 1);
  });

  test('of what changes meanwhile does not bring back the old text', async () => {
    const files = { 'nginx.conf': main('include one.txt;'), 'one.txt': 'old text;' };
    const workspace = memoryWorkspace(files);
    const one = workspace.uri('one.txt');
    let release: (() => void) | undefined;
    const read: typeof workspace.read = async (uri) => {
      const file = await workspace.read(uri);
      if (uri === one && release === undefined) await new Promise<void>((resolve) => (release = resolve));
      return file;
    };
    const project = new Project({ ...workspace, read }, dialects);
    const early = project.units(workspace.uri('nginx.conf'));
    while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
    project.changed(workspace.write('one.txt', 'new text;'));
    release();
    await early;
    const [unit] = await project.units(workspace.uri('nginx.conf'));
    assert.equal(unit?.files[1]?.file.text, 'new text;');
    assert.equal((await project.file(one))?.source.text, 'new text;');
  });

  test('a unit that did not change is not put together anew', async () => {
    const workspace = memoryWorkspace({ 'nginx.conf': main('include a.conf;'), 'a.conf': server });
    const project = new Project(workspace, dialects);
    const [before] = await project.units(workspace.uri('nginx.conf'));
    const [again] = await project.units(workspace.uri('a.conf'));
    assert.equal(again, before);
  });

  test('an editor that names the language is believed', async () => {
    const workspace = memoryWorkspace({ 'new file': '' });
    const uri = workspace.uri('new file');
    const read: typeof workspace.read = (asked) =>
      Promise.resolve(asked === uri ? { uri, version: 1, text: '', language: 'nginx' } : undefined);
    const project = new Project({ ...workspace, read }, dialects);
    assert.equal((await project.file(uri))?.dialect?.id, 'nginx');
    assert.equal((await new Project(workspace, dialects).file(uri))?.dialect, undefined);
  });
});
