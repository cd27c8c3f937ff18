import { TokenKind } from '../../syntax/nginx/tokens.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';

const marker = /^(\{\{.*?\}\}|\{%.*?%\}|<%.*?%>)/;

/**
 * Whether the file is a template (Jinja, Go, ERB, …) that only becomes nginx configuration when it is filled in.
 * Marks inside quotes and Lua do not count: they are text to nginx. `${NAME}` needs no mention: it is a word.
 */
export function isTemplate({ text, tokens }: NginxTree): boolean {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('<%')) return false;
  let start = 0;
  for (let i = 0; i < tokens.count; i++) {
    const end = tokens.ends[i] ?? start;
    const kind = tokens.kinds[i];
    // `{` of `{{` or `{%`; `<` of `<%`, which may stand inside a word.
    if (kind === TokenKind.open && marker.test(text.slice(start, start + 400))) return true;
    if (kind === TokenKind.word) {
      const erb = text.slice(start, end).indexOf('<%');
      if (erb >= 0 && marker.test(text.slice(start + erb, start + erb + 400))) return true;
    }
    start = end;
  }
  return false;
}
