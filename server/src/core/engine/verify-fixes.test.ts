import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lint, type Bench } from '../../../../test/support/check.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { FileReport, Settings } from './report.ts';

async function reportsOf(
  { linter, workspace }: Bench,
  paths: readonly string[],
): Promise<readonly FileReport[]> {
  const reports = await Promise.all(paths.map((path) => linter.check(workspace.uri(path))));
  return reports.filter((report) => report !== undefined);
}

/** Titles of the fixes that are left, by rule. */
async function offered(
  files: Readonly<Record<string, string>>,
  settings: Partial<Settings> = {},
): Promise<readonly string[]> {
  const bench = await lint(files, { settings });
  const reports = await bench.linter.verified(await reportsOf(bench, Object.keys(files)));
  return reports.flatMap(({ findings }) => findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)));
}

/** Verifies one fix, made up, of a finding in the first file. */
async function holds(
  files: Readonly<Record<string, string>>,
  make: (at: (text: string) => Fix['changes'][number]['at']) => Omit<Fix, 'title' | 'safe'>,
): Promise<boolean> {
  const bench = await lint(files);
  const [path = ''] = Object.keys(files);
  const [report] = await reportsOf(bench, [path]);
  assert.ok(report);
  const at = (text: string): Fix['changes'][number]['at'] => {
    const start = report.file.text.indexOf(text);
    assert.ok(start >= 0, text);
    return { uri: report.file.uri, start, end: start + text.length };
  };
  const fix: Fix = { title: 'Mend', safe: false, ...make(at) };
  const finding: Finding = {
    rule: 'frame-policy-lost',
    severity: 'error',
    message: '',
    at: at(''),
    related: [],
    fixes: [fix],
  };
  const [verified] = await bench.linter.verified([{ ...report, findings: [finding] }]);
  return verified?.findings[0]?.fixes.length === 1;
}

const files = {
  'nginx.conf': `events { }
http {
  server { listen 80; server_name a; add_header X-A 1 always; location / { root /a; } location /b { add_header X-B 1; } }
  server { listen 80; server_name c; include c.conf; }
}
`,
  'c.conf': 'add_header X-C 1 always;\n',
};

describe('a fix is kept where it changes only what it is meant for', () => {
  test('the value of an instruction: the scopes in which it is in force', async () => {
    assert.ok(await holds(files, (at) => ({ changes: [{ at: at('X-A 1'), text: 'X-A 2' }] })));
  });
  test('what is said only of comments and blanks', async () => {
    assert.ok(await holds(files, (at) => ({ changes: [{ at: at('events { }'), text: '# e\nevents {}' }] })));
  });
  test('in an included file, judged under the file that includes it', async () => {
    const { 'c.conf': c, ...others } = files;
    assert.ok(await holds({ 'c.conf': c, ...others }, (at) => ({ changes: [{ at: at('1'), text: '2' }] })));
  });
});

describe('a fix is dropped', () => {
  test('where it changes another scope', async () => {
    const text = 'add_header X-A 1 always;';
    // A line at the end of the server is for nobody that is named.
    assert.ok(
      !(await holds(files, (at) => ({
        changes: [{ at: at('server_name c;'), text: `server_name c; ${text}` }],
      }))),
    );
  });
  test('where it cuts inherited lines off', async () => {
    assert.ok(
      !(await holds(files, (at) => ({
        changes: [{ at: at('root /a;'), text: 'root /a; add_header X-N 1;' }],
      }))),
    );
  });
  test('where a block comes or goes', async () => {
    assert.ok(
      !(await holds(files, (at) => ({
        changes: [{ at: at('location /b { add_header X-B 1; }'), text: '' }],
      }))),
    );
  });
  test('where the format has a new error', async () => {
    assert.ok(
      !(await holds(files, (at) => ({ changes: [{ at: at('X-A 1 always;'), text: 'X-A 1 always' }] }))),
    );
  });
});

describe('of many fixes those that fail are found', () => {
  test('among some that hold', async () => {
    const locations = Array.from({ length: 12 }, (_, n) => `location /${n} { add_header X-${n} 1; }\n`).join(
      '',
    );
    const bench = await lint({
      'nginx.conf': `server { listen 80; add_header X-Frame-Options DENY always;\n${locations}}\n`,
    });
    const [report] = await reportsOf(bench, ['nginx.conf']);
    assert.ok(report);
    const lost = report.findings.filter(({ rule }) => rule === 'frame-policy-lost');
    assert.equal(lost.length, 12);
    // The fifth says that it is for no level.
    const spoilt = lost.map((finding, index) => ({
      ...finding,
      fixes: finding.fixes.map(({ levels, ...fix }) =>
        index === 5 || levels === undefined ? fix : { ...fix, levels },
      ),
    }));
    const [verified] = await bench.linter.verified([{ ...report, findings: spoilt }]);
    assert.deepEqual(
      verified?.findings.map(({ fixes }) => fixes.length),
      lost.map((_finding, index) => (index === 5 ? 0 : 1)),
    );
  });
  test('nothing of the trial stays behind', async () => {
    const bench = await lint(files);
    const before = await reportsOf(bench, ['nginx.conf']);
    await bench.linter.verified(before);
    assert.deepEqual(await reportsOf(bench, ['nginx.conf']), before);
  });
  test('after an edit the new text is what is tried', async () => {
    const bench = await lint({
      'nginx.conf': 'server { listen 80; add_header X-Frame-Options DENYY always; }',
    });
    await bench.linter.verified(await reportsOf(bench, ['nginx.conf']));
    bench.linter.changed(
      bench.workspace.write(
        'nginx.conf',
        '# more\nserver { listen 80; add_header X-Frame-Options SAMEORIGIN, always; }',
      ),
    );
    const [report] = await bench.linter.verified(await reportsOf(bench, ['nginx.conf']));
    assert.ok(report?.findings.some(({ fixes }) => fixes.length > 0));
  });
});

