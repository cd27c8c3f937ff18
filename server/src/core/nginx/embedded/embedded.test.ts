import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { defaultSettings } from '../../engine/report.ts';
import type { Change, Uri } from '../../model/place.ts';
import { at, type YamlScalar } from '../../syntax/yaml/node.ts';
import { parseYaml, type YamlDocument } from '../../syntax/yaml/parse.ts';
import { GeneratedNginx } from './generated.ts';
import { embedScalar, type EmbeddedNginx } from './scalar.ts';
import { ensureSnippet, insertIntoSnippet } from './write.ts';

const uri = 'file:///ws/ingress.yaml' as Uri;

function documentOf(text: string): YamlDocument {
  const [document] = parseYaml({ uri, version: 0, text }).documents;
  assert.ok(document);
  return document;
}

function embedded(text: string, ...path: readonly string[]): EmbeddedNginx {
  const document = documentOf(text);
  const node = at(document.root, ...path);
  assert.ok(node?.kind === 'scalar');
  return embedScalar(document, node satisfies YamlScalar);
}

function applied(text: string, changes: readonly Change[] | undefined): string {
  assert.ok(changes !== undefined);
  return changes
    .toSorted((a, b) => b.at.start - a.at.start)
    .reduce(
      (sum, { at: { start, end }, text: inserted }) => sum.slice(0, start) + inserted + sum.slice(end),
      text,
    );
}

describe('nginx in a scalar of YAML', () => {
  const styles: Readonly<Record<string, string>> = {
    'a block literal': 'a: 1\nsnippet: |\n  add_header X-Frame-Options DENY;\nb: 2\n',
    'a block literal with CRLF': 'a: 1\r\nsnippet: |-\r\n    add_header X-Frame-Options DENY;\r\nb: 2\r\n',
    'a plain scalar': 'snippet: add_header X-Frame-Options DENY;\nb: 2\n',
    'a quoted scalar': "a: 1\nsnippet: 'add_header X-Frame-Options DENY;'\n",
    'a quoted scalar in a flow map': 'x: {}\nsnippet: "add_header X-Frame-Options DENY;"\n',
  };
  for (const [style, text] of Object.entries(styles)) {
    test(`${style} is read in place, and a line is added in its style`, () => {
      const snippet = embedded(text, 'snippet');
      const [directive] = snippet.parsed.tree.directives;
      assert.equal(text.slice(directive?.start, directive?.end), 'add_header X-Frame-Options DENY;');
      const mended = applied(text, insertIntoSnippet(snippet, ['add_header X-A "b c" always;']));
      const { snippet: value, ...others } = parse(mended) as Record<string, unknown>;
      assert.match(String(value), /^add_header X-Frame-Options DENY;\s+add_header X-A "b c" always;\s*$/);
      const before = parse(text) as Record<string, unknown>;
      assert.deepEqual({ ...others, snippet: before['snippet'] }, before);
    });
  }

  test('tokens are the whole file, and a template is masked', () => {
    const text = 'a: 1\nsnippet: |\n  add_header X-Frame-Options {{ .Values.frame }};\n';
    const { tree } = embedded(text, 'snippet').parsed;
    assert.equal(tree.template?.source, text);
    assert.equal(tree.text.length, text.length);
    assert.equal(tree.tokens.ends.at(-1), text.length);
    assert.deepEqual(
      tree.template.regions.map(({ start, end }) => text.slice(start, end)),
      ['{{ .Values.frame }}'],
    );
  });

  test('comments, blocks and nothing are written behind, before and into as YAML allows', () => {
    const only = (body: string): string => `snippet: |\n${body}next: 1\n`;
    const add = (text: string): string =>
      applied(text, insertIntoSnippet(embedded(text, 'snippet'), ['expires 1h;']));
    assert.equal(add(only('    # none yet\n')), only('    # none yet\n    expires 1h;\n'));
    assert.equal(
      add(only('  if ($a) {\n    set $b 1;\n  }\n')),
      only('  expires 1h;\n  if ($a) {\n    set $b 1;\n  }\n'),
    );
    assert.equal(
      add(only('  set $b 1;\n  if ($a) {\n    set $b 1;\n  }\n')),
      only('  set $b 1;\n  expires 1h;\n  if ($a) {\n    set $b 1;\n  }\n'),
    );
  });

  test('what is folded, escaped, shared or unfinished is read and not edited', () => {
    for (const text of [
      'snippet: >\n  add_header X-Frame-Options DENY;\n  expires 1h;\n',
      'snippet: "add_header X-Frame-Options \\"DENY\\";"\n',
      'snippet: add_header X-Frame-Options\n  DENY;\n',
      'snippet: &shared |\n  add_header X-Frame-Options DENY;\nb: *shared\n',
      'snippet: |\n  add_header X-Frame-Options DENY\n',
    ]) {
      const snippet = embedded(text, 'snippet');
      assert.equal(snippet.parsed.tree.directives[0]?.keyword, 'add_header', text);
      assert.equal(insertIntoSnippet(snippet, ['expires 1h;']), undefined, text);
    }
  });

  test('a snippet that is not there yet becomes a block literal, in flow style a text', () => {
    const ensured = (text: string): string => {
      const document = documentOf(text);
      assert.ok(document.root?.kind === 'map');
      const change = ensureSnippet(
        document,
        document.root,
        ['metadata', 'annotations', 'a/b'],
        ['x "y: z";', 'w;'],
      );
      return applied(text, change && [change]);
    };
    const result = ensured('kind: Ingress\nmetadata:\n  name: web\n  annotations:\n    c/d: e\nspec: {}\n');
    assert.match(result, /\n {4}a\/b: \|\n {6}x "y: z";\n {6}w;\nspec/);
    assert.match(
      ensured('metadata:\r\n  name: web\r\n'),
      /\r\n {2}annotations:\r\n {4}a\/b: \|\r\n {6}x "y: z";\r\n {6}w;\r\n/,
    );
    const flow = parse(ensured('metadata: {name: web, annotations: {c/d: e}}\n')) as {
      metadata: { annotations: Record<string, string> };
    };
    assert.equal(flow.metadata.annotations['a/b'], 'x "y: z"; w;');
  });
});

