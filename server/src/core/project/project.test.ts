import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryWorkspace, type MemoryWorkspace } from '../../../../test/support/workspace.ts';
import { dialects } from '../generated/dialects.ts';
import type { Uri } from '../model/place.ts';
import { pathOfUri } from '../text/uri.ts';
import { Project } from './project.ts';

type Files = Readonly<Record<string, string>>;

interface Bench {
  readonly workspace: MemoryWorkspace;
  readonly project: Project;
  /** The units of a file, each as the paths of its files, root first. */
  readonly units: (path: string) => Promise<readonly (readonly string[])[]>;
  readonly write: (path: string, text: string | undefined) => void;
}

function bench(files: Files): Bench {
  const workspace = memoryWorkspace(files);
  const project = new Project(workspace, dialects);
  const short = (uri: Uri): string => pathOfUri(uri).replace('/etc/nginx/', '');
  return {
    workspace,
    project,
    units: async (path) => {
      const units = await project.units(workspace.uri(path));
      return units.map((unit) => unit.files.map(({ file }) => short(file.uri)));
    },
    write: (path, text) => {
      project.changed(workspace.write(path, text));
    },
  };
}

/** The files that belong to a main file. */
function includes(name: string, files: Files, expected: readonly string[]): void {
  test(name, async () => {
    const [root = ''] = Object.keys(files);
    const { units } = bench(files);
    assert.deepEqual(await units(root), [[root, ...expected]]);
  });
}

const main = (http: string): string => `events { }\nhttp {\n${http}\n}\n`;
const server = 'server { listen 80; }\n';

describe('what an include brings in', () => {
  includes(
    'a path from the directory of the main file',
    { 'nginx.conf': main('include a/b.conf;'), 'a/b.conf': server },
    ['a/b.conf'],
  );
  includes(
    'also where an included file in another directory says it (ngx_conf_full_name)',
    {
      'nginx.conf': main('include a/b.conf;'),
      'a/b.conf': 'include c.conf;',
      'a/c.conf': 'wrong;',
      'c.conf': server,
    },
    ['a/b.conf', 'c.conf'],
  );
  includes('an absolute path', { 'nginx.conf': main('include /etc/nginx/a.conf;'), 'a.conf': server }, [
    'a.conf',
  ]);
  includes(
    'an absolute path of the machine, by its longest suffix that is here',
    {
      '/repo/nginx/nginx.conf': main(
        'include /usr/local/openresty/nginx/conf.d/*.conf; include /opt/x/mime.types;',
      ),
      '/repo/nginx/conf.d/a.conf': server,
      '/repo/nginx/mime.types': 'types { }',
    },
    ['/repo/nginx/conf.d/a.conf', '/repo/nginx/mime.types'],
  );
  includes(
    'or beside the directory of the main file',
    { '/repo/conf/nginx.conf': main('include /etc/nginx/snippets/a.conf;'), '/repo/snippets/a.conf': server },
    ['/repo/snippets/a.conf'],
  );
  includes(
    'a glob, in byte order, without hidden files and folders below',
    {
      'nginx.conf': main('include conf.d/*.conf;'),
      'conf.d/b.conf': server,
      'conf.d/a.conf': server,
      'conf.d/B.conf': server,
      'conf.d/.hidden.conf': server,
      'conf.d/sub/c.conf': server,
      'conf.d/a.conf.bak': server,
    },
    ['conf.d/B.conf', 'conf.d/a.conf', 'conf.d/b.conf'],
  );
  includes(
    'nothing, where a glob or a path matches nothing',
    { 'nginx.conf': main('include none/*; include gone.conf;') },
    [],
  );
  includes(
    "Debian's sites-enabled, whose links no repository has",
    {
      'nginx.conf': main('include /etc/nginx/sites-enabled/*;'),
      'sites-available/a': server,
      'sites-available/b': server,
    },
    ['sites-available/a', 'sites-available/b'],
  );
  includes(
    'but what is enabled alone, where that is here',
    {
      'nginx.conf': main('include /etc/nginx/sites-enabled/*;'),
      'sites-available/a': server,
      'sites-enabled/b': server,
    },
    ['sites-enabled/b'],
  );
  includes(
    'at any depth of blocks, quoted or not',
    { 'nginx.conf': main(`server { location / { include "my file.conf"; } }`), 'my file.conf': 'root /srv;' },
    ['my file.conf'],
  );
  includes(
    'a file once, however often it is included',
    {
      'nginx.conf': main('include a.conf; include a.conf; include b.conf;'),
      'a.conf': server,
      'b.conf': 'include a.conf;',
    },
    ['a.conf', 'b.conf'],
  );
  includes(
    'a cycle ends',
    {
      'nginx.conf': main('include a.conf;'),
      'a.conf': 'include b.conf;',
      'b.conf': 'include a.conf; include nginx.conf;',
    },
    ['a.conf', 'b.conf'],
  );
  includes(
    'a glob that matches the main file itself',
    { 'nginx.conf': main('include *.conf;'), 'a.conf': server },
    ['a.conf'],
  );
  includes(
    'a file that looks like nothing: it is of the language of what includes it',
    { 'nginx.conf': main('include one.txt;'), 'one.txt': 'some_directive x;' },
    ['one.txt'],
  );
  test('a space in a path and letters beyond ASCII', async () => {
    const { units } = bench({ 'nginx.conf': main('include "größe/a b.conf";'), 'größe/a b.conf': server });
    const [files] = await units('nginx.conf');
    assert.equal(files?.length, 2);
  });
});

