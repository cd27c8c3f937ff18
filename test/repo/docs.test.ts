// What the pages of the rules say is executed: every fenced example is linted.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ruleCatalogue, type RuleEntry, type Settings } from '../../server/src/core/index.ts';
import { lint } from '../support/check.ts';

interface Example {
  /** An example in YAML is a file of Traefik's file provider. */
  readonly path: 'nginx.conf' | 'dynamic.yml';
  readonly kind: string;
  readonly settings: Partial<Settings>;
  readonly text: string;
  /** Of the fence, in the page. */
  readonly line: number;
}

const policies: readonly string[] = ['any', 'SAMEORIGIN', 'DENY'] satisfies readonly Settings['policy'][];

function isPolicy(value: string): value is Settings['policy'] {
  return policies.includes(value);
}

/** The info string after the language: `bad` or `good`, then settings such as `policy=DENY`. */
function examples(page: string): readonly Example[] {
  return [...page.matchAll(/^```(nginx|yaml)(.*)\n([^]*?)^```$/gm)].map((match) => {
    const [, language, info = '', text = ''] = match;
    const path = language === 'yaml' ? 'dynamic.yml' : 'nginx.conf';
    const [kind = '', ...assignments] = info.trim().split(/\s+/);
    const settings = assignments.map((assignment) => {
      const [name, value = ''] = assignment.split('=');
      assert.ok(name === 'policy' && isPolicy(value), `unknown setting ${assignment}`);
      return { policy: value };
    });
    const line = page.slice(0, match.index).split('\n').length;
    return { path, kind, settings: Object.assign({}, ...settings) as Partial<Settings>, text, line };
  });
}

function headings(page: string): readonly string[] {
  return page.replace(/^```[^]*?^```$/gm, '').match(/^#+ .*$/gm) ?? [];
}

const catalogue = ruleCatalogue();

function describeRules(what: string, body: (entry: RuleEntry) => void | Promise<void>): void {
  describe(what, () => {
    for (const entry of catalogue) test(entry.meta.id, () => body(entry));
  });
}

describeRules('every page has its title and its headings in order', ({ meta, doc }) => {
  assert.deepEqual(headings(doc), [`# ${meta.id}`, '## What to do', '## Examples']);
});

describeRules(
  'every page has a bad and a good example, and they are what they say',
  async ({ meta, doc }) => {
    const found = examples(doc);
    assert.deepEqual([...new Set(found.map(({ kind }) => kind))].sort(), ['bad', 'good']);
    for (const { path, kind, settings, text, line } of found) {
      const { findings } = await lint({ [path]: text }, { settings });
      const rules = findings.map(({ finding }) => finding.rule);
      const said = `line ${line} of the page: ${rules.join(', ') || 'nothing'}`;
      assert.equal(rules.includes(meta.id), kind === 'bad', said);
      if (kind === 'good')
        assert.ok(!rules.includes('nginx-syntax') && !rules.includes('nginx-directive'), said);
    }
  },
);

describeRules('every message tells what is wrong in a sentence or three, without begging', ({ meta }) => {
  const texts = Object.entries<string>(meta.messages).filter(([, text]) => text !== '{text}');
  for (const [id, text] of [...texts, ['summary', meta.summary] as const]) {
    // What a dialect advises is a sentence of its own.
    assert.match(text, /([.]|\{advice\})$/, `${id} ends with a period`);
    assert.match(text, /^["A-Z{]|^nginx /, `${id} begins like a sentence`);
    assert.doesNotMatch(text, /please|sorry|!|\bhey\b/i, id);
    assert.ok(text.length <= 250, `${id} has ${text.length} characters`);
    // A full stop inside a quotation or a number ends nothing.
    const sentences = text.split(/\.(?=\s|$)/).filter((part) => part.trim() !== '');
    assert.ok(sentences.length <= 3, `${id} has ${sentences.length} sentences`);
  }
});

test('the catalogue is in order and complete', () => {
  const ids = catalogue.map(({ meta }) => meta.id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  const generic = readdirSync('server/src/core/rules', { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of generic) assert.ok(ids.includes(name), name);
});

test('every rule has its page for readers on the web, and a row in the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const { meta, doc } of catalogue) {
    const page = readFileSync(`docs/rules/${meta.id}.md`, 'utf8');
    assert.ok(page.endsWith(doc), `docs/rules/${meta.id}.md is not the rule's doc.md`);
    assert.match(
      readme,
      new RegExp(`^\\|.*docs/rules/${meta.id}\\.md.*\\|$`, 'm'),
      `${meta.id} is not in the README's table`,
    );
  }
});

test('every link between the pages leads somewhere', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'docs/architecture.md',
    'docs/cli-json.md',
    'docs/rules/README.md',
  ];
  for (const page of pages) {
    const links = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
    for (const [, link = ''] of links) {
      assert.doesNotThrow(
        () => readFileSync(new URL(link, new URL(page, `file://${process.cwd()}/`))),
        `${page}: ${link}`,
      );
    }
  }
});
