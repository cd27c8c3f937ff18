// The second layer fence and the house rules. The first is tsconfig.core.json, the third test/repo/layers.test.ts.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What a folder of core may import from its siblings, besides itself. Imports go down only. */
const layers = {
  model: [],
  text: ['model'],
  syntax: ['model', 'text', 'generated'],
  headers: ['model', 'text'],
  routes: ['model', 'text'],
  nginx: ['model', 'text', 'syntax', 'routes', 'generated'],
  dialects: ['model', 'text', 'syntax', 'routes', 'nginx', 'generated'],
  rules: ['model', 'text', 'headers'],
  project: ['model', 'text', 'syntax', 'dialects', 'generated'],
  engine: ['model', 'text', 'headers', 'rules', 'project', 'generated', 'dialects'],
  services: [
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
const folders = Object.keys(layers).concat('generated');

const fences = Object.entries(layers).map(([layer, allowed]) => ({
  files: [`server/src/core/${layer}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '^(vscode|node:)', message: 'Core knows no editor, no protocol and no platform.' },
          {
            regex: `\\.\\./(${folders.filter((f) => f !== layer && !allowed.includes(f)).join('|')})/`,
            message: `core/${layer} may import only: ${allowed.join(', ') || 'nothing'}.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'node_modules/', 'test/fixtures/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A `!` states what the type system cannot see; the reason stands beside it (see docs/architecture.md).
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Unions over enums.' },
      ],
    },
  },
  ...fences,
  {
    files: ['client/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/server/src/(?!protocol\\.ts$)',
              message: 'The client knows only protocol.ts of the server.',
            },
          ],
        },
      ],
    },
  },
  {
    // node:test's `test()` and `describe()` return promises nobody awaits; that is their contract.
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    files: ['*.config.js', 'scripts/**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { 'no-restricted-syntax': 'off' },
  },
);