describe('where a fragment is judged', () => {
  test('under the main file in its directory or one above', async () => {
    const files = { 'nginx.conf': main('include conf.d/*.conf; include snippets/s.conf;') };
    const { units } = bench({ ...files, 'conf.d/a.conf': server, 'snippets/s.conf': 'gzip on;' });
    const all = ['nginx.conf', 'conf.d/a.conf', 'snippets/s.conf'];
    assert.deepEqual(await units('conf.d/a.conf'), [all]);
    assert.deepEqual(await units('snippets/s.conf'), [all]);
  });
  test('under each of several main files', async () => {
    const { units } = bench({
      'one.conf': main('include shared.conf;'),
      'two.conf': main('include shared.conf;'),
      'other.conf': main(''),
      'shared.conf': server,
    });
    assert.deepEqual(await units('shared.conf'), [
      ['one.conf', 'shared.conf'],
      ['two.conf', 'shared.conf'],
    ]);
  });
  test('alone, where nothing includes it', async () => {
    const { units } = bench({ 'nginx.conf': main('include other/*;'), 'conf.d/a.conf': server });
    assert.deepEqual(await units('conf.d/a.conf'), [['conf.d/a.conf']]);
  });
  test('under the site that includes it, where there is no main file', async () => {
    const { units } = bench({
      'sites-available/shop': 'server { include snippets/h.conf; }',
      'snippets/h.conf': 'gzip on;',
    });
    assert.deepEqual(await units('snippets/h.conf'), [['sites-available/shop', 'snippets/h.conf']]);
    assert.deepEqual(await units('sites-available/shop'), [['sites-available/shop', 'snippets/h.conf']]);
  });
  test('under the outermost of several such files', async () => {
    const { units } = bench({
      'conf.d/site.conf': 'server { include snippets/a.conf; }',
      'snippets/a.conf': 'include snippets/b.conf;',
      'snippets/b.conf': 'gzip on;',
    });
    assert.deepEqual(await units('snippets/b.conf'), [
      ['conf.d/site.conf', 'snippets/a.conf', 'snippets/b.conf'],
    ]);
  });
  test('a main file is judged as such, even if another includes it', async () => {
    const { units } = bench({ 'nginx.conf': main('include inner.conf;'), 'inner.conf': main('') });
    assert.deepEqual(await units('inner.conf'), [['inner.conf']]);
  });
  test('a file that no dialect claims has no unit, until one is seen to include it', async () => {
    const { units } = bench({
      '/srv/app/gateway.tpl': main('include parts/one.txt;'),
      '/srv/app/parts/one.txt': 'x_y z;',
    });
    assert.deepEqual(await units('/srv/app/parts/one.txt'), []);
    const all = [['/srv/app/gateway.tpl', '/srv/app/parts/one.txt']];
    assert.deepEqual(await units('/srv/app/gateway.tpl'), all);
    assert.deepEqual(await units('/srv/app/parts/one.txt'), all);
  });
  test('a main file of any name counts once it was seen', async () => {
    const { units } = bench({ 'gateway.tpl': main('include parts/a.conf;'), 'parts/a.conf': server });
    assert.deepEqual(await units('parts/a.conf'), [['parts/a.conf']]);
    await units('gateway.tpl');
    assert.deepEqual(await units('parts/a.conf'), [['gateway.tpl', 'parts/a.conf']]);
  });
  test('what is gone has no unit', async () => {
    const { units } = bench({});
    assert.deepEqual(await units('nginx.conf'), []);
  });
});

