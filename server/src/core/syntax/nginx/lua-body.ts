/**
 * The end of a `*_by_lua_block` body: the offset of the `}` that closes it, or -1.
 *
 * lua-nginx-module reads the body with its own lexer (ngx_http_lua_lex.rl, generated): only braces, short strings on
 * one line, long brackets and comments count; nginx's quotes, `;` and `#` mean nothing in it.
 * @param start the offset after the opening `{`
 */
export function luaBodyEnd(text: string, start: number): number {
  let depth = 1;
  let i = start;
  while (i < text.length) {
    const ch = text[i];
    if (ch === '{') depth++;
    else if (ch === '}') {
      if (--depth === 0) return i;
    } else if (ch === '"' || ch === "'") {
      i = shortStringEnd(text, i, ch);
      continue;
    } else if (ch === '[') {
      const end = longBracketEnd(text, i);
      if (end > i) {
        i = end;
        continue;
      }
    } else if (ch === '-' && text[i + 1] === '-') {
      i = commentEnd(text, i);
      continue;
    }
    i++;
  }
  return -1;
}

/** After the closing quote; after the opening one where its line does not close it, for then it is no string. */
function shortStringEnd(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    const ch = text[i];
    if (ch === '\n') break;
    if (ch === quote) return i + 1;
    if (ch === '\\' && text[i + 1] !== '\n') i++;
  }
  return start + 1;
}

/** After `]==]` for the `[==[` at `start`; `start` itself where there is no long bracket. */
function longBracketEnd(text: string, start: number): number {
  let level = start + 1;
  while (text[level] === '=') level++;
  if (text[level] !== '[') return start;
  const close = `]${'='.repeat(level - start - 1)}]`;
  const end = text.indexOf(close, level + 1);
  return end < 0 ? start : end + close.length;
}

function commentEnd(text: string, start: number): number {
  const long = text[start + 2] === '[' ? longBracketEnd(text, start + 2) : start + 2;
  if (long > start + 2) return long;
  const lf = text.indexOf('\n', start);
  return lf < 0 ? text.length : lf;
}

/** Where a body without its closing brace most likely ends: at the first line that is a brace no deeper than the block. */
export function lostLuaBodyEnd(text: string, start: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0].length ?? 0;
  const brace = new RegExp(`\\n[ \\t]{0,${String(indentation)}}\\}`, 'g');
  brace.lastIndex = start;
  return brace.test(text) ? brace.lastIndex - 1 : -1;
}
