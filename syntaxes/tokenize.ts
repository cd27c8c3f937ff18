import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Oniguruma from 'vscode-oniguruma';
import type * as Textmate from 'vscode-textmate';

// Both packages are UMD bundles, whose names an ES import cannot see.
const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma') as typeof Oniguruma;
const textmate = require('vscode-textmate') as typeof Textmate;

/** A piece of text and the scopes the editor would give it, without the root scope. Offsets are UTF-16. */
export interface ScopedToken {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

export type Tokenize = (text: string) => readonly ScopedToken[];

const grammars: Readonly<Record<string, string>> = {
  'source.nginx': 'syntaxes/nginx.tmLanguage.json',
  'source.lua': 'test/fixtures/grammar/lua.tmLanguage.json',
};

/** The engine that the editor uses, with our grammar; Lua is the editor's own there and a stand-in here. */
export async function loadGrammar(withLua = true): Promise<Tokenize> {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scopeName) => {
      const path = scopeName === 'source.lua' && !withLua ? undefined : grammars[scopeName];
      return Promise.resolve(
        path === undefined ? null : textmate.parseRawGrammar(readFileSync(path, 'utf8'), path),
      );
    },
  });
  const grammar = await registry.loadGrammar('source.nginx');
  if (grammar === null) throw new Error('source.nginx did not load');
  return (text) => tokenize(grammar, text);
}

/** Line by line as the editor does, but a CR stays in its line: the grammar must bear it. */
function tokenize(grammar: Textmate.IGrammar, text: string): readonly ScopedToken[] {
  const tokens: ScopedToken[] = [];
  let state = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      // The engine counts the line feed that it adds itself.
      const end = Math.min(endIndex, line.length);
      if (end <= startIndex) continue;
      tokens.push({
        start: offset + startIndex,
        end: offset + end,
        text: line.slice(startIndex, end),
        scopes: scopes.slice(1),
      });
    }
    state = result.ruleStack;
    offset += line.length + 1;
  }
  return tokens;
}
