import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryWorkspace, type MemoryWorkspace } from '../../../../test/support/workspace.ts';
import type { Uri } from '../model/place.ts';
import { createLinter, type Linter, type LinterOptions } from './linter.ts';
import { defaultSettings, type FileReport } from './report.ts';

type Files = Readonly<Record<string, string>>;

function bench(
  files: Files,
  options: Partial<LinterOptions> = {},
): { linter: Linter; workspace: MemoryWorkspace } {
  const workspace = memoryWorkspace(files);
  return { workspace, linter: createLinter({ workspace, settings: defaultSettings, ...options }) };
}

function said(report: FileReport | undefined): readonly string[] {
  return (report?.findings ?? []).map(({ rule, severity }) => `${severity} ${rule}`);
}

const main = (http: string): string => `events { }\nhttp {\n${http}\n}\n`;
const open = 'server { listen 80; }\n';

describe('checking a file', () => {
  test('that cannot be read', async () => {
    const { linter, workspace } = bench({});
    assert.equal(await linter.check(workspace.uri('nginx.conf')), undefined);
    assert.deepEqual(await linter.checkWithIncludes(workspace.uri('nginx.conf')), []);
    assert.deepEqual(await linter.headers(workspace.uri('nginx.conf')), []);
    assert.equal(await linter.parsed(workspace.uri('nginx.conf')), undefined);
  });
  test('of no known dialect: a report without findings', async () => {
    const { linter, workspace } = bench({ 'README.md': '# server {\n' });
    const report = await linter.check(workspace.uri('README.md'));
    assert.deepEqual([report?.dialect, report?.findings], [undefined, []]);
    assert.equal(await linter.parsed(workspace.uri('README.md')), undefined);
  });
  test('gives the version that was read, and only the findings that stand in it', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('include conf.d/*.conf;'),
      'conf.d/a.conf': open,
    });
    const report = await linter.check(workspace.uri('nginx.conf'));
    assert.deepEqual([report?.dialect, report?.file.version, said(report)], ['nginx', 0, []]);
    assert.deepEqual(said(await linter.check(workspace.uri('conf.d/a.conf'))), [
      'warning frame-policy-missing',
    ]);
  });
  test('findings are in order of position, then of length, then of rule', async () => {
    const { linter, workspace } = bench({
      'nginx.conf':
        'server {\n  add_header X-Frame-Options "DENY, SAME";\n  add_header X-Frame-Option DENY\n}\n',
    });
    const report = await linter.check(workspace.uri('nginx.conf'));
    const places = report?.findings.map(({ at, rule }) => [at.start, at.end, rule] as const) ?? [];
    const sorted = places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    assert.ok(places.length >= 5, JSON.stringify(places));
    assert.deepEqual(places, sorted);
  });
  test('a fragment under two main files is judged under each, and each thing is said once', async () => {
    const { linter, workspace } = bench({
      'one.conf': main('add_header X-Frame-Options DENY always; include shared.conf;'),
      'two.conf': main('include shared.conf;'),
      'shared.conf': 'server { listen 80; location / { add_header X-A 1; } }\nserver { listen 81 }\n',
    });
    assert.deepEqual(said(await linter.check(workspace.uri('shared.conf'))), [
      'error frame-policy-lost',
      'warning frame-policy-missing',
      'warning frame-policy-missing',
      'error nginx-syntax',
    ]);
  });
  test('with all it includes, itself first', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('include b.conf; include a.conf;'),
      'a.conf': open,
      'b.conf': open,
    });
    const reports = await linter.checkWithIncludes(workspace.uri('nginx.conf'));
    assert.deepEqual(
      reports.map((report) => [report.file.uri, said(report)]),
      [
        [workspace.uri('nginx.conf'), []],
        [workspace.uri('b.conf'), ['warning frame-policy-missing']],
        [workspace.uri('a.conf'), ['warning frame-policy-missing']],
      ],
    );
    assert.equal((await linter.checkWithIncludes(workspace.uri('a.conf'))).length, 1);
  });
  test('a request that was given up is not worked on', async () => {
    const { linter, workspace } = bench({ 'nginx.conf': open });
    const report = await linter.check(workspace.uri('nginx.conf'), { isCancellationRequested: true });
    assert.deepEqual(said(report), []);
    assert.deepEqual(said(await linter.check(workspace.uri('nginx.conf'))), ['warning frame-policy-missing']);
  });
});

