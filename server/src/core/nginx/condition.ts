const operators: ReadonlySet<string> = new Set(['=', '!=', '~', '~*', '!~', '!~*']);

/**
 * What is wrong with the arguments of `if`, or `undefined`. The grammar is that of ngx_http_rewrite_if_condition:
 * `(` and `)` around one variable, a comparison of a variable with a value, or a test of a file.
 */
export function conditionFault(args: readonly string[]): string | undefined {
  if (!args[0]?.startsWith('(')) return 'it has to start with "("';
  if (!args.at(-1)?.endsWith(')')) return 'it has to end with ")"';
  const words = strip(args);
  const [first = '', operator, value] = words;
  if (first === '') return 'it is empty';
  if (first.startsWith('$') && first.length > 1) {
    if (operator === undefined) return undefined;
    if (!operators.has(operator))
      return `"${operator}" is no operator; nginx has ${[...operators].join(' ')}`;
    if (value === undefined) return 'a comparison needs a value on its right';
    return words.length > 3
      ? 'it compares one variable with one value and knows no "and" or "or"'
      : undefined;
  }
  if (/^!?-[fdex]$/.test(first)) {
    return words.length === 2 ? undefined : `"${first}" needs exactly one path`;
  }
  return first.includes('$') ? undefined : 'it has to start with a variable or a test of a file';
}

/** The words inside the parentheses, which may stand alone or be glued to words. */
function strip(args: readonly string[]): readonly string[] {
  const words = [...args];
  words[0] = (words[0] ?? '').slice(1);
  const last = words.length - 1;
  words[last] = (words[last] ?? '').slice(0, -1);
  if (words[0] === '') words.shift();
  if (words.length > 0 && words.at(-1) === '') words.pop();
  return words;
}