const INGRESS = `metadata:
  annotations:
    server: |
      add_header X-Frame-Options DENY always;
      location /status {
        return 200 ok;
      }
    location: |
      add_header Cache-Control no-store;
      more_set_headers "X-Powered-By: us";
    broken: |
      add_header X-Frame-Options DENY
    flag: "true"
spec:
  host: shop.example
  path: /cart
`;

/** @param flagged whether the controller writes an `add_header` of its own */
function generated(location: string, text = INGRESS, flagged = true): GeneratedNginx<string> {
  const document = documentOf(text);
  const node = (...path: readonly string[]) => {
    const found = at(document.root, ...path);
    assert.ok(found?.kind === 'scalar');
    return found;
  };
  const place = (...path: readonly string[]) => document.place(node(...path).at);
  const config = new GeneratedNginx<string>('test');
  config.open('server', [], { at: place('spec', 'host'), source: 'host' });
  config.line('server_name', ['shop.example'], { at: place('spec', 'host') });
  config.line('listen', ['80'], { at: place('spec', 'host') });
  config.snippet(embedScalar(document, node('metadata', 'annotations', 'server')));
  config.open('location', ['=', '/cart'], { at: place('spec', 'path'), source: 'path', label: 'path /cart' });
  config.line('proxy_pass', ['http://upstream'], { at: place('spec', 'path') });
  if (flagged)
    config.line('add_header', ['X-Flag', 'a "b" c', 'always'], {
      at: place('metadata', 'annotations', 'flag'),
    });
  config.snippet(embedScalar(document, node('metadata', 'annotations', location)));
  config.close();
  config.open('location', ['/'], { at: place('spec', 'host'), source: 'none', label: 'the rest' });
  config.line('return', ['404'], { at: place('spec', 'host') });
  return config;
}

