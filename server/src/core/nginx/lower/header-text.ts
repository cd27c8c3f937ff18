import type { HeaderValue } from '../../model/header-op.ts';
import type { Place } from '../../model/place.ts';

const VARIABLE = /\$(?:\{\w+\}|\w+)/g;

/**
 * A value as nginx compiles it (ngx_http_compile_complex_value): `$name` and `${name}` are variables in every kind of
 * quoting, and nothing protects a `$`.
 */
export function headerValue(text: string, at: Place): HeaderValue {
  if (!text.includes('$')) return { kind: 'literal', text, at };
  const parts: (string | undefined)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(undefined);
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return { kind: 'literal', text, at };
  if (end < text.length) parts.push(text.slice(end));
  return { kind: 'dynamic', parts, template: text, at };
}
