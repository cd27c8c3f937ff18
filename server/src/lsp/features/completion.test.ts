import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expandedSnippet } from './completion.ts';

describe('a snippet for a client without placeholders', () => {
  const cases: readonly (readonly [snippet: string, text: string])[] = [
    ['listen ${1:80};$0', 'listen 80;'],
    ['return ${1|301,302|} https://\\$host;', 'return 301 https://$host;'],
    ['${1:proxy_pass http://${2:app}};', 'proxy_pass http://app;'],
    ['${1:a$2};', 'a;'],
    ['${1};', ';'],
    ['location ~ ${1:\\\\.php\\$} {\n    ${2}\n}', 'location ~ \\.php$ {\n    \n}'],
    ['if (\\$a) { ${1:b\\}} }', 'if ($a) { b} }'],
    ['${1|a\\,b,c|}', 'a,b'],
    ['rewrite ^/(\\\\d+) /\\$1;', 'rewrite ^/(\\d+) /$1;'],
    ['plain', 'plain'],
  ];
  for (const [snippet, text] of cases) {
    it(`${JSON.stringify(snippet)} is ${JSON.stringify(text)}`, () => {
      assert.equal(expandedSnippet(snippet), text);
    });
  }
});
