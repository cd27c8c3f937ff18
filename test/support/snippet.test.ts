import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expandSnippet } from './snippet.ts';

describe('expanding a snippet', () => {
  const expanded = (source: string): string => expandSnippet(source).text;

  test('takes defaults, nested ones too, and first choices', () => {
    assert.equal(expanded('a ${1:b ${2:c}} ${3|d,e|};$0'), 'a b c d;');
  });

  test('mirrors a tabstop before and after its default', () => {
    assert.equal(expanded('$1 ${1:x} ${1}'), 'x x x');
  });

  test('an escaped dollar, brace or backslash is text; so is any other backslash', () => {
    assert.equal(expanded(String.raw`\$host ${'${1:a\\}b}'} \\ \.`), String.raw`$host a}b \ \.`);
  });

  test('a choice may hold escaped commas and bars, but may not be empty', () => {
    assert.equal(expanded('${1|a\\,b\\|c,d|}'), 'a,b|c');
    for (const source of ['${1|,x|}', '${1|x,,y|}', '${1|x,|}']) {
      assert.throws(() => expandSnippet(source), /an empty choice/);
    }
  });

  test('refuses a variable of nginx that is not escaped', () => {
    assert.throws(
      () => expandSnippet('return 301 https://$host;'),
      /neither a tabstop nor escaped: "\$host;"/,
    );
  });

  test('refuses what is not closed', () => {
    assert.throws(() => expandSnippet('${1:a'), /is missing/);
    assert.throws(() => expandSnippet('${1|a'), /is missing/);
  });

  test('reports the tabstops in order', () => {
    assert.deepEqual(expandSnippet('${2:a} $1 $2 $0').tabstops, [2, 1, 2, 0]);
  });
});
