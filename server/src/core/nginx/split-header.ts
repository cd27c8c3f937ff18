import type { Finding } from '../model/finding.ts';
import type { Uri } from '../model/place.ts';
import type { Directive } from '../syntax/nginx/tree.ts';
import { quoteWord, wordText } from '../syntax/nginx/word.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-directive/rule.ts';

/**
 * `more_set_headers X-Frame-Options: DENY;`: each argument is a header of its own, one without a value is cleared
 * (ngx_http_headers_more_parse_directive), and the value is taken for a further name.
 */
export function splitHeader(
  directive: Directive,
  name: string,
  { text, uri }: { readonly text: string; readonly uri: Uri },
): Finding | undefined {
  if (name !== 'more_set_headers') return undefined;
  const words = directive.args.map((word) => ({ word, text: wordText(text, word) }));
  const first = words.findIndex(
    (each, index) => /^[\w-]+:$/.test(each.text) && !/^-[st]$/.test(words[index - 1]?.text ?? ''),
  );
  const [head, ...values] = first < 0 ? [] : words.slice(first);
  const last = values.at(-1);
  // A further header, or an option, would be swallowed by the quotes.
  if (head === undefined || last === undefined || values.some((each) => /^[\w-]+:|^-/.test(each.text)))
    return undefined;
  const header = head.text.slice(0, -1);
  const at = { uri, start: head.word.start, end: last.word.end };
  const value = values.map((each) => each.text).join(' ');
  const quoted = quoteWord(`${header}: ${value}`, '"');
  return nginxFinding(
    meta,
    'split-header',
    at,
    { name, header, value },
    {
      severity: 'warning',
      fixes: [
        {
          title: `Quote "${header}: ${value}"`,
          safe: values.length === 1,
          changes: [{ at, text: quoted }],
        },
      ],
    },
  );
}