describe('add_header_inherit merge', () => {
  const newer = { nginx: { version: '1.29.3' } };
  const repeat = 'Repeat the lost header lines in location /';
  const merge = 'Insert add_header_inherit merge in location /';
  const server = (inside: string): Readonly<Record<string, string>> => ({
    'nginx.conf': `server {\n listen 80;\n add_header X-Frame-Options DENY always;\n ${inside}\n}\n`,
  });
  const losing = server('location / { add_header X-A 1; }');
  test('comes first where the version knows it', async () => {
    assert.deepEqual(await offered(losing, newer), [merge, repeat]);
  });
  for (const [what, settings] of Object.entries({
    'an older version': { nginx: { version: '1.29.2' } },
    'an unknown version': {},
  })) {
    test(`not with ${what}`, async () => {
      assert.deepEqual(await offered(losing, settings), [repeat]);
    });
  }
  test('not where a name is set in both: it would be sent twice', async () => {
    const both = server(
      'add_header Referrer-Policy a always; location / { add_header Referrer-Policy b always; }',
    );
    assert.deepEqual(await offered(both, newer), [repeat]);
  });
  test('not where a block inside has lines of its own: it would merge too', async () => {
    const nested = server(
      'location / { add_header X-A 1; location /n { add_header X-Frame-Options DENY always; } }',
    );
    assert.deepEqual(await offered(nested, newer), [repeat]);
  });
  test('not where the block says already how it inherits', async () => {
    assert.deepEqual(
      await offered(server('location / { add_header X-A 1; add_header_inherit on; }'), newer),
      [repeat],
    );
  });
  test('not for what was cut off further out', async () => {
    const twice = server(
      'location / { add_header X-Frame-Options DENY always; add_header X-A 1; location /n { add_header X-B 1; } }',
    );
    const text = {
      'nginx.conf': (twice['nginx.conf'] ?? '').replace(
        'add_header X-Frame-Options DENY always; add_header X-A',
        'add_header X-A',
      ),
    };
    assert.deepEqual(await offered(text, newer), [repeat, 'Repeat the lost header lines in location /n']);
  });
});

describe('a file of header lines', () => {
  const headers = 'add_header X-Frame-Options DENY always;\nadd_header Referrer-Policy origin always;\n';
  const site = (inside: string, include = 'include headers.conf;'): Readonly<Record<string, string>> => ({
    'nginx.conf': `events { }\nhttp { server {\n listen 80;\n ${include}\n location / { ${inside} }\n} }\n`,
    'headers.conf': headers,
  });
  const include = 'Insert include headers.conf in location /';
  const repeat = 'Repeat the lost header lines in location /';
  test('is included where its lines are lost', async () => {
    assert.deepEqual(await offered(site('add_header X-A 1;')), [include, repeat]);
  });
  test('not where the block sets one of its headers itself', async () => {
    assert.deepEqual(await offered(site('add_header Referrer-Policy none always;')), [repeat]);
  });
  test('not where other lines are lost too', async () => {
    const more = site('add_header X-A 1;', 'include headers.conf; add_header X-B 1 always;');
    assert.deepEqual(await offered(more), [repeat]);
  });
  test('not where it holds something else', async () => {
    const more = { ...site('add_header X-A 1;'), 'headers.conf': `${headers}root /srv;\n` };
    assert.deepEqual(await offered(more), [repeat]);
  });
  test('not where a pattern brings it in', async () => {
    assert.deepEqual(await offered(site('add_header X-A 1;', 'include head*.conf;')), [repeat]);
  });
});

test('a fix that gives what it mends a name of its own is offered', async () => {
  // A container without a router's name stands for itself; the label of a middleware needs one.
  const compose = {
    'compose.yml':
      'services:\n  wiki:\n    image: example/wiki\n    labels:\n      traefik.enable: "true"\n      traefik.http.services.wiki.loadbalancer.server.port: "80"\n',
  };
  assert.deepEqual(await offered(compose), [
    'Put a middleware with X-Frame-Options: SAMEORIGIN first in the chain of the service wiki',
    'Put a middleware with X-Frame-Options: DENY first in the chain of the service wiki',
  ]);
});

describe('a document with a fault of YAML is not edited', () => {
  const routes = (first: string): Readonly<Record<string, string>> => ({
    'web.yaml':
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\n' +
      `spec:\n  hosts: [shop.example.com]\n  gateways: [web]\n  http:\n  - ${first}\n` +
      '    route: [{destination: {host: web.shop.svc.cluster.local}}]\n',
  });

  test('a sound one has its fixes', async () => {
    assert.equal((await offered(routes('name: pages'))).length, 2);
  });
  test('one in which the first line of an item is half written has none', async () => {
    assert.deepEqual(await offered(routes('? k')), []);
  });
});

describe('a key of YAML is renamed', () => {
  const routes = (beside: string): Readonly<Record<string, string>> => ({
    'application.yml':
      'spring.cloud.gateway.server.webflux:\n' +
      '  default-filter:\n  - SetResponseHeader=X-Frame-Options, DENY\n' +
      `  routes:\n  - id: shop\n    uri: http://127.0.0.1\n${beside}`,
  });
  const rename = 'Call it default-filters';

  test('where the right name is free', async () => {
    assert.ok((await offered(routes(''))).includes(rename));
  });
  test('not where it stands beside it already: it would be there twice', async () => {
    const titles = await offered(routes('  default-filters:\n  - AddResponseHeader=X-A, 1\n'));
    assert.ok(!titles.includes(rename), titles.join());
  });
});
