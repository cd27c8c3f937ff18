import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceFile, Uri } from '../../model/place.ts';
import { entriesOf, type YamlNode } from './node.ts';
import { parseYaml, parseYamlFile, yamlLimits } from './parse.ts';

const file = (text: string): SourceFile => ({ uri: 'file:///a.yaml' as Uri, version: 1, text });

function faults(text: string): readonly string[] {
  return (parseYamlFile(file(text)).malformed ?? []).map(({ fault }) => fault);
}

/** As a reader meets the nodes: each as often as aliases repeat it. Stops where it has seen enough. */
function nodesMet(root: YamlNode | undefined, most: number): number {
  const open = root === undefined ? [] : [root];
  let met = 0;
  for (let node = open.pop(); node !== undefined && met <= most; node = open.pop()) {
    met++;
    if (node.kind === 'seq') open.push(...node.items);
    for (const { key, value } of entriesOf(node)) open.push(key, value);
  }
  return met;
}

/** Nine lists, each of nine aliases to the one before it: some 400 million values in half a kilobyte. */
const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  .concat(
    Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  )
  .join('\n');

/** The same with merge keys, whose entries a reader copies. */
const merges = ['a0: &a0 { k: v, l: w }']
  .concat(Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}] }`))
  .join('\n');

describe('aliases', () => {
  for (const [name, text] of [
    ['in lists', laughs],
    ['in merge keys', merges],
  ] as const) {
    it(`that repeat without end ${name} are followed no further than the cap`, () => {
      const { documents } = parseYaml(file(text));
      const most = yamlLimits.repeated * 2 + text.length;
      assert.ok(nodesMet(documents[0]?.root, most) <= most);
      assert.deepEqual(faults(text), ['alias-bomb']);
    });
  }

  it('as people write them are followed', () => {
    const services = Array.from({ length: 500 }, (_, i) => `s${i}: { <<: *base, n: ${i} }`).join('\n');
    assert.deepEqual(faults(`base: &base { a: 1, b: [1, 2, 3] }\n${services}`), []);
  });

  it('are read by the anchor that stands before them', () => {
    const [document] = parseYaml(file('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')).documents;
    const texts = entriesOf(document?.root).map(({ value }) => (value.kind === 'scalar' ? value.text : ''));
    assert.deepEqual(texts, ['1', '1', '2', '2']);
  });

  it('to themselves end', () => {
    assert.equal(nodesMet(parseYaml(file('a: &a [*a, *a]\n')).documents[0]?.root, 100), 5);
  });
});

describe('nesting', () => {
  const deep: readonly (readonly [string, (levels: number) => string])[] = [
    ['brackets', (levels) => `a: ${'['.repeat(levels)}${']'.repeat(levels)}`],
    ['brackets that are not closed', (levels) => '['.repeat(levels)],
    ['dashes', (levels) => `${'- '.repeat(levels)}a`],
    ['question marks', (levels) => `${'? '.repeat(levels)}a`],
    ['maps', (levels) => Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ];
  for (const [name, text] of deep) {
    it(`of ${name} is read to the cap, and not at all beyond it`, () => {
      assert.ok(!faults(text(yamlLimits.depth - 10)).includes('too-deep'));
      assert.deepEqual(faults(text(2_000)), ['too-deep']);
      assert.equal(parseYaml(file(text(2_000))).documents[0]?.root, undefined);
    });
  }

  it('through aliases counts too', () => {
    const chain = Array.from({ length: 120 }, (_, i) => `a${i}: &a${i} [${i === 0 ? '' : `*a${i - 1}`}]`);
    assert.deepEqual(faults(chain.join('\n')), []);
  });
});

describe('size', () => {
  it('beyond the cap is not read, and other documents of the file are', () => {
    const long = `a: ${'x'.repeat(yamlLimits.length)}\n`;
    const { tree, malformed = [] } = parseYamlFile(file(`b: 1\n---\n${long}---\nc: 1\n`));
    assert.deepEqual(
      malformed.map(({ fault, at }) => [fault, at.start]),
      [['too-long', 5]],
    );
    assert.deepEqual(
      tree.documents.map(({ root }) => root?.kind),
      ['map', undefined, 'map'],
    );
  });
});

describe('documents', () => {
  it('end at three dots, too', () => {
    const { documents } = parseYaml(file('a: 1\n...\n# nothing\n---\nb: 1\n...\nc: 1\n'));
    assert.deepEqual(
      documents.map(({ root }) =>
        entriesOf(root)
          .map(({ key }) => key.text)
          .join(''),
      ),
      ['a', 'b', 'c'],
    );
  });

  it('that did not change are kept when another one did', () => {
    const before = parseYaml(file('a: 1\n---\nb: 1\n'));
    const after = parseYaml(file('a: 2\n---\nb: 1\n'), before);
    assert.equal(after.documents[1]?.parsed, before.documents[1]?.parsed);
    assert.notEqual(after.documents[0]?.parsed, before.documents[0]?.parsed);
  });

  it('never make the reader throw, wherever they end', () => {
    const text = 'a: &x [1, "two", {b: *x}]\n---\nc: |\n  text\nd:\n  - >-\n    folded\n  - <<: *x\n';
    for (let end = 0; end <= text.length; end++) parseYamlFile(file(text.slice(0, end)));
  });
});

describe('a quoted text whose lines are indented no more than its key', () => {
  const scalarAt = (text: string, ...path: readonly string[]): string | undefined => {
    let node = parseYaml(file(text)).documents[0]?.root;
    for (const name of path) node = entriesOf(node).find(({ key }) => key.text === name)?.value;
    return node?.kind === 'scalar' ? node.text.replace(/\s+/g, ' ') : undefined;
  };

  it('is read on to its quote, as gateways do', () => {
    for (const quote of ['"', "'"]) {
      for (const end of ['\n', '\r\n']) {
        const text = ['a:', `  b: ${quote}one`, '  two: x', `three${quote} # so`, '  c: d', ''].join(end);
        assert.deepEqual(faults(text), [], text);
        assert.equal(scalarAt(text, 'a', 'b'), 'one two: x three');
        assert.equal(scalarAt(text, 'a', 'c'), 'd');
      }
    }
  });

  it('each of several', () => {
    const text = 'a: "1\n2"\nb: "3\n4"\nc: 5\n';
    assert.deepEqual([faults(text), scalarAt(text, 'b'), scalarAt(text, 'c')], [[], '3 4', '5']);
  });

  it('is none where the next quote belongs to another text', () => {
    assert.deepEqual(faults('a: "one\nb: "two"\n'), ['syntax']);
    assert.deepEqual(faults('a: "one\nb: two\n'), ['syntax']);
  });
});
