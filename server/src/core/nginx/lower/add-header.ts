import type { HeaderOp, StatusSet } from '../../model/header-op.ts';
import type { Change } from '../../model/place.ts';
import type { Word } from '../../syntax/nginx/tree.ts';
import { quoteWord } from '../../syntax/nginx/word.ts';
import { removeStatement } from './edit.ts';
import { headerValue } from './header-text.ts';
import type { Located } from './located.ts';

/** The statuses on which `add_header` works without `always` (ngx_http_add_header_filter's safe_status, ≥ 1.13.0). */
export const SAFE_STATUSES: StatusSet = [
  [200, 201],
  [204, 204],
  [206, 206],
  [301, 304],
  [307, 308],
];

/** The only names that `add_header` replaces; every other line is added (ngx_http_set_headers). */
const REPLACED: ReadonlySet<string> = new Set(['last-modified', 'etag']);

/** Lowers one `add_header`; undefined where nginx would refuse it (ngx_http_headers_add). */
export function addHeaderOp(item: Located, removable: boolean): HeaderOp | undefined {
  const { directive } = item;
  const [name, value, parameter] = item.args;
  const [nameWord, valueWord] = directive.args;
  if (name === undefined || value === undefined || nameWord === undefined || valueWord === undefined)
    return undefined;
  if (directive.args.length > 3 || (parameter !== undefined && parameter !== 'always')) return undefined;
  const always = parameter === 'always';
  const statement = item.place(directive);
  const at = item.place({ start: directive.headEnd, end: directive.headEnd });
  return {
    kind: REPLACED.has(name.toLowerCase()) ? 'set' : 'append',
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: headerValue(value, item.place(valueWord)),
    // ngx_http_add_header: a value that evaluates to nothing sends no line.
    whenEmpty: 'skip',
    reach: always ? {} : { statuses: SAFE_STATUSES },
    nameAt: item.place(nameWord),
    statement,
    edits: {
      rewrite: (part) => [
        ...(part.name === undefined ? [] : [rewriteWord(item, nameWord, part.name)]),
        ...(part.value === undefined ? [] : [rewriteWord(item, valueWord, part.value)]),
      ],
      ...(always || !directive.complete
        ? {}
        : {
            everyStatus: {
              title: 'Add always, so that error pages carry it too',
              changes: [{ at, text: ' always' }],
            },
          }),
      ...(removable ? { remove: [removeStatement(item)] } : {}),
    },
  };
}

/** Another text for one word, in the quoting that the file uses there. */
function rewriteWord(item: Located, word: Word, text: string): Change {
  return { at: item.place(word), text: quoteWord(text, word.quote) };
}