describe('settings', () => {
  const severity = async (
    severities: Readonly<Record<string, 'error' | 'warning' | 'information' | 'off'>>,
  ) => {
    const { linter, workspace } = bench(
      { 'nginx.conf': 'server { listen 80 }\n' },
      { settings: { ...defaultSettings, severities } },
    );
    return said(await linter.check(workspace.uri('nginx.conf')));
  };
  test('a rule has its own severity', async () => {
    assert.deepEqual(await severity({}), ['warning frame-policy-missing', 'error nginx-syntax']);
  });
  test('or the one that is set, rules of the dialect included', async () => {
    assert.deepEqual(await severity({ 'frame-policy-missing': 'error', 'nginx-syntax': 'information' }), [
      'error frame-policy-missing',
      'information nginx-syntax',
    ]);
  });
  test('or none', async () => {
    assert.deepEqual(await severity({ 'frame-policy-missing': 'off', 'nginx-syntax': 'off' }), []);
  });
  test('a rule that does not exist is no matter', async () => {
    assert.deepEqual(await severity({ 'no-such-rule': 'off' }), [
      'warning frame-policy-missing',
      'error nginx-syntax',
    ]);
  });
});

describe('after an edit', () => {
  test('of a fragment, what includes it is judged anew', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main(`include headers.conf;\n${open}`),
      'headers.conf': 'add_header X-Frame-Options DENY always;\n',
    });
    const root = workspace.uri('nginx.conf');
    assert.deepEqual(said(await linter.check(root)), []);
    linter.changed(workspace.write('headers.conf', '# none\n'));
    assert.deepEqual(said(await linter.check(root)), ['warning frame-policy-missing']);
    linter.changed(workspace.write('headers.conf', undefined));
    // What a file of this name would set is not known.
    assert.deepEqual(said(await linter.check(root)), ['error nginx-include']);
    linter.changed(workspace.write('headers.conf', 'add_header X-Frame-Options DENY always;\n'));
    assert.deepEqual(said(await linter.check(root)), []);
  });
  test('of the main file, its fragments are', async () => {
    const { linter, workspace } = bench({ 'nginx.conf': main('include a.conf;'), 'a.conf': open });
    const fragment = workspace.uri('a.conf');
    assert.deepEqual(said(await linter.check(fragment)), ['warning frame-policy-missing']);
    linter.changed(
      workspace.write('nginx.conf', main('add_header X-Frame-Options DENY always; include a.conf;')),
    );
    assert.deepEqual(said(await linter.check(fragment)), []);
  });
  test('the files whose findings may have changed are those of the units it was seen in', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('include a.conf; include b.conf;'),
      'a.conf': open,
      'b.conf': open,
      'c.conf': open,
    });
    const uris = (...paths: string[]): Uri[] => paths.map(workspace.uri);
    assert.deepEqual(linter.dependents(workspace.uri('a.conf')), []);
    await linter.check(workspace.uri('nginx.conf'));
    await linter.check(workspace.uri('c.conf'));
    assert.deepEqual(linter.dependents(workspace.uri('a.conf')), uris('nginx.conf', 'a.conf', 'b.conf'));
    assert.deepEqual(linter.dependents(workspace.uri('c.conf')), uris('c.conf'));
  });
  test('nothing is judged twice without need', async () => {
    const { linter, workspace } = bench({ 'nginx.conf': main('include a.conf;'), 'a.conf': open });
    const first = await linter.check(workspace.uri('a.conf'));
    const second = await linter.check(workspace.uri('a.conf'));
    assert.equal(second?.findings[0], first?.findings[0]);
  });
  test('findings and fixes point into files that were read', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('include a.conf; location_is_elsewhere;'),
      'a.conf': 'add_header X-Frame-Options DENY always;\nserver { listen 80; add_header X-A 1; }\n',
    });
    const report = await linter.check(workspace.uri('a.conf'));
    const places = report?.findings.flatMap(({ at, related, fixes }) => [
      at,
      ...related.map((each) => each.at),
      ...fixes.flatMap(({ changes }) => changes.map((change) => change.at)),
    ]);
    assert.ok(places !== undefined && places.length >= 4);
    for (const { uri, start, end } of places) {
      const text = linter.files().get(uri)?.text;
      assert.ok(text !== undefined && start <= end && end <= text.length, uri);
    }
  });
});

describe('what scopes send', () => {
  test('a main file tells all scopes of its unit, a fragment its own', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('include a.conf;\nserver { listen 81; }'),
      'a.conf': 'server { listen 80; location / { } }\n',
    });
    const labels = async (path: string): Promise<readonly string[]> =>
      (await linter.headers(workspace.uri(path))).map(({ label }) => label);
    assert.deepEqual(await labels('nginx.conf'), [
      'server (listen 80)',
      'server (listen 80) > location /',
      'server (listen 81)',
    ]);
    assert.deepEqual(await labels('a.conf'), ['server (listen 80)', 'server (listen 80) > location /']);
  });
  test('a location in a file that two servers include stands once for each', async () => {
    const { linter, workspace } = bench({
      'nginx.conf': main('server { listen 80; include l.conf; } server { listen 81; include l.conf; }'),
      'l.conf': 'location / { }\n',
    });
    const reports = await linter.headers(workspace.uri('l.conf'));
    assert.deepEqual(
      reports.map(({ label }) => label),
      ['server (listen 80) > location /', 'server (listen 81) > location /'],
    );
  });
});
