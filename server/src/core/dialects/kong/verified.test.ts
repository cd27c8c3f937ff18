import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../../../../test/support/check.ts';
import { both, native, SHOP } from './testing.ts';

const FILE = 'kong.yml';

test('each fix holds when it is tried', async () => {
  const texts = [
    native(SHOP),
    native(`plugins: [{name: response-transformer, config: {add: {headers: ["X-A:b"]}}}]\n${SHOP}`),
    native(`plugins: [${both('SAME-ORIGIN')}]\n${SHOP}`),
    native(
      `plugins: [{name: response-transformer, config: {remove: {headers: [X-A, X-Frame-Options]}, add: {headers: ["X-Frame-Options:DENY"]}}}]\n${SHOP}`,
    ),
  ];
  for (const text of texts) {
    const { linter, workspace } = await lint({ [`/repo/${FILE}`]: text });
    const report = await linter.check(workspace.uri(`/repo/${FILE}`));
    assert.ok(report);
    const [verified] = await linter.verified([report]);
    const count = (each: typeof report | undefined): number =>
      each?.findings.flatMap(({ fixes }) => fixes).length ?? 0;
    assert.ok(count(report) > 0, text);
    assert.equal(count(verified), count(report), text);
  }
});
