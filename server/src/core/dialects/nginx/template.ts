import { TokenKind } from '../../syntax/nginx/tokens.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';

const marker = /^(\{\{.*?\}\}|\{%.*?%\}|<%.*?%>)/;

/**
 * Whether the file is a template (Jinja, Go, ERB, Penlight) that only becomes nginx configuration when it is filled in.
 * Marks inside quotes and Lua do not count: they are text to nginx. `${NAME}` needs no mention: it is a word.
 */
export function isTemplate({ text, tokens }: NginxTree): boolean {
  if (!['{{', '{%', '<%', '\n>'].some((mark) => text.includes(mark))) return false;
  let start = 0;
  for (let i = 0; i < tokens.count; i++) {
    const end = tokens.ends[i] ?? start;
    const kind = tokens.kinds[i];
    // `{` of `{{` or `{%`; `<` of `<%`, which may stand inside a word.
    if (kind === TokenKind.open && marker.test(text.slice(start, start + 400))) return true;
    if (kind === TokenKind.word) {
      // Penlight, as Kong uses it: lines of `> if … then`.
      if (text[start] === '>' && end === start + 1 && text[start - 1] === '\n') return true;
      const erb = text.slice(start, end).indexOf('<%');
      if (erb >= 0 && marker.test(text.slice(start + erb, start + erb + 400))) return true;
    }
    start = end;
  }
  return false;
}
