import type { Word } from './tree.ts';

/**
 * What nginx makes of a word: quotes dropped, and of the escapes only `\"`, `\'`, `\\`, `\t`, `\r`, `\n` translated;
 * every other pair keeps its backslash (ngx_conf_read_token).
 */
export function wordText(text: string, word: Word): string {
  const raw = word.quote === '' ? text.slice(word.start, word.end) : quotedText(text, word);
  return raw.includes('\\') ? unescape(raw) : raw;
}

function quotedText(text: string, word: Word): string {
  const closed = word.end - word.start > 1 && text[word.end - 1] === word.quote;
  return text.slice(word.start + 1, closed ? word.end - 1 : word.end);
}

function unescape(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_, ch: string) => {
    if (ch === 't') return '\t';
    if (ch === 'r') return '\r';
    return ch === 'n' ? '\n' : ch;
  });
}

/** Writes `value` so that nginx reads it back, in the given quoting; bare only where that is possible. */
export function quoteWord(value: string, quote: Word['quote']): string {
  if (quote === '' && /^[^\s;{}"'\\#$][^\s;{\\$]*$/.test(value)) return value;
  const mark = quote === '' ? (value.includes('"') && !value.includes("'") ? "'" : '"') : quote;
  const escaped = value.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped}${mark}`;
}
