import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lint } from '../../../../test/support/check.ts';
import type { ScopeReport } from './report.ts';

async function report(text: string, path = 'nginx.conf', index = 0): Promise<ScopeReport> {
  const { linter, workspace } = await lint({ [path]: text });
  const found = (await linter.headers(workspace.uri(path)))[index];
  assert.ok(found);
  return found;
}

test('a header with several lines is one entry, in wire order, under the name written last', async () => {
  const text = 'server {\n  add_header x-a 1;\n  add_header X-B 2 always;\n  add_header X-A "3" always;\n}\n';
  const { headers } = await report(text);
  assert.deepEqual(
    headers.map(({ name, values, complete, onErrors, at }) => [
      name,
      values,
      complete,
      onErrors,
      at.map(({ start, end }) => text.slice(start, end)),
    ]),
    [
      ['X-A', ['1', '3'], true, false, ['add_header x-a 1;', 'add_header X-A "3" always;']],
      ['X-B', ['2'], true, true, ['add_header X-B 2 always;']],
    ],
  );
});

test('a value that run time knows is shown as it is written, and the entry is not complete', async () => {
  const { headers } = await report(`server { add_header X-A "a-$request_id-\${b}"; add_header X-B $c; }`);
  assert.deepEqual(
    headers.map(({ values, complete }) => [values, complete]),
    [
      [['a-$request_id-${b}'], false],
      [['$c'], false],
    ],
  );
});

test('where something unreadable runs, nothing is complete', async () => {
  const { headers, framePolicy } = await report(
    'server { add_header X-Frame-Options DENY always; header_filter_by_lua_file a.lua; }',
  );
  assert.deepEqual([headers[0]?.complete, framePolicy.verdict], [false, 'unknown']);
});

test('what is lost is told with its value and place', async () => {
  const text =
    'server { add_header X-Frame-Options "DENY" always; add_header X-V $v; location / { add_header X-A 1; } }';
  const { label, lost } = await report(text, 'nginx.conf', 1);
  assert.equal(label, 'server > location /');
  assert.deepEqual(
    lost.map(({ name, value, at }) => [name, value, text.slice(at.start, at.end)]),
    [
      ['X-Frame-Options', 'DENY', 'add_header X-Frame-Options "DENY" always;'],
      ['X-V', '$v', 'add_header X-V $v;'],
    ],
  );
});

describe('the verdict', () => {
  for (const [lines, verdict] of [
    ['add_header X-Frame-Options DENY;', 'deny'],
    ['add_header X-Frame-Options SAMEORIGIN;', 'same-origin'],
    [`add_header Content-Security-Policy "frame-ancestors https://a.example";`, 'allow-list'],
    ['add_header X-Frame-Options ALLOWALL;', 'open'],
    ['', 'open'],
    ['add_header X-Frame-Options $x;', 'unknown'],
    ['more_set_headers "X-Frame-Options: DENY"; add_header X-Frame-Options SAMEORIGIN;', 'deny'],
  ] as const) {
    test(`${lines || 'nothing'}: ${verdict}`, async () => {
      assert.equal((await report(`server { ${lines} }`)).framePolicy.verdict, verdict);
    });
  }
  test('a fragment in which nothing is set proves nothing', async () => {
    const { label, framePolicy } = await report('location / { root /srv; }\n', 'snippets/a.conf', 1);
    assert.deepEqual([label, framePolicy.verdict], ['this server fragment > location /', 'unknown']);
  });
  test('what is set in a fragment counts', async () => {
    const { framePolicy } = await report('add_header X-Frame-Options DENY;\n', 'snippets/a.conf');
    assert.equal(framePolicy.verdict, 'deny');
  });
});

test('an http block whose servers are elsewhere is named', async () => {
  const { label } = await report('events { }\nhttp { add_header X-Frame-Options DENY; include sites/*; }\n');
  assert.equal(label, 'http');
});
