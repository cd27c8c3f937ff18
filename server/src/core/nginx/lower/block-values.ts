import type { Possible } from '../../model/possible.ts';
import { insertIntoBlock } from './edit.ts';
import type { Located } from './located.ts';
import { mapEntries, matchMap, unescapeKey } from './map-lines.ts';
import { always, capped, choice, inCase, wordValue, type Values } from './possible-values.ts';
import { quoteWord } from '../../syntax/nginx/word.ts';

/** Evaluates a template. */
type Evaluate = (template: string, at: Possible) => Values;

/** Stands for "none of the keys". */
const NONE = '\0';

/** A `map` with a source of which only its own keys are known. `keys`: those of all maps of the same source. */
export function mapValues(
  block: Located,
  lines: readonly Located[],
  keys: readonly string[],
  evaluate: Evaluate,
): Values {
  const source = block.args[0] ?? '';
  const byLine = new Map<Located | undefined, string[]>();
  for (const key of [...keys, NONE]) {
    const line = lineOfKey(lines, key);
    const known = byLine.get(line);
    if (known === undefined) byLine.set(line, [key]);
    else known.push(key);
  }
  return allOf(
    [...byLine].map(([line, answers]) => {
      const label = lineLabel(source, line);
      const rest = line === undefined || line.name === 'default';
      return lineValues(block, line, evaluate)?.flatMap((value) =>
        inCase(value, { label, rest, when: choice(source, answers) }),
      );
    }),
  );
}

/** A `map` of a source whose values are themselves a short list. */
export function mapOfKnown(
  block: Located,
  lines: readonly Located[],
  sources: readonly Possible[],
  evaluate: Evaluate,
): Values {
  return allOf(
    sources.map((source) => {
      const match = matchMap(lines, source.text);
      // What a pattern captures is not followed.
      return match && lineValues(block, match.line, evaluate)?.flatMap((value) => inCase(value, source));
    }),
  );
}

/** The values of a `geo`, which are plain text. */
export function geoValues(block: Located, lines: readonly Located[]): Values {
  const name = block.args.at(-1) ?? '';
  const networks = lines.filter(({ name: key, args }) => args.length > 0 && !GEO_SETTINGS.has(key));
  const byDefault = lines.find((line) => line.name === 'default');
  const literal: Evaluate = (_template, at) => [at];
  const cases = [...networks, byDefault].map((line) => {
    const rest = line === undefined || line === byDefault;
    const label = rest ? `no network of geo ${name} matches` : `the address is in ${line.name}`;
    const when = choice(`geo ${name}`, [rest ? NONE : line.name]);
    return lineValues(block, line, literal)?.flatMap((value) => inCase(value, { label, rest, when }));
  });
  return allOf(cases);
}

const GEO_SETTINGS: ReadonlySet<string> = new Set([
  'default',
  'delete',
  'include',
  'proxy',
  'proxy_recursive',
  'ranges',
]);

/** A share that is not covered is empty. */
export function splitValues(block: Located, lines: readonly Located[], evaluate: Evaluate): Values {
  const shares = lines.filter(({ args }) => args.length > 0);
  const isWhole =
    shares.some(({ name }) => name === '*') ||
    shares.reduce((sum, { name }) => sum + Number.parseFloat(name), 0) >= 100;
  const question = `split_clients ${block.args.join(' ')}`;
  return allOf(
    [...shares, ...(isWhole ? [] : [undefined])].map((line) => {
      const rest = line === undefined;
      const label = rest ? 'no share of split_clients applies' : `split_clients takes ${line.name}`;
      const when = choice(question, [line?.name ?? NONE]);
      return lineValues(block, line, evaluate)?.flatMap((value) => inCase(value, { label, rest, when }));
    }),
  );
}

function lineOfKey(lines: readonly Located[], key: string): Located | undefined {
  const entries = mapEntries(lines);
  const byDefault = entries.find(({ name }) => name === 'default');
  if (key === NONE) return byDefault;
  const own = entries.find(({ name }) => name.toLowerCase() === key.toLowerCase());
  if (own !== undefined) return own;
  // Which texts another map's pattern stands for cannot be told; mostly no line of this one matches them.
  if (/^~|^\*?\.|\.\*$/.test(key)) return byDefault;
  const match = matchMap(lines, unescapeKey(key));
  return match === undefined ? byDefault : match.line;
}

/** What a line gives; where there is none, nothing, and a default would mend it. */
function lineValues(block: Located, line: Located | undefined, evaluate: Evaluate): Values {
  if (line !== undefined) {
    const [text = ''] = line.args;
    return evaluate(text, wordValue(line, 0, text));
  }
  const isClosed = block.directive.body?.closed === true;
  const rewrite: Possible['rewrite'] = (value) =>
    insertIntoBlock(block, [`default ${quoteWord(value, '"')};`]);
  return [{ ...always('', block.head), ...(isClosed && block.name !== 'split_clients' ? { rewrite } : {}) }];
}

function lineLabel(source: string, line: Located | undefined): string {
  if (line === undefined) return `no line of map ${source} matches`;
  const { name } = line;
  if (name === 'default') return `no other line of map ${source} matches`;
  if (name.startsWith('~')) return `${source} matches ${name.replace(/^~\*?/, '')}`;
  return `${source} is ${unescapeKey(name) || 'empty'}`;
}

function allOf(cases: readonly Values[]): Values {
  const known: Possible[] = [];
  for (const values of cases) {
    if (values === undefined) return undefined;
    known.push(...values);
  }
  return capped(known);
}
