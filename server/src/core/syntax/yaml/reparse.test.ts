import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceFile, Uri } from '../../model/place.ts';
import { parseYaml, type YamlFile } from './parse.ts';

/** What people type, and what changes how the lines around it are read. */
const TYPED = [
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t',
  'x',
  ':',
  ': ',
  '-',
  '- ',
  '#',
  ' # note',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '|',
  '|\n',
  '>-\n',
  '? ',
  '&a ',
  '*a',
  '<<: ',
  '!t ',
  '---\n',
  '...\n',
  '\n# note\n',
  '\n    # note\n',
  'key: value',
  '\n- ',
  '\n  key:',
  '\n    key: "a\n  b"\n',
];

const SAMPLE = `# a note
root:
  list:
  - one
  - two: 2
    three: [a, b,
      c]   # at its end
    # below it
  -
  - "four
     lines"
  map:
    text: |
      some

      lines
    # between
    folded: >-
      more
       lines

    plain: goes on
      here
    empty:
    nothing: ~
    flow: { a: 1, b: { c: d } }
# at the margin
  deep:
      - - x
        - y
      - key: a
        other: b
last:
  - a
  - b
`;

/** Numerical Recipes' generator: the same edits in each run. */
function picker(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function edited(text: string, pick: (most: number) => number): string {
  const at = pick(text.length + 1);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = text.indexOf('\n', at) + 1 || text.length;
  switch (pick(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + pick(3));
    case 1:
      return text.slice(0, lineStart) + text.slice(lineEnd);
    case 2:
      return text.slice(0, lineEnd) + text.slice(lineStart, lineEnd) + text.slice(lineEnd);
    case 3:
      return text.slice(0, lineEnd - 1) + (TYPED[pick(TYPED.length)] ?? '') + text.slice(lineEnd - 1);
    default:
      return text.slice(0, at) + (TYPED[pick(TYPED.length)] ?? '') + text.slice(at);
  }
}

function read({ documents }: YamlFile): unknown {
  return documents.map(({ start, text, parsed: { root, problems, duplicates, anchored } }) => ({
    start,
    text,
    root,
    problems,
    duplicates,
    anchored,
  }));
}

/** Edits one after the other, each compared with the text parsed afresh. */
function compare(original: string, seed: number, edits: number): void {
  const pick = picker(seed);
  const file = (text: string): SourceFile => ({ uri: 'file:///a.yaml' as Uri, version: 1, text });
  let text = original;
  let parsed = parseYaml(file(text));
  for (let count = 0; count < edits; count++) {
    const next = edited(text, pick);
    const incremental = parseYaml(file(next), parsed);
    assert.deepEqual(read(incremental), read(parseYaml(file(next))), JSON.stringify({ text, next }));
    // A text that nobody could read is of little use as a start.
    const isSound = incremental.documents.every((document) => document.parsed.problems.length === 0);
    const goesOn = isSound ? pick(12) > 0 : pick(3) > 0;
    text = goesOn ? next : original;
    parsed = goesOn ? incremental : parseYaml(file(original));
  }
}

describe('a document that is edited is read as one that is new', () => {
  for (let seed = 1; seed <= 8; seed++) {
    it(`after edits of a small text, seed ${seed}`, () => {
      compare(SAMPLE, seed, 150);
    });
  }
});

it('of an entry with siblings that is edited, the others are kept', () => {
  const file = (text: string): SourceFile => ({ uri: 'file:///a.yaml' as Uri, version: 1, text });
  const before = parseYaml(file('routes:\n  a:\n    x: 1\n  b:\n    x: 2\n  c:\n    x: 3\n'));
  const after = parseYaml(file('routes:\n  a:\n    x: 1\n  b:\n    x: 20\n  c:\n    x: 3\n'), before);
  const first = ({ documents }: YamlFile): unknown => {
    const root = documents[0]?.root;
    const routes = root?.kind === 'map' ? root.entries[0]?.value : undefined;
    return routes?.kind === 'map' ? routes.entries[0]?.value : undefined;
  };
  assert.notEqual(first(before), undefined);
  assert.equal(first(after), first(before));
});
