import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CheckJson } from '../../server/src/cli/reporters/json.ts';
import { folder, invoke, unprivileged } from './support/invoke.ts';
import { documentedSchema } from './support/json-doc.ts';
import { clean, misspelled } from './support/samples.ts';
import { violations } from './support/schema.ts';

async function checkJson(argv: readonly string[], cwd: string, stdin = ''): Promise<CheckJson> {
  const { stdout } = await invoke(['check', '--format', 'json', ...argv], { cwd, stdin });
  const json: unknown = JSON.parse(stdout);
  assert.deepEqual(violations(json, documentedSchema('check')), []);
  return json as CheckJson;
}

function pathsOf(json: CheckJson): readonly string[] {
  return json.files.map((file) => file.path);
}

test('exit status 0 without findings, 1 with', async (t) => {
  const cwd = folder(t, { 'good/nginx.conf': clean, 'bad/nginx.conf': misspelled });
  assert.deepEqual(await invoke(['check', 'good'], { cwd }), {
    code: 0,
    stdout: '1 file: nothing found\n',
    stderr: '',
  });
  assert.equal((await invoke(['check', 'bad'], { cwd })).code, 1);
});

test('--fail-on and --severity move the threshold and the findings', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  const code = async (...flags: readonly string[]): Promise<number> =>
    (await invoke(['check', ...flags], { cwd })).code;
  const as = (level: string): readonly string[] => ['--severity', `frame-policy-misspelled=${level}`];
  assert.equal(await code('--fail-on', 'error'), 1);
  assert.equal(await code('--fail-on', 'error', ...as('warning')), 0);
  assert.equal(await code(...as('warning')), 1);
  assert.equal(await code(...as('information')), 0);
  assert.equal(await code('--fail-on', 'information', ...as('information')), 1);
  const off = await checkJson(as('off'), cwd);
  assert.ok(off.files[0]?.findings.every((finding) => finding.rule !== 'frame-policy-misspelled'));
});

test('without paths, the working directory', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled, 'a/b.conf': clean });
  assert.deepEqual(pathsOf(await checkJson([], cwd)), ['a/b.conf', 'nginx.conf']);
});

test('text: place, severity, rule, message; the line with carets; a summary', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  const { stdout } = await invoke(['check', 'nginx.conf'], { cwd });
  const [head = '', ...rest] = stdout.split('\n');
  assert.match(head, /^nginx\.conf:5:20 error frame-policy-misspelled \S.*\.$/);
  assert.deepEqual(rest, [
    '    5 |         add_header X-Frame-Option DENY always;',
    '      |                    ^^^^^^^^^^^^^^',
    '',
    '1 file: 1 error, 0 warnings, 0 information; --fix mends 1',
    '',
  ]);
});

test('colour for terminals alone, and nothing from a file that a terminal would obey', async (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled.replace('DENY', '"\u001b[2J\u009b"') });
  const plain = await invoke(['check'], { cwd });
  const coloured = await invoke(['check'], { cwd, colour: true });
  assert.ok(!plain.stdout.includes('\u001b') && !plain.stdout.includes('\u009b'));
  // eslint-disable-next-line no-control-regex -- looking for them is the point
  assert.equal(coloured.stdout.replace(/\u001b\[\d+m/g, ''), plain.stdout);
  assert.notEqual(coloured.stdout, plain.stdout);
});

test('a named main file brings in what it includes, in order, each file once', async (t) => {
  const cwd = folder(t, {
    'nginx.conf':
      'events {}\nhttp {\n    include z.conf;\n    include conf.d/*.conf;\n    include z.conf;\n}\n',
    'z.conf': 'add_header X-Frame-Options DENY always;\n',
    'conf.d/b.conf': 'server { listen 80; root /srv; }\n',
    'conf.d/a.conf': 'server { listen 81; location / { add_header X-Frame-Option DENY; root /srv; } }\n',
    'conf.d/unrelated.txt': 'not for us\n',
  });
  const json = await checkJson(['nginx.conf'], cwd);
  assert.deepEqual(pathsOf(json), ['nginx.conf', 'z.conf', 'conf.d/a.conf', 'conf.d/b.conf']);
  const finding = json.files[2]?.findings.find(({ rule }) => rule === 'frame-policy-misspelled');
  assert.deepEqual(finding?.range.start, { line: 1, column: 45 });
  assert.equal(json.summary.files, 4);
  assert.deepEqual(pathsOf(await checkJson(['nginx.conf', 'conf.d/a.conf', '.'], cwd)), pathsOf(json));
});

