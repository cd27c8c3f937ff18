import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CheckJson } from '../../server/src/cli/reporters/json.ts';
import { folder, invoke } from './support/invoke.ts';
import { clean, misspelled } from './support/samples.ts';

test('--fix writes the safe fixes, says so, and reports what remains', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  assert.deepEqual(await invoke(['check', '--fix'], { cwd }), {
    code: 0,
    stdout: 'fixed nginx.conf\n1 file: nothing found\n',
    stderr: '',
  });
  assert.equal(readFileSync(join(cwd, 'nginx.conf'), 'utf8'), clean);
});

test('a second run finds nothing to do', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  await invoke(['check', '--fix'], { cwd });
  const before = statSync(join(cwd, 'nginx.conf'));
  assert.equal((await invoke(['check', '--fix'], { cwd })).stdout, '1 file: nothing found\n');
  const after = statSync(join(cwd, 'nginx.conf'));
  assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs]);
});

test('what is not safe is left alone and still reported', async (t) => {
  const open = clean.replace(/ *add_header.*\n/, '');
  const cwd = folder(t, { 'nginx.conf': open });
  const { code, stdout } = await invoke(['check', '--fix'], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^nginx\.conf:3:5 warning frame-policy-missing /);
  assert.equal(readFileSync(join(cwd, 'nginx.conf'), 'utf8'), open);
});

test('JSON stays JSON: it is about the files after fixing, the note goes to standard error', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  const { stdout, stderr } = await invoke(['check', '--fix', '--format', 'json'], { cwd });
  assert.equal(stderr, 'fixed nginx.conf\n');
  assert.deepEqual((JSON.parse(stdout) as CheckJson).files, [
    { path: 'nginx.conf', dialect: 'nginx', findings: [] },
  ]);
});

test('line ends, bytes around the edit and the file mode are kept', async (t) => {
  const text = (name: string): string =>
    `# für später\r\nserver { listen 80; add_header ${name} DENY always; root /srv; }`;
  const cwd = folder(t, { 'web.conf': text('X-Frame-Option') });
  chmodSync(join(cwd, 'web.conf'), 0o640);
  await invoke(['check', '--fix'], { cwd });
  assert.deepEqual(readFileSync(join(cwd, 'web.conf')), Buffer.from(text('X-Frame-Options')));
  assert.equal(statSync(join(cwd, 'web.conf')).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(cwd), ['web.conf']);
});

test('a link stays a link; the file it leads to is fixed', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': 'events {}\nhttp { include sites-enabled/*; }\n',
    'sites-available/shop': 'server { listen 80; add_header X-Frame-Option DENY always; root /srv; }\n',
  });
  mkdirSync(join(cwd, 'sites-enabled'));
  symlinkSync('../sites-available/shop', join(cwd, 'sites-enabled/shop'));
  const { stdout } = await invoke(['check', '--fix'], { cwd });
  assert.match(stdout, /^fixed sites-enabled\/shop\n/);
  assert.ok(lstatSync(join(cwd, 'sites-enabled/shop')).isSymbolicLink());
  assert.match(readFileSync(join(cwd, 'sites-available/shop'), 'utf8'), /X-Frame-Options DENY/);
});

test('a file that is not UTF-8 is left to the byte', async (t) => {
  const latin1 = Buffer.from(misspelled.replace('events', '# für\nevents'), 'latin1');
  const cwd = folder(t, { 'nginx.conf': latin1 });
  const { code, stdout } = await invoke(['check', '--fix'], { cwd });
  assert.equal(code, 1);
  assert.match(stdout, /^not fixed: nginx\.conf: it is not UTF-8\nnginx\.conf:6:20 error /);
  assert.deepEqual(readFileSync(join(cwd, 'nginx.conf')), latin1);
});
