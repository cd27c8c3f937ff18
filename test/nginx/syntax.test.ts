import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { dialect } from '../../server/src/core/dialects/nginx/dialect.ts';
import type { Finding } from '../../server/src/core/model/finding.ts';
import type { Uri } from '../../server/src/core/model/place.ts';
import {
  corpusFiles,
  corpusIsAbsent,
  corpusIsHere,
  corpusVerdicts,
  type CorpusVerdict,
} from '../support/corpus.ts';
import { nginxTest, prepare, type Context } from './support/judge.ts';
import { argumentCases, httpArgumentCases, syntaxCases } from './syntax-cases.ts';

/** Seeds differ between the own samples and the corpus, so that the first run is the same on every machine. */
const ownMutations = Number(process.env['MUTATIONS'] ?? 240);
const corpusMutations = Number(process.env['MUTATIONS'] ?? 320);
const firstSeed = Number(process.env['SEED'] ?? 1);

/** nginx passes on what OpenSSL says of a list of ciphers, and PCRE of a regular expression: other languages. */
const otherGrammars = /^(SSL_CTX_|pcre2?_compile\(\))/;

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly context: Context;
}

/** Every text is judged where nginx is asked to judge it. */
const contextOf: Readonly<Record<NonNullable<CorpusVerdict['wrappedAs']>, Context>> = {
  full: 'main',
  'http context': 'http',
  'server context': 'server',
  'location context': 'location',
};

const own: readonly Sample[] = readdirSync('test/fixtures/nginx')
  .filter((name) => name.endsWith('.conf'))
  .sort()
  .map((name) => ({
    name,
    text: prepare(readFileSync(`test/fixtures/nginx/${name}`, 'utf8')),
    context: /^(main|http|server|location)/.exec(name)?.[0] as Context,
  }));

function corpusSamples(): readonly Sample[] {
  const verdicts = corpusVerdicts();
  return corpusFiles().flatMap(({ path, text }) => {
    const verdict = verdicts.get(path);
    const judged = verdict?.afterRepair === 'pass' && verdict.wrappedAs !== undefined;
    return judged ? [{ name: path, text: prepare(text), context: contextOf[verdict.wrappedAs] }] : [];
  });
}

function errors(text: string, context: Context): readonly Finding[] {
  const file = { uri: 'file:///test/nginx.conf' as Uri, version: 0, text };
  const root = dialect.parse(file);
  const unit = { root, main: context === 'main', files: [root], included: () => [] };
  return dialect.problems(unit, { nginx: {} }).filter((finding) => finding.severity === 'error');
}

/** The context is declared in a comment, as a person would in a fragment. */
function declared({ text, context }: Sample): string {
  const path = { main: 'main', http: 'http', server: 'http,server', location: 'http,server,location' }[
    context
  ];
  return `# gateway-lint: context=${path}\n${text}`;
}

/** A small generator of numbers in [0, 1), so that a seed names a run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Drops one `;`, `{`, `}` or quote, wherever it stands but in a comment line. */
function mutate(
  text: string,
  random: () => number,
): { readonly text: string; readonly what: string } | undefined {
  const kinds = [';', '{', '}', '"', "'"];
  const wanted = kinds[Math.floor(random() * kinds.length)] ?? ';';
  const places = text.split('').flatMap((ch, i) => {
    const line = text.slice(text.lastIndexOf('\n', i - 1) + 1, i);
    return ch === wanted && !line.trimStart().startsWith('#') ? [i] : [];
  });
  const at = places[Math.floor(random() * places.length)];
  if (at === undefined) return undefined;
  const line = text.slice(0, at).split('\n').length;
  return { text: text.slice(0, at) + text.slice(at + 1), what: `without ${wanted} in line ${String(line)}` };
}

/** The share of mutated samples on which nginx and the linter agree, and every disagreement. */
function compare(
  samples: readonly Sample[],
  count: number,
  seed: number,
): { agreed: number; refused: number; disagreements: readonly string[] } {
  const random = randomFrom(seed);
  const disagreements: string[] = [];
  let refused = 0;
  for (let done = 0; done < count;) {
    const sample = samples[Math.floor(random() * samples.length)];
    const mutated = sample && mutate(declared(sample), random);
    if (mutated === undefined) continue;
    done++;
    const verdict = nginxTest(mutated.text, { context: sample?.context ?? 'main' });
    const accepted = verdict.accepted || verdict.late || otherGrammars.test(verdict.message);
    if (!accepted) refused++;
    const found = errors(mutated.text, sample?.context ?? 'main');
    if (accepted === (found.length === 0)) continue;
    const ours = found.map((finding) => `${finding.rule}: ${finding.message}`).join(' / ') || 'nothing';
    disagreements.push(
      `${sample?.name ?? ''} ${mutated.what}\n    nginx:  ${accepted ? 'accepted' : verdict.message}\n    linter: ${ours}`,
    );
  }
  return { agreed: count - disagreements.length, refused, disagreements };
}

test('our own samples are accepted by nginx and by the linter', () => {
  for (const sample of own) {
    const { accepted, message } = nginxTest(sample.text, { context: sample.context });
    assert.ok(accepted, `${sample.name}: ${message}`);
    assert.deepEqual(errors(declared(sample), sample.context), [], sample.name);
  }
});

test('the linter has no error for the files of the corpus that nginx accepts', (t) => {
  if (!corpusIsHere) t.diagnostic(corpusIsAbsent);
  const samples = corpusSamples();
  for (const sample of samples) {
    const { accepted, late, message } = nginxTest(sample.text, { context: sample.context });
    if (!accepted && !late) t.diagnostic(`${sample.name}: nginx says ${message}`);
    else assert.deepEqual(errors(sample.text, sample.context), [], sample.name);
  }
  t.diagnostic(`${String(samples.length)} files`);
});

test('nginx and the linter agree on every statement of the recorded cases', (t) => {
  for (const [id, text] of Object.entries(syntaxCases)) {
    const sample: Sample = { name: id, text, context: 'server' };
    const { accepted, message } = nginxTest(text, { context: 'server' });
    const found = errors(declared(sample), 'server').map((finding) => finding.message);
    assert.equal(
      found.length === 0,
      accepted,
      `${id}: ${text}\nnginx: ${message}\nlinter: ${found.join(' / ')}`,
    );
  }
  t.diagnostic(`${String(Object.keys(syntaxCases).length)} statements`);
});

test('arguments that nginx takes are no errors', (t) => {
  const samples = (texts: readonly string[], context: Context): readonly Sample[] =>
    texts.map((text) => ({ name: text, text, context }));
  const all = [...samples(argumentCases, 'server'), ...samples(httpArgumentCases, 'http')];
  for (const sample of all) {
    const { accepted, message } = nginxTest(sample.text, { context: sample.context });
    assert.ok(accepted, `${sample.text}: nginx says ${message}`);
    assert.deepEqual(errors(declared(sample), sample.context), [], sample.text);
  }
  t.diagnostic(`${String(all.length)} statements`);
});

for (const [title, samples, count, seed] of [
  ['our own samples', own, ownMutations, firstSeed],
  ['the corpus', corpusIsHere ? corpusSamples() : [], corpusMutations, firstSeed + 1],
] as const) {
  test(`nginx and the linter agree on what is wrong when a character is dropped from ${title}`, (t) => {
    if (samples.length === 0) {
      t.diagnostic(corpusIsAbsent);
      return;
    }
    const { agreed, refused, disagreements } = compare(samples, count, seed);
    t.diagnostic(`${String(agreed)} of ${String(count)} agree; nginx refused ${String(refused)}`);
    assert.deepEqual(disagreements, []);
  });
}
