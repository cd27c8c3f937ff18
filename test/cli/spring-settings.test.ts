import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PredictionsJson } from '../../server/src/cli/reporters/predictions-json.ts';
import { springProfiles } from '../support/spring-samples.ts';
import { folder, invoke } from './support/invoke.ts';

const files = { 'application.yml': springProfiles };

for (const [profiles, code, what] of [
  ['default', 0, 'where no profile is active, the base alone counts'],
  ['prod', 1, 'the active profile counts'],
  ['eu, prod', 1, 'several may be active'],
] as const) {
  test(`--spring-profiles ${profiles}: ${what}`, async (t) => {
    const { stdout, ...ran } = await invoke(['check', '.', '--spring-profiles', profiles], {
      cwd: folder(t, files),
    });
    assert.deepEqual([ran.code, ran.stderr], [code, '']);
    assert.equal(stdout.includes('frame-policy-lost'), code === 1);
  });
}

test('several --spring-profiles add up', async (t) => {
  const argv = ['check', '.', '--spring-profiles', 'eu', '--spring-profiles', 'prod'];
  assert.equal((await invoke(argv, { cwd: folder(t, files) })).code, 1);
});

test('without --spring-profiles each profile is judged, and what depends on them is not known', async (t) => {
  const cwd = folder(t, files);
  assert.equal((await invoke(['check', '.'], { cwd })).code, 1);
  assert.equal((await answered([], cwd)).complete, false);
  const { complete, status, sent } = await answered(['--spring-profiles', 'default'], cwd);
  assert.deepEqual({ complete, status, sent }, { complete: true, status: 200, sent: ['DENY'] });
});

test('--spring-version says which of the prefixes is read', async (t) => {
  const cwd = folder(t, files);
  for (const [version, status] of [
    ['4.2.7', 404],
    ['2024.0', 404],
    ['4.3.5', 200],
    ['2025.1.3', 200],
  ] as const) {
    const answer = await answered(['--spring-profiles', 'default', '--spring-version', version], cwd);
    assert.equal(answer.status, status, version);
  }
});

/** What a request is answered with, where the service sends a page without headers of its own. */
async function answered(
  options: readonly string[],
  cwd: string,
): Promise<{ complete: boolean; status: number | null; sent: readonly string[] | undefined }> {
  const request = { url: 'http://shop.example/', upstream: { status: 200, headers: [] } };
  const { code, stdout, stderr } = await invoke(['headers', '.', '--requests', '-', ...options], {
    cwd,
    stdin: JSON.stringify([request]),
  });
  assert.deepEqual([code, stderr], [0, '']);
  const [first] = (JSON.parse(stdout) as PredictionsJson).responses;
  assert.ok(first);
  const frame = first.headers.find(({ name }) => name === 'X-Frame-Options');
  return { complete: first.complete, status: first.status, sent: frame?.values };
}
