import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ruleCatalogue } from '../../server/src/core/index.ts';
import type { HeadersJson } from '../../server/src/cli/reporters/json.ts';
import { folder, invoke } from './support/invoke.ts';
import { documentedSchema } from './support/json-doc.ts';
import { clean } from './support/samples.ts';
import { violations } from './support/schema.ts';

const losing = `events {}
http {
    add_header X-Frame-Options "SAMEORIGIN" always;
    server {
        listen 80;
        root /srv;
        location /api/ {
            add_header X-Request-Id $request_id;
        }
    }
}
`;

test('headers: a table for each scope, with what was lost', async (t) => {
  const cwd = folder(t, { 'nginx.conf': losing });
  const { code, stdout } = await invoke(['headers', 'nginx.conf'], { cwd });
  assert.equal(code, 0);
  const [server = '', location = ''] = stdout.split('\n\n');
  assert.match(server, /^server \(listen 80\) {2}nginx\.conf:4:5\n {2}frame policy: same-origin \(.+\)\n/);
  assert.match(server, /\n {2}X-Frame-Options {2}SAMEORIGIN {2}every answer {2}nginx\.conf:3:5$/);
  assert.match(
    location,
    /^server \(listen 80\) > location \/api\/ {2}nginx\.conf:7:9\n {2}frame policy: open /,
  );
  assert.match(
    location,
    /\n {2}X-Request-Id {5}\$request_id \(not known in full\) {2}not on errors {2}nginx\.conf:8:13\n/,
  );
  assert.match(location, /\n {2}X-Frame-Options {2}SAMEORIGIN +lost here +nginx\.conf:3:5\n$/);
});

test('headers: the same as JSON', async (t) => {
  const cwd = folder(t, { 'nginx.conf': losing });
  const { stdout } = await invoke(['headers', '--format', 'json', 'nginx.conf'], { cwd });
  const json = JSON.parse(stdout) as HeadersJson;
  assert.deepEqual(violations(json, documentedSchema('headers')), []);
  const [server, location] = json.scopes;
  const at = {
    path: 'nginx.conf',
    range: { start: { line: 3, column: 5 }, end: { line: 3, column: 52 } },
  };
  assert.deepEqual(server?.headers, [
    { name: 'X-Frame-Options', values: ['SAMEORIGIN'], complete: true, onErrors: true, at: [at] },
  ]);
  assert.equal(server.framePolicy.verdict, 'same-origin');
  assert.deepEqual(location?.lost, [{ name: 'X-Frame-Options', value: 'SAMEORIGIN', at }]);
  assert.deepEqual(
    location.headers.map(({ name, values, complete, onErrors }) => ({ name, values, complete, onErrors })),
    [{ name: 'X-Request-Id', values: ['$request_id'], complete: false, onErrors: false }],
  );
  assert.equal(location.framePolicy.verdict, 'open');
});

test('headers of a folder: those of its main files; of a piece: its own', async (t) => {
  const cwd = folder(t, {
    'nginx.conf': 'events {}\nhttp { include conf.d/*.conf; }\n',
    'conf.d/a.conf':
      'server { listen 80; server_name a; add_header X-Frame-Options DENY always; root /srv; }\n',
    'conf.d/b.conf': 'server { listen 80; server_name b; root /srv; }\n',
  });
  const labels = async (path: string): Promise<readonly string[]> => {
    const { stdout } = await invoke(['headers', '--format', 'json', path], { cwd });
    return (JSON.parse(stdout) as HeadersJson).scopes.map((scope) => scope.label);
  };
  assert.deepEqual(await labels('.'), ['server a', 'server b']);
  assert.deepEqual(await labels('conf.d/b.conf'), ['server b']);
});

test('headers: exit status 2 where there is nothing to read', async (t) => {
  const cwd = folder(t, { 'a.txt': 'x' });
  assert.deepEqual(await invoke(['headers', 'none.conf'], { cwd }), {
    code: 2,
    stdout: 'No server or location found.\n',
    stderr: 'gateway-lint: none.conf: no such file or folder\n',
  });
  assert.equal((await invoke(['headers', 'a.txt'], { cwd })).code, 2);
});

test('explain prints the page of every rule, and without one lists them', async () => {
  const list = await invoke(['explain']);
  for (const { meta, doc } of ruleCatalogue()) {
    const { code, stdout } = await invoke(['explain', meta.id]);
    assert.equal(code, 0);
    assert.equal(stdout.trimEnd(), doc.trimEnd());
    assert.match(stdout, /\S/);
    assert.ok(list.stdout.includes(meta.id) && list.stdout.includes(meta.summary));
  }
});

test('--help tells every option, for the whole and for each command', async () => {
  const overview = await invoke(['--help']);
  assert.equal(overview.code, 0);
  for (const command of ['check', 'headers', 'explain']) {
    assert.ok(overview.stdout.includes(`gateway-lint ${command}`));
    const own = await invoke([command, '--help']);
    assert.equal(own.code, 0);
    assert.ok(own.stdout.startsWith(`gateway-lint ${command}: `));
    assert.deepEqual(await invoke([command, '-h']), own);
    assert.deepEqual(await invoke(['help', command]), own);
  }
  const source = readFileSync(new URL('../../server/src/cli/args.ts', import.meta.url), 'utf8');
  const options = [...source.matchAll(/^ +'?([a-z][a-z-]+)'?: \{ type: '/gm)].map(
    ([, name]) => `--${String(name)}`,
  );
  const check = (await invoke(['check', '--help'])).stdout;
  const headers = (await invoke(['headers', '--help'])).stdout;
  assert.ok(options.length >= 11);
  assert.deepEqual(
    options.filter((option) => !check.includes(option) && !headers.includes(option)),
    [],
  );
  for (const text of [overview.stdout, check, headers]) {
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 120),
      [],
    );
  }
});

test('--version is the version of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  assert.equal((await invoke(['--version'])).stdout, `${manifest.version}\n`);
});

test('the policy that is asked for is judged', async (t) => {
  const cwd = folder(t, { 'nginx.conf': clean.replace('DENY', 'SAMEORIGIN') });
  assert.equal((await invoke(['check', '--policy', 'SAMEORIGIN'], { cwd })).code, 0);
  assert.equal((await invoke(['check', '--policy', 'DENY'], { cwd })).code, 1);
});
