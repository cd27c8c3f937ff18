// The third layer fence: what the imports in fact are, whatever tsconfig and eslint were told.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

/** What each part may import, besides itself. Parts are paths; the longest that fits a file is its part. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'server/src/core/model': [],
  'server/src/core/text': ['model'],
  'server/src/core/generated': ['model', 'rules', 'dialects', 'headers', 'syntax'],
  'server/src/core/syntax': ['model', 'text', 'generated'],
  'server/src/core/headers': ['model', 'text'],
  'server/src/core/routes': ['model', 'text'],
  'server/src/core/nginx': ['model', 'text', 'syntax', 'routes', 'generated'],
  'server/src/core/dialects': ['model', 'text', 'syntax', 'routes', 'nginx', 'generated'],
  'server/src/core/rules': ['model', 'text', 'headers'],
  'server/src/core/project': ['model', 'text', 'syntax', 'dialects'],
  'server/src/core/engine': ['model', 'text', 'headers', 'rules', 'project', 'generated', 'dialects'],
  'server/src/core/services': [
    'model',
    'text',
    'syntax',
    'headers',
    'nginx',
    'dialects',
    'rules',
    'project',
    'engine',
    'generated',
  ],
};

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/\/testing[/.]/.test(path));
}

/** The modules that a file imports or re-exports: paths from the root, or names of packages. */
function imports(path: string): readonly string[] {
  const found = readFileSync(path, 'utf8').matchAll(/(?:(?<!['"])\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, name = '']) => (name.startsWith('.') ? join(dirname(path), name) : name));
}

function partOf(path: string): string {
  return Object.keys(allowed).find((part) => path.startsWith(`${part}/`)) ?? dirname(path);
}

/** Every import of the files that is not as `may` says. */
function violations(files: readonly string[], may: (from: string, to: string) => boolean): readonly string[] {
  return files.flatMap((from) =>
    imports(from).flatMap((to) => (may(from, to) ? [] : [`${from} imports ${to}`])),
  );
}

const core = sources('server/src/core');

/** The packages that core stands on, each where it is adapted. */
const packages: Readonly<Record<string, string>> = { yaml: 'server/src/core/syntax/yaml' };

test('imports in core go down only, and name no package that is not adapted there', () => {
  assert.ok(core.length > 80, `${core.length} files`);
  const down = (from: string, to: string): boolean => {
    if (packages[to] !== undefined) return dirname(from) === packages[to];
    const [upper, lower] = [partOf(from), partOf(to)];
    // The facade itself may name everything in core.
    if (upper === 'server/src/core') return to.startsWith('server/src/core/');
    return upper === lower || allowed[upper]?.some((name) => lower === `server/src/core/${name}`) === true;
  };
  assert.deepEqual(violations(core, down), []);
});

test('no dialect and no rule imports another one', () => {
  const folder = (path: string): string | undefined =>
    /^server\/src\/core\/(?:dialects|rules)\/[^/]+(?=\/)/.exec(path)?.[0];
  const apart = (from: string, to: string): boolean =>
    folder(to) === undefined || folder(from) === folder(to);
  assert.deepEqual(
    violations(
      core.filter((path) => folder(path) !== undefined),
      apart,
    ),
    [],
  );
});

test('the client knows of the server what they say to each other', () => {
  const protocolOnly = (_: string, to: string): boolean =>
    !to.startsWith('server/') || to === 'server/src/protocol.ts';
  assert.deepEqual(violations(sources('client/src'), protocolOnly), []);
});

test('the two ends know the facade of core, not its rooms', () => {
  const facade = (_: string, to: string): boolean =>
    !to.startsWith('server/src/core/') ||
    to === 'server/src/core/index.ts' ||
    to.startsWith('server/src/core/text/');
  assert.deepEqual(violations([...sources('server/src/lsp'), ...sources('server/src/cli')], facade), []);
});

test('a violation would be seen', () => {
  assert.deepEqual(violations(['server/src/core/rules/framing.ts'], () => false).slice(0, 1), [
    'server/src/core/rules/framing.ts imports server/src/core/headers/frame-policy/from-outcome.ts',
  ]);
});
