/**
 * A small reading of nginx's tokens, only for preparing files for the judge. It is deliberately not the product's
 * parser: what judges the parser must not share its mistakes. Broken text is passed on as it is; nginx will say so.
 */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** The token without its quotes; escapes stay as written. */
  readonly text: string;
}

export interface Directive {
  readonly name: string;
  readonly words: readonly Word[];
  readonly args: readonly Word[];
  /** From the name to the `;` or `{`, inclusive. */
  readonly start: number;
  readonly end: number;
  /** Names of the blocks around it, outermost first. */
  readonly context: readonly string[];
}

/** Blocks whose lines are data: their first word is no directive, except `include`. */
const dataBlocks = new Set([
  'types',
  'map',
  'geo',
  'split_clients',
  'charset_map',
  'match',
  'geoip2',
  'num_map',
]);

/** All directives of the text, in order, flat. */
export function scan(text: string): readonly Directive[] {
  const found: Directive[] = [];
  const context: string[] = [];
  let words: Word[] = [];
  let at = 0;

  const finish = (end: number): Directive | undefined => {
    const [first, ...args] = words;
    const done = first && { name: first.text, words, args, start: first.start, end, context: [...context] };
    words = [];
    if (done && (!dataBlocks.has(context.at(-1) ?? '') || done.name === 'include')) found.push(done);
    return done;
  };

  while (at < text.length) {
    const c = text.charAt(at);
    if (' \t\r\n'.includes(c)) at++;
    else if (c === '#') at = endOr(text, text.indexOf('\n', at));
    else if (c === ';') finish(++at);
    else if (c === '{') {
      const opened = finish(++at);
      const name = opened?.name ?? '';
      if (name.endsWith('_by_lua_block')) at = afterLua(text, at);
      else context.push(name);
    } else if (c === '}') {
      words = [];
      context.pop();
      at++;
    } else {
      const word = readWord(text, at);
      words.push(word);
      at = word.end;
    }
  }
  return found;
}

function readWord(text: string, start: number): Word {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    let end = start + 1;
    while (end < text.length && text.charAt(end) !== quote) end += text.charAt(end) === '\\' ? 2 : 1;
    return { start, end: Math.min(end + 1, text.length), text: text.slice(start + 1, end) };
  }
  let end = start;
  while (end < text.length && !' \t\r\n;'.includes(text.charAt(end))) {
    // `${name}`: the brace right after a dollar opens no block.
    if (text.charAt(end) === '{' && text.charAt(end - 1) !== '$') break;
    end += text.charAt(end) === '\\' ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return { start, end, text: text.slice(start, end) };
}

/** Past the brace that closes a Lua body; braces in its strings and comments do not count. */
function afterLua(text: string, from: number): number {
  const piece =
    /--\[(=*)\[[^]*?\]\1\]|\[(=*)\[[^]*?\]\2\]|--[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]/g;
  piece.lastIndex = from;
  let depth = 1;
  for (let m = piece.exec(text); m !== null; m = piece.exec(text)) {
    if (m[0] === '{') depth++;
    if (m[0] === '}' && --depth === 0) return piece.lastIndex;
  }
  return text.length;
}

function endOr(text: string, index: number): number {
  return index < 0 ? text.length : index;
}
