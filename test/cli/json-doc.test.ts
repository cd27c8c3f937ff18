import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folder, invoke } from './support/invoke.ts';
import { block, documentedSchema, replaceBlock } from './support/json-doc.ts';
import { violations } from './support/schema.ts';

for (const command of ['check', 'headers'] as const) {
  test(`the example of \`${command}\` in docs/cli-json.md is what the command prints`, async (t) => {
    const cwd = folder(t, { 'nginx.conf': block('nginx') });
    const { stdout } = await invoke([command, 'nginx.conf', '--format', 'json'], { cwd });
    const info = `json example ${command}`;
    if (process.env['UPDATE'] === '1') replaceBlock(info, stdout);
    // Prettier may lay the document out otherwise.
    assert.deepEqual(
      JSON.parse(block(info)),
      JSON.parse(stdout),
      'stale: UPDATE=1 node scripts/test.mjs test/cli/json-doc.test.ts',
    );
    assert.deepEqual(violations(JSON.parse(stdout), documentedSchema(command)), []);
  });
}

test('the example of `headers --requests` in docs/cli-json.md is what the command prints', async (t) => {
  const cwd = folder(t, { 'shop.conf': block('nginx shop'), 'requests.json': block('json requests') });
  assert.deepEqual(violations(JSON.parse(block('json requests')), documentedSchema('requests')), []);
  const many = await invoke(['headers', 'shop.conf', '--requests', 'requests.json'], { cwd });
  const one = await invoke(['headers', 'shop.conf', '--url', 'http://shop.example/health'], { cwd });
  if (process.env['UPDATE'] === '1') {
    replaceBlock('json example predictions', many.stdout);
    replaceBlock('text example predictions', one.stdout);
  }
  assert.deepEqual(JSON.parse(block('json example predictions')), JSON.parse(many.stdout));
  assert.deepEqual(violations(JSON.parse(many.stdout), documentedSchema('predictions')), []);
  assert.equal(block('text example predictions'), one.stdout);
});

test('the checker of documents finds what differs from the schema', () => {
  const schema = documentedSchema('check');
  const summary = { files: 0, errors: 0, warnings: 0, information: 0 };
  const wrong = {
    version: 2,
    files: [{ path: 1, findings: [] }],
    summary: { ...summary, errors: -1 },
    more: 0,
  };
  assert.deepEqual(violations({ version: 1, files: [], summary }, schema), []);
  assert.deepEqual(violations(wrong, schema), [
    '$.version: 2 is not 1',
    '$.files[0]: no dialect',
    '$.files[0].path: 1 is not string',
    '$.summary.errors: -1 is not such an integer',
    '$.more: not documented',
  ]);
});