describe('changes', () => {
  test('a new file that a glob matches', async () => {
    const { units, write } = bench({ 'nginx.conf': main('include conf.d/*.conf;'), 'conf.d/a.conf': server });
    await units('nginx.conf');
    write('conf.d/b.conf', server);
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf', 'conf.d/a.conf', 'conf.d/b.conf']]);
    assert.deepEqual(await units('conf.d/b.conf'), [['nginx.conf', 'conf.d/a.conf', 'conf.d/b.conf']]);
  });
  test('a file that goes, and comes back', async () => {
    const { units, write } = bench({ 'nginx.conf': main('include conf.d/*.conf;'), 'conf.d/a.conf': server });
    await units('nginx.conf');
    write('conf.d/a.conf', undefined);
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf']]);
    write('conf.d/a.conf', server);
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf', 'conf.d/a.conf']]);
  });
  test('a literal path that was missing', async () => {
    const { units, write } = bench({ 'nginx.conf': main('include a.conf;') });
    await units('nginx.conf');
    write('a.conf', server);
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf', 'a.conf']]);
  });
  test('an include that is written or deleted', async () => {
    const { units, write } = bench({ 'nginx.conf': main(''), 'a.conf': server });
    assert.deepEqual(await units('a.conf'), [['a.conf']]);
    write('nginx.conf', main('include a.conf;'));
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf', 'a.conf']]);
    assert.deepEqual(await units('a.conf'), [['nginx.conf', 'a.conf']]);
    write('nginx.conf', main(''));
    assert.deepEqual(await units('nginx.conf'), [['nginx.conf']]);
    assert.deepEqual(await units('a.conf'), [['a.conf']]);
  });
  test('an include in a file that only its includer makes nginx', async () => {
    const { units, write } = bench({
      'nginx.conf': main('include one.txt;'),
      'one.txt': 'x_y z;',
      'b.conf': server,
    });
    await units('nginx.conf');
    assert.deepEqual(await units('b.conf'), [['b.conf']]);
    write('one.txt', 'include b.conf;');
    assert.deepEqual(await units('one.txt'), [['nginx.conf', 'one.txt', 'b.conf']]);
    assert.deepEqual(await units('b.conf'), [['nginx.conf', 'one.txt', 'b.conf']]);
  });
  test('a fragment that becomes a main file', async () => {
    const { units, write } = bench({ 'nginx.conf': main('include a.conf;'), 'a.conf': server });
    assert.deepEqual(await units('a.conf'), [['nginx.conf', 'a.conf']]);
    write('a.conf', main(server));
    assert.deepEqual(await units('a.conf'), [['a.conf']]);
  });
  test('an edit is read; what did not change is not read again', async () => {
    const { project, workspace, units, write } = bench({
      'nginx.conf': main('include a.conf;'),
      'a.conf': server,
    });
    await units('nginx.conf');
    const before = await project.file(workspace.uri('nginx.conf'));
    write('a.conf', 'server { listen 81; }\n');
    const [unit] = await project.units(workspace.uri('a.conf'));
    assert.equal(unit?.files[1]?.file.text, 'server { listen 81; }\n');
    assert.equal(unit.files[0], before?.parsed);
  });
  test('without being told, nothing is read again', async () => {
    const { project, workspace } = bench({ 'nginx.conf': main('') });
    const uri = workspace.uri('nginx.conf');
    const before = await project.file(uri);
    workspace.write('nginx.conf', 'changed');
    assert.equal(await project.file(uri), before);
  });
  test('many files at once are one answer', async () => {
    const { units, write } = bench({
      'nginx.conf': main('include conf.d/*;'),
      'conf.d/a.conf': server,
      'conf.d/b.conf': server,
    });
    const all = ['nginx.conf', 'conf.d/a.conf', 'conf.d/b.conf'];
    const ask = (): Promise<unknown> => Promise.all(all.map((path) => units(path)));
    assert.deepEqual(await ask(), [[all], [all], [all]]);
    write('conf.d/a.conf', 'server { listen 81; }\n');
    write('conf.d/b.conf', 'server { listen 82; }\n');
    assert.deepEqual(await ask(), [[all], [all], [all]]);
  });
});
