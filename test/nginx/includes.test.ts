import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  createLinter,
  defaultSettings,
  lineIndex,
  type Finding,
  type Uri,
} from '../../server/src/core/index.ts';
import { diskPath, diskWorkspace, uriOfDiskPath } from '../../server/src/node/disk-workspace.ts';
import { findNginx } from './support/binary.ts';

type Files = Readonly<Record<string, string>>;

const nginx = findNginx();
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function lay(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gateway-lint-includes-')));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function ask(folder: string, flag: '-t' | '-T'): { readonly errors: string; readonly dump: string } {
  // A circle ends when nginx has no more files to open; where it may open many, it dies of its stack first.
  const command = 'ulimit -n 128; exec "$0" "$@"';
  const options = [
    flag,
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    '-e',
    'stderr',
    '-g',
    'pid judge.pid;',
  ];
  const { stderr, stdout } = spawnSync('sh', ['-c', command, nginx.path, ...options], { encoding: 'utf8' });
  return { errors: stderr, dump: stdout };
}

/** `file:line` of the includes that are called errors. */
async function ours(folder: string): Promise<readonly string[]> {
  const found = await findingsOf(folder, 'nginx.conf');
  return found.flatMap(({ spot, finding }) =>
    finding.rule === 'nginx-include' && finding.severity === 'error' ? [spot] : [],
  );
}

async function findingsOf(
  folder: string,
  main: string,
): Promise<readonly { readonly spot: string; readonly finding: Finding }[]> {
  const linter = createLinter({ workspace: diskWorkspace([folder]), settings: defaultSettings });
  const reports = await linter.checkWithIncludes(uriOfDiskPath(join(folder, main)));
  return reports.flatMap(({ file, findings }) => {
    const { positionAt } = lineIndex(file.text);
    return findings.map((finding) => ({
      spot: `${nameOf(file.uri, folder)}:${positionAt(finding.at.start).line + 1}`,
      finding,
    }));
  });
}

function nameOf(uri: Uri, folder: string): string {
  return (diskPath(uri) ?? uri).slice(folder.length + 1);
}

const main = (include: string): string => `events { }\nhttp {\n${include}\n}\n`;
const server = 'server { listen 18080; }\n';

const trees: readonly (readonly [name: string, files: Files])[] = [
  ['a file', { 'nginx.conf': main('include a.conf;'), 'a.conf': server }],
  ['a file that is not there', { 'nginx.conf': main('include a.conf;') }],
  ['a glob without a match', { 'nginx.conf': main('include a/*.conf;') }],
  ['a bracket in a name', { 'nginx.conf': main('include w[x].conf;'), 'w[x].conf': 'no_such_directive;' }],
  ['braces, which are none to glob', { 'nginx.conf': main('include "{a,b}.conf";'), 'a.conf': server }],
  ['two stars', { 'nginx.conf': main('include a/**.conf;'), 'a/b.conf': server, 'a/b/c.conf': 'no_such;' }],
  ['a folder', { 'nginx.conf': main('include sites;'), 'sites/a': server }],
  ['a folder with a slash', { 'nginx.conf': main('include sites/;'), 'sites/a': server }],
  ['a glob that matches a folder', { 'nginx.conf': main('include sites/*;'), 'sites/old/a': server }],
  [
    'a glob past folders',
    { 'nginx.conf': main('include sites/*.conf;'), 'sites/a.conf': server, 'sites/old/b': '' },
  ],
  ['hidden files', { 'nginx.conf': main('include sites/*;'), 'sites/.a': 'no_such_directive;' }],
  [
    'the directory of the main file, from another',
    {
      'nginx.conf': main('include sites/a.conf;'),
      'sites/a.conf': 'server { include b.conf; }\n',
      'sites/b.conf': 'listen 18080;\n',
    },
  ],
  [
    'a file in two places',
    { 'nginx.conf': main('include a.conf;\ninclude a.conf;'), 'a.conf': '# nothing\n' },
  ],
  [
    'a circle',
    { 'nginx.conf': main('include a.conf;'), 'a.conf': 'include b.conf;\n', 'b.conf': '\ninclude a.conf;\n' },
  ],
  ['itself', { 'nginx.conf': main('include a.conf;'), 'a.conf': '\ninclude a.conf;\n' }],
  ['quotes and blanks', { 'nginx.conf': main('include "a b.conf";'), 'a b.conf': server }],
  ['dots', { 'nginx.conf': main('include x/../a.conf;'), 'a.conf': server, 'x/y': '' }],
];

describe('an include is an error where nginx refuses it', () => {
  for (const [name, files] of trees) {
    test(name, async () => {
      const folder = lay(files);
      const { errors } = ask(folder, '-t');
      const refused = !errors.includes('syntax is ok');
      const found = await ours(folder);
      assert.equal(found.length > 0, refused, errors);
      // A circle is noticed wherever the files run out.
      const [, file = '', line = ''] = / in (\S+):(\d+)\n/.exec(errors) ?? [];
      const there = `${file.slice(folder.length + 1)}:${line}`;
      if (refused && !/Too many open files|Is a directory/.test(errors))
        assert.deepEqual(found, [there], errors);
    });
  }
});

const site = {
  'nginx.conf': main('add_header X-Frame-Options DENY always;\ninclude conf.d/*.conf;\ninclude last.conf;'),
  'conf.d/10-b.conf': 'server {\n  listen 18080;\n  include parts/location;\n}\n',
  'conf.d/9-a.conf': 'server {\n  listen 18081;\n  add_header X-A b;\n}\n',
  'conf.d/_c.conf': 'server {\n  listen 18082;\n  include parts/location;\n}\n',
  'conf.d/B.conf': '# nothing\n',
  'last.conf': 'server { listen 18083; return 200 a; }\n',
  'parts/location': 'location / {\n  add_header X-A b;\n}\n',
};

describe('what nginx -T prints', () => {
  const files = (dump: string, folder: string): readonly string[] =>
    [...dump.matchAll(/^# configuration file (.*):$/gm)].map(([, path = '']) =>
      path.slice(folder.length + 1),
    );

  test('names the files of a glob in our order', async () => {
    const folder = lay(site);
    const linter = createLinter({ workspace: diskWorkspace([folder]), settings: defaultSettings });
    const reports = await linter.checkWithIncludes(uriOfDiskPath(join(folder, 'nginx.conf')));
    const isSite = (name: string): boolean => name.startsWith('conf.d/');
    assert.deepEqual(
      reports.map(({ file }) => nameOf(file.uri, folder)).filter(isSite),
      files(ask(folder, '-T').dump, folder).filter(isSite),
    );
  });

  test('is judged as the files are', async () => {
    const folder = lay(site);
    const { dump } = ask(folder, '-T');
    writeFileSync(join(folder, 'dump.txt'), dump);
    const lines = dump.split('\n');
    const inFiles = (await findingsOf(folder, 'nginx.conf')).map(
      ({ spot, finding }) => `${spot} ${finding.rule}`,
    );
    const inDump = (await findingsOf(folder, 'dump.txt')).map(({ spot, finding }) => {
      const line = Number(spot.split(':')[1]);
      const marker = lines.slice(0, line).findLastIndex((text) => text.startsWith('# configuration file '));
      const [, path = ''] = /^# configuration file (.*):$/.exec(lines[marker] ?? '') ?? [];
      return `${path.slice(folder.length + 1)}:${line - marker - 1} ${finding.rule}`;
    });
    assert.ok(inFiles.length > 0);
    assert.deepEqual(inDump.toSorted(), inFiles.toSorted());
  });
});
