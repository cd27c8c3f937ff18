import { absolute } from './paths.ts';
import { compilePattern } from './pattern.ts';
import { either, fileAt, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '~', '~*', '!~', '!~*']);

/** The condition of an `if`, its parentheses already off (ngx_http_rewrite_if_condition). */
export function* conditionHolds(words: readonly string[], t: Transaction): Sim<boolean> {
  const [first = '', operator, ...rest] = words;
  const about = words.join(' ');
  const [, negated, test] = /^(!?)-([fdex])$/.exec(first) ?? [];
  if (test !== undefined) {
    const holds = yield* fileTest(test, operator ?? '', t);
    return holds !== (negated === '!');
  }
  const left = operandValue(first, t);
  if (operator === undefined) return left === undefined ? yield* either(about) : left !== '' && left !== '0';
  if (!OPERATORS.has(operator)) return yield* either(about);
  const right = rest.join(' ');
  if (left === undefined) return yield* either(about);
  if (operator === '=' || operator === '!=') {
    const value = evaluate(right, t);
    return value === undefined ? yield* either(about) : (left === value) === (operator === '=');
  }
  const captures = compilePattern(right, operator.endsWith('*')).exec(left);
  if (captures === undefined) return yield* either(about);
  if (captures === null) t.captures = [];
  else t.capture(captures);
  return (captures !== null) !== operator.startsWith('!');
}

function* fileTest(test: string, template: string, t: Transaction): Sim<boolean> {
  const path = evaluate(template, t);
  const full = path === undefined ? undefined : absolute(path, t);
  if (full === undefined) return yield* either(`whether ${template} exists`);
  const { kind } = yield* fileAt(full);
  if (test === 'x' && kind === 'file') return yield* either(`whether ${full} may be executed`);
  if (test === 'f') return kind === 'file';
  return test === 'd' ? kind === 'directory' : kind !== 'missing';
}

/** The words between the parentheses of `if (…)`. */
export function conditionWords(args: readonly string[]): readonly string[] {
  const words = [...args];
  words[0] = (words[0] ?? '').replace(/^\(/, '');
  const last = words.length - 1;
  words[last] = (words[last] ?? '').replace(/\)$/, '');
  return words.filter((word, index) => word !== '' || (index !== 0 && index !== last));
}

/** The left side is a variable; glued text is part of its name (`$arg_a="x"` loads, and is never true). */
function operandValue(word: string, t: Transaction): string | undefined {
  return /^\$(\w+|\{\w+\})$/.test(word) ? evaluate(word, t) : '';
}