describe('a configuration that a controller writes', () => {
  test('its scopes have the instructions of all sources in order, at their places in the YAML', () => {
    const scopes = generated('location').finish({ foreignModules: true }).scopes(defaultSettings);
    assert.deepEqual(
      scopes.map(({ scope, source, isGenerated }) => [scope.path[0].label, source, isGenerated]),
      [
        ['server shop.example', 'host', true],
        ['location /status', 'host', false],
        ['path /cart', 'path', true],
        ['the rest', 'none', true],
      ],
    );
    const cart = scopes[2]?.scope;
    const read = ({ start, end }: { readonly start: number; readonly end: number }): string =>
      INGRESS.slice(start, end);
    assert.equal(read(cart?.path[0].at ?? { start: 0, end: 0 }), '/cart');
    assert.deepEqual(
      cart?.ops.map(({ kind, spelling, statement }) => [kind, spelling, read(statement)]),
      [
        ['set', 'X-Powered-By', 'more_set_headers "X-Powered-By: us";'],
        ['append', 'X-Flag', '"true"'],
        ['append', 'Cache-Control', 'add_header Cache-Control no-store;'],
      ],
    );
    assert.equal(cart.answers[0]?.from, 'upstream');
  });

  test('what a location cuts off is known; a snippet that cuts repeats it, a generated line cannot', () => {
    const cutOf = (config: GeneratedNginx<string>) =>
      config
        .finish({ foreignModules: true })
        .scopes(defaultSettings)
        .find(({ source }) => source === 'path')?.scope.cut;
    const byFlag = cutOf(generated('location'));
    assert.equal(byFlag?.lost[0]?.spelling, 'X-Frame-Options');
    assert.equal(INGRESS.slice(byFlag.by.start, byFlag.by.end), '"true"');
    assert.equal(byFlag.restore, undefined);
    const bySnippet = cutOf(generated('location', INGRESS, false));
    const mended = applied(INGRESS, bySnippet?.restore);
    assert.ok(
      mended.includes(
        '      add_header Cache-Control no-store;\n      more_set_headers "X-Powered-By: us";\n      add_header X-Frame-Options DENY always;\n    broken: |',
      ),
      mended,
    );
  });

  test('a location in a snippet has edits of its own', () => {
    const config = generated('location').finish({ foreignModules: true });
    const status = config.scopes(defaultSettings)[1];
    const [insertion] = status?.scope.insertions ?? [];
    assert.equal(status?.addHeaderLevels[0]?.level.label, 'server shop.example');
    assert.equal(insertion, undefined, 'the lines of the server are in force; its block is not in the file');
  });

  test('problems stand in the snippet, with fixes; predictions follow requests', async () => {
    const config = generated('broken').finish({ foreignModules: true });
    const problems = config.problems(defaultSettings);
    assert.deepEqual(
      problems.map(({ rule, at: { start, end }, fixes }) => [rule, INGRESS.slice(start, end), fixes.length]),
      [['nginx-syntax', 'add_header X-Frame-Options DENY', 1]],
    );
    const predict = generated('location')
      .finish({ foreignModules: true })
      .predictor({ settings: defaultSettings, file: () => Promise.resolve({ kind: 'unknown' }) });
    const status = await predict({ url: 'http://shop.example/status' });
    assert.deepEqual(
      status.ways.map((way) => [
        way.status,
        way.outcome.lines.find(({ name }) => name === 'X-Frame-Options')?.value,
      ]),
      [
        [
          200,
          {
            kind: 'literal',
            text: 'DENY',
            at: status.ways[0].outcome.lines.find(({ name }) => name === 'X-Frame-Options')?.op?.value.at,
          },
        ],
      ],
    );
    assert.equal((await predict({ url: 'http://shop.example/other' })).ways[0].status, 404);
  });
});
