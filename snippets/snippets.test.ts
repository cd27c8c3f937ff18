import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { expandSnippet } from '../test/support/snippet.ts';
import { readSnippets, type Snippet } from '../test/support/snippet-file.ts';

const files = { nginx: 'snippets/nginx.json', yaml: 'snippets/gateway-yaml.json' };
const nginx = readSnippets(files.nginx);
const yaml = readSnippets(files.yaml);
const all = [...nginx, ...yaml];

describe('every snippet', () => {
  test('has a prefix of its own that says what it is for', () => {
    const prefixes = all.map(({ prefix }) => prefix);
    assert.deepEqual([...new Set(prefixes)], prefixes);
    for (const { prefix } of nginx) assert.match(prefix, /^nginx-[a-z-]+$/);
    for (const { prefix } of yaml) assert.match(prefix, /^gw-[a-z-]+$/);
  });

  test('has a name of its own and a description of whole sentences', () => {
    const names = all.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    for (const { description, prefix } of all) assert.match(description, /^[A-Z].{20,}\.$/, prefix);
  });

  for (const snippet of all) {
    test(`${snippet.prefix} expands, with tabstops from 1 without gaps and one end`, () => {
      const { text, tabstops } = expandSnippet(snippet.source);
      assert.ok(text.length > 0);
      const used = [...new Set(tabstops)].sort((a, b) => a - b);
      assert.deepEqual(used, [...used.keys()]);
      assert.equal(tabstops.filter((index) => index === 0).length, 1);
    });
  }

  test('has neither CR nor raw tabs in its file', () => {
    for (const file of Object.values(files)) assert.doesNotMatch(readFileSync(file, 'utf8'), /[\t\r]/);
  });
});

describe('an nginx snippet', () => {
  test('indents with tabs only, which the editor turns into the indentation of the file', () => {
    for (const { source, prefix } of nginx) {
      for (const line of source.split('\n')) assert.match(line, /^\t*(?! )/, prefix);
    }
  });

  test('sends every security header on error pages too', () => {
    for (const { source, prefix } of nginx) {
      for (const line of linesWith(source, 'add_header')) {
        if (!line.includes('Cache-Control')) assert.match(line, / always;$/, prefix);
      }
    }
  });

  test('sets a frame policy in every block that has an add_header', () => {
    for (const { prefix, source } of nginx.filter(opensBlock)) {
      if (linesWith(source, 'add_header').length === 0) continue;
      assert.match(source, /add_header X-Frame-Options "(SAMEORIGIN|DENY)" always;/, prefix);
      assert.match(source, /add_header Content-Security-Policy "frame-ancestors '(self|none)'/, prefix);
    }
  });

  test('gives X-Frame-Options and frame-ancestors the same meaning', () => {
    for (const { prefix, source } of nginx) {
      const option = /X-Frame-Options "(\w+)"/.exec(source)?.[1];
      const ancestors = /frame-ancestors '(\w+)'/.exec(source)?.[1];
      if (option !== undefined) assert.equal(ancestors, option === 'DENY' ? 'none' : 'self', prefix);
    }
  });
});

describe('a YAML snippet', () => {
  for (const { prefix, source } of yaml) {
    const { text } = expandSnippet(source);

    test(`${prefix} is indented as YAML: two blanks a level, no tab, no level skipped`, () => {
      let depth = 0;
      for (const line of text.split('\n').filter((each) => !each.trimStart().startsWith('#'))) {
        const [indent = ''] = /^ */.exec(line) ?? [];
        // A brace ends a block of nginx in a literal.
        assert.match(line, /^ *((- )*[A-Za-z"].*|})$/, line);
        assert.equal(indent.length % 2, 0, line);
        assert.ok(indent.length <= depth + 2, line);
        // `- - key` opens a level for each dash.
        depth = indent.length + (/^ *((?:- )*)/.exec(line)?.[1]?.length ?? 0);
      }
    });

    test(`${prefix} has a value wherever no deeper line follows`, () => {
      const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
      lines.forEach((line, i) => {
        if (!line.endsWith(':')) return;
        const deeper = /^ *(- )?/.exec(lines[i + 1] ?? '')?.[0].length ?? 0;
        assert.ok(deeper > (/^ *(- )?/.exec(line)?.[0].length ?? 0), line);
      });
    });

    test(`${prefix} sets a value that browsers honour, both choices`, () => {
      assert.match(text, /SAMEORIGIN/);
      assert.match(source, /\|SAMEORIGIN,DENY\|/);
    });
  }

  test('of Kong names the header once for upstreams that send it and once for those that do not', () => {
    const kong = yaml.filter(({ prefix }) => prefix.startsWith('gw-kong'));
    assert.equal(kong.length, 2);
    for (const { source } of kong) {
      const { text } = expandSnippet(source);
      assert.match(
        text,
        /replace:\n +headers:\n +- "X-Frame-Options:SAMEORIGIN"\n +add:\n +headers:\n +- "X-Frame-Options:SAMEORIGIN"$/,
      );
    }
  });
});

function linesWith(source: string, directive: string): readonly string[] {
  return source.split('\n').filter((line) => line.trim().startsWith(directive));
}

function opensBlock({ source }: Snippet): boolean {
  return /^\s*(server|location)\b.*\{$/m.test(source);
}