test('a site under two names is reported once, under the name that is included', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': 'events {}\nhttp { include sites-enabled/*; }\n',
    'sites-available/shop': 'server { listen 80; add_header X-Frame-Option DENY; root /srv; }\n',
    'sites-available/off': 'server { listen 80; add_header X-Frame-Options DENY always; root /srv; }\n',
  });
  mkdirSync(join(cwd, 'sites-enabled'));
  symlinkSync('../sites-available/shop', join(cwd, 'sites-enabled/shop'));
  assert.deepEqual(pathsOf(await checkJson([], cwd)), [
    'nginx.conf',
    'sites-available/off',
    'sites-enabled/shop',
  ]);
});

test('links that lead out of the named folder are not followed, nor includes', async (t) => {
  const cwd = folder(t, {
    'in/nginx.conf': 'events {}\nhttp { include conf.d/*; include ../out/*; include linked.conf; }\n',
    'out/secret.conf': 'server { listen 80; add_header X-Frame-Option DENY; root /srv; }\n',
  });
  mkdirSync(join(cwd, 'in/conf.d'));
  symlinkSync('../../out/secret.conf', join(cwd, 'in/conf.d/secret.conf'));
  symlinkSync('../out/secret.conf', join(cwd, 'in/linked.conf'));
  symlinkSync('..', join(cwd, 'in/up'));
  assert.deepEqual(pathsOf(await checkJson(['in'], cwd)), ['in/nginx.conf']);
  // Named from above, the same files are in reach.
  assert.ok(pathsOf(await checkJson(['in/nginx.conf'], cwd)).includes('in/conf.d/secret.conf'));
});

test('paths are as given, or relative to the working directory', async (t) => {
  const root = folder(t, { 'a/nginx.conf': clean, 'a/x[1]/nginx.conf': clean, 'b/c.txt': '' });
  const shown = async (given: string, cwd = root): Promise<readonly string[]> =>
    pathsOf(await checkJson([given], cwd));
  assert.deepEqual(await shown('a'), ['a/nginx.conf', 'a/x[1]/nginx.conf']);
  assert.deepEqual(await shown('./a/nginx.conf'), ['./a/nginx.conf']);
  assert.deepEqual(await shown(join(root, 'a/nginx.conf')), [join(root, 'a/nginx.conf')]);
  assert.deepEqual(await shown('a/x[1]'), ['a/x[1]/nginx.conf']);
  assert.deepEqual(await shown('../a/nginx.conf', join(root, 'b')), ['../a/nginx.conf']);
  assert.deepEqual(await shown('../a', join(root, 'b')), ['../a/nginx.conf', '../a/x[1]/nginx.conf']);
});

test('what is missing or cannot be read is named; the rest is checked; exit status 2', async (t) => {
  const cwd = folder(t, { 'nginx.conf': clean, 'big.conf': Buffer.alloc((8 << 20) + 1, 0x20) });
  symlinkSync('loop', join(cwd, 'loop'));
  spawnSync('mkfifo', [join(cwd, 'pipe')]);
  const { code, stdout, stderr } = await invoke(
    ['check', 'nginx.conf', 'none.conf', 'nginx.conf/x', 'loop', 'pipe', 'big.conf'],
    { cwd },
  );
  assert.equal(code, 2);
  assert.equal(stdout, '1 file: nothing found\n');
  assert.deepEqual(stderr.split('\n'), [
    'gateway-lint: none.conf: no such file or folder',
    'gateway-lint: nginx.conf/x: no such file or folder',
    'gateway-lint: loop: a symbolic link that leads to itself',
    'gateway-lint: pipe: neither a file nor a folder',
    'gateway-lint: big.conf: larger than 8 MB',
    '',
  ]);
});

test('a file and a folder that may not be read', async (t) => {
  const cwd = folder(t, { 'nginx.conf': clean, 'd/nginx.conf': clean });
  chmodSync(cwd, 0o755);
  chmodSync(join(cwd, 'nginx.conf'), 0o000);
  chmodSync(join(cwd, 'd'), 0o000);
  const { code, stderr } = await unprivileged(() => invoke(['check', 'nginx.conf', 'd'], { cwd }));
  chmodSync(join(cwd, 'd'), 0o700);
  assert.equal(code, 2);
  assert.equal(stderr, 'gateway-lint: nginx.conf: may not be read\ngateway-lint: d: may not be read\n');
});

test('a named file that is no gateway configuration is an error; in a folder it is passed over', async (t) => {
  const garbage = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256);
  const cwd = folder(t, { 'notes.txt': 'Buy milk.\n', 'core.bin': garbage, 'empty.conf': '' });
  for (const path of ['notes.txt', 'core.bin']) {
    const { code, stderr } = await invoke(['check', path], { cwd });
    assert.equal(code, 2);
    assert.equal(stderr, `gateway-lint: ${path}: no gateway format recognised\n`);
  }
  const { code, stdout, stderr } = await invoke(['check', '.'], { cwd });
  assert.equal(code, 0);
  assert.equal(stdout, '0 files: nothing found\n');
  assert.equal(stderr, 'gateway-lint: no gateway configuration found\n');
});

test('bytes that are no text, by the name of an nginx file, are survived', async (t) => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256);
  const cwd = folder(t, { 'nginx.conf': Buffer.concat([Buffer.from('http {\n'), bytes]) });
  const { stderr } = await invoke(['check', 'nginx.conf'], { cwd });
  assert.equal(stderr, '');
});

test('CRLF and a byte order mark: lines and columns are those of the file', async (t) => {
  const cwd = folder(t, {
    'crlf.conf': misspelled.replaceAll('\n', '\r\n'),
    'bom.conf': `\ufeffadd_header X-Frame-Option DENY;\nserver { listen 80; root /srv; }\n`,
  });
  const json = await checkJson(['crlf.conf', 'bom.conf'], cwd);
  const starts = json.files.map(
    ({ findings }) => findings.find(({ rule }) => rule === 'frame-policy-misspelled')?.range,
  );
  assert.deepEqual(starts, [
    { start: { line: 5, column: 20 }, end: { line: 5, column: 34 } },
    { start: { line: 1, column: 13 }, end: { line: 1, column: 27 } },
  ]);
});

test('standard input is checked under a name, and may include files', async (t) => {
  const cwd = folder(t, {
    'conf.d/a.conf': 'server { listen 80; add_header X-Frame-Option DENY; root /srv; }\n',
  });
  const json = await checkJson(['-', '--stdin-path', 'web.conf'], cwd, 'http { include conf.d/*.conf; }\n');
  assert.deepEqual(pathsOf(json), ['web.conf', 'conf.d/a.conf']);
});

test('a wrong command line: exit status 2, and where to look', async (t) => {
  const cwd = folder(t, { 'nginx.conf': clean });
  const wrong = [
    ['check', '--nope'],
    ['check', '--format', 'xml'],
    ['check', '--format'],
    ['check', '--fail-on', 'never'],
    ['check', '--severity', 'no-such-rule=error'],
    ['check', '--severity', 'frame-policy-missing=fatal'],
    ['check', '--policy', 'ALLOWALL'],
    ['check', '--nginx-version', 'latest'],
    ['check', '--spring-version', 'latest'],
    ['check', '--spring-profiles', 'prod & !eu'],
    ['check', '--spring-profiles', 'prod,'],
    ['headers', 'nginx.conf', '--spring-profiles', ''],
    ['check', '--stdin-path', 'x'],
    ['check', '--fix', '-'],
    ['headers'],
    ['headers', 'a', 'b'],
    ['headers', 'nginx.conf', '--url', '/'],
    ['headers', 'nginx.conf', '--url', 'ftp://a/'],
    ['headers', 'nginx.conf', '--url', 'http:///'],
    ['headers', 'nginx.conf', '--url', 'http://a:65536/'],
    ['headers', 'nginx.conf', '--url', 'http://a/', '--requests', '-'],
    ['headers', 'nginx.conf', '--url', 'http://a/', '--method', 'A B'],
    ['headers', 'nginx.conf', '--url', 'http://a/', '--header', 'no colon'],
    ['headers', 'nginx.conf', '--url', 'http://a/', '--header', ': nameless'],
    ['headers', 'nginx.conf', '--url', 'http://a/', '--header', 'a: b\nc: d'],
    ['headers', 'nginx.conf', '--method', 'POST'],
    ['headers', 'nginx.conf', '--header', 'a: b'],
    ['headers', '-', '--requests', '-'],
    ['headers', '--requests', '-'],
    ['explain', 'no-such-rule'],
    ['explain', 'a', 'b'],
    ['lint'],
    ['constructor'],
    [],
  ];
  for (const argv of wrong) {
    const { code, stdout, stderr } = await invoke(argv, { cwd });
    assert.equal(code, 2, argv.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, /^gateway-lint: \S.*\.\nSee gateway-lint.* --help\.\n$/, argv.join(' '));
  }
});

test('--path-map says where paths of the machine are found, also outside of what is checked', async (t) => {
  const cwd = folder(t, {
    'deploy/nginx.conf':
      'events {}\nhttp {\n  include /srv/conf/policy.conf;\n  server { listen 80; root /srv/www; }\n}\n',
    'shared/policy.conf': 'add_header X-Frame-Options DENY always;\n',
  });
  const found = async (...flags: readonly string[]): Promise<readonly string[]> =>
    (await checkJson(['deploy', ...flags], cwd)).files.flatMap(({ findings }) =>
      findings.map(({ rule }) => rule),
    );
  assert.deepEqual(await found(), ['nginx-include', 'frame-policy-missing']);
  assert.deepEqual(await found('--path-map', '/srv/conf=shared'), []);
  assert.deepEqual(await found('--path-map', `/srv=${cwd}`, '--path-map', `/srv/conf=${cwd}/shared/`), []);
  const wrong = await invoke(['check', '--path-map', 'srv'], { cwd });
  assert.deepEqual(
    [wrong.code, wrong.stderr.split('\n')[0]],
    [2, 'gateway-lint: --path-map is FROM=TO, such as /etc/nginx=deploy/nginx, not “srv”.'],
  );
});
