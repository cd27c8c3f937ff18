import type { HeaderOp, Reach, StatusSet } from '../../../model/header-op.ts';
import { quoteWord } from '../../../syntax/nginx/word.ts';
import { headerValue } from './header-text.ts';
import type { Located } from './located.ts';

/**
 * Instructions of modules whose header filters run before `add_header`: headers-more (which inherits by appending,
 * outer levels first) and Lua, whose code is not read.
 */
export function earlyOps(item: Located): readonly HeaderOp[] {
  if (item.name === 'more_set_headers') return moreHeaders(item, 'set');
  if (item.name === 'more_clear_headers') return moreHeaders(item, 'remove');
  if (item.name.startsWith('header_filter_by_lua') && mayTouchFraming(item)) return [unknownOp(item)];
  return [];
}

/** ngx_http_headers_more_parse_directive: options anywhere, each other argument one header. */
function moreHeaders(item: Located, kind: 'set' | 'remove'): readonly HeaderOp[] {
  const { args } = item;
  const headers: number[] = [];
  let statuses: StatusSet | undefined;
  let byType = false;
  let append = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-s') statuses = statusList(args[++i] ?? '');
    else if (arg === '-t') byType = i++ < args.length;
    else if (arg === '-a') append = true;
    else headers.push(i);
  }
  const reach: Reach = {
    ...(statuses && { statuses }),
    ...(byType && { when: { label: 'by content type', holds: () => undefined } }),
  };
  return headers.flatMap((index) => moreHeader(item, index, kind, append, headers.length === 1, reach));
}

function statusList(text: string): StatusSet {
  return text
    .split(/\s+/)
    .map(Number)
    .filter((status) => Number.isInteger(status))
    .map((status) => [status, status]);
}

function moreHeader(
  item: Located,
  index: number,
  kind: 'set' | 'remove',
  append: boolean,
  alone: boolean,
  reach: Reach,
): readonly HeaderOp[] {
  const word = item.word(index);
  const text = item.args[index] ?? '';
  // ngx_http_headers_more_parse_header: the name ends at the first colon or blank, then both are skipped.
  const [, spelling = '', value = ''] = /^([^:\s]*)[:\s]*([^]*)$/.exec(text) ?? [];
  if (word === undefined || spelling === '') return [];
  const at = item.place(word);
  const prefix = spelling.length > 1 && spelling.endsWith('*');
  const clears = kind === 'remove' || value === '';
  return [
    {
      kind: clears ? 'remove' : append ? 'append' : prefix ? 'set-if-present' : 'set',
      name: { text: (prefix ? spelling.slice(0, -1) : spelling).toLowerCase(), prefix },
      spelling,
      value: headerValue(clears ? '' : value, at),
      whenEmpty: 'skip',
      reach,
      nameAt: at,
      statement: item.place(item.directive),
      edits:
        kind === 'set' && alone
          ? {
              rewrite: (part) => [
                {
                  at,
                  text: quoteWord(`${part.name ?? spelling}: ${part.value ?? value}`, word.quote || '"'),
                },
              ],
            }
          : {},
    },
  ];
}

/** A Lua block whose text cannot name a framing header is taken at its word; a file is never read. */
function mayTouchFraming(item: Located): boolean {
  const raw = item.directive.body?.raw;
  const code = raw
    ? item.file.file.text.slice(raw.start, raw.end)
    : item.name.endsWith('_block')
      ? ''
      : undefined;
  return code === undefined || /frame|security.?policy|require|\bload|dofile|pairs/i.test(code);
}

function unknownOp(item: Located): HeaderOp {
  return {
    kind: 'unknown',
    name: { text: '', prefix: true },
    spelling: '',
    value: { kind: 'literal', text: '', at: item.nameAt },
    whenEmpty: 'skip',
    reach: {},
    nameAt: item.nameAt,
    statement: item.place(item.directive),
    edits: {},
  };
}
