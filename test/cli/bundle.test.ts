import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PredictionsJson } from '../../server/src/cli/reporters/predictions-json.ts';
import { headerCases } from '../prediction/header-cases.ts';
import { folder } from './support/invoke.ts';
import { recorded, shownResponse } from './support/recorded.ts';
import { clean, misspelled } from './support/samples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist/cli.cjs');

/** The last change of anything that is bundled. */
function newest(path: string): number {
  const stats = statSync(path);
  return stats.isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : path.endsWith('.test.ts')
      ? 0
      : stats.mtimeMs;
}

before(() => {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['server/src', 'package.json', 'scripts/build.mjs'].map((path) => newest(join(root, path)));
  if (built >= Math.max(...sources)) return;
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

function cli(
  cwd: string,
  args: readonly string[],
  input = '',
): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '' },
  });
  return { code: status, stdout, stderr };
}

test('the bundle alone does it all: exit status 0, 1 and 2', (t) => {
  const cwd = folder(t, { 'good/nginx.conf': clean, 'bad/nginx.conf': misspelled });
  assert.deepEqual(cli(cwd, ['check', 'good']), { code: 0, stdout: '1 file: nothing found\n', stderr: '' });
  assert.equal(cli(cwd, ['check', 'bad']).code, 1);
  assert.equal(cli(cwd, ['check', 'none']).code, 2);
  assert.equal(cli(cwd, []).code, 2);
  assert.equal(cli(cwd, ['headers', 'bad']).code, 0);
  assert.equal(cli(cwd, ['explain', 'frame-policy-missing']).code, 0);
  assert.equal(cli(cwd, ['check', '-'], misspelled).code, 1);
});

test('it is a program, and writes no colour into a pipe', (t) => {
  const cwd = folder(t, { 'nginx.conf': misspelled });
  assert.ok(statSync(bundle).size >> 10 < 1600, 'a small bundle starts fast');
  assert.ok(!cli(cwd, ['check']).stdout.includes('\u001b'));
});

test(
  'a reader that closes early is no failure',
  { skip: process.platform === 'win32' && 'needs sh' },
  (t) => {
    const servers = 'server { listen 80; add_header X-Frame-Option DENY; root /srv; }\n'.repeat(3000);
    const cwd = folder(t, { 'web.conf': servers });
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', '"$0" "$1" check web.conf | head -1', process.execPath, bundle],
      {
        cwd,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0);
    assert.equal(stderr, '');
  },
);

test('requests are answered as a real nginx answered them', (t) => {
  const cases = headerCases().filter((_, index) => index % 16 === 0);
  let known = 0;
  for (const { id, path, version, asked } of recorded(t, cases)) {
    const requests = JSON.stringify(asked.map(({ request }) => request));
    const { code, stdout } = cli(
      path,
      ['headers', '.', '--requests', '-', '--nginx-version', version],
      requests,
    );
    assert.equal(code, 0, id);
    const { responses } = JSON.parse(stdout) as PredictionsJson;
    for (const [index, { request, header, answer }] of asked.entries()) {
      const response = responses[index];
      const shown = response && shownResponse(response, header);
      if (shown === undefined) continue;
      assert.equal(shown, answer, `${id} ${request.url}`);
      known++;
    }
  }
  assert.ok(known > 20);
});

test('npm run try shows the mistakes of the sample, stays within it, and succeeds', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/try.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  const found = [...stdout.matchAll(/^examples\/nginx\/(\S+?):\d+:\d+ \w+ (\S+) /gm)].map(
    ([, path, rule]) => `${String(path)} ${String(rule)}`,
  );
  assert.deepEqual(found, [
    'sites-enabled/account.conf frame-policy-success-only',
    'sites-enabled/account.conf frame-policy-request-side',
    'sites-enabled/account.conf frame-policy-misspelled',
    'sites-enabled/desk.conf frame-policy-obsolete',
    'sites-enabled/desk.conf frame-policy-invalid',
    'sites-enabled/shop.conf frame-policy-lost',
    'sites-enabled/status.conf frame-policy-missing',
  ]);
});
