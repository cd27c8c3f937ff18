import type { Condition, HeaderOp, Reach, StatusSet } from '../../model/header-op.ts';
import type { Place } from '../../model/place.ts';
import type { Word } from '../../syntax/nginx/tree.ts';
import { quoteWord } from '../../syntax/nginx/word.ts';
import { removeStatement } from './edit.ts';
import { headerValue } from './header-text.ts';
import type { Located } from './located.ts';

/**
 * Instructions of modules whose header filters run before `add_header`: headers-more (which inherits by appending,
 * outer levels first), GetPageSpeed's security_headers (X-Frame-Options on HTML), and Lua and njs, whose code is not
 * read.
 */
export function earlyOps(item: Located): readonly HeaderOp[] {
  if (item.name === 'more_set_headers') return moreHeaders(item, 'set');
  if (item.name === 'more_clear_headers') return moreHeaders(item, 'remove');
  if (item.name === 'security_headers' && item.args[0] === 'on') return [unknownOp(item, 'x-frame-options')];
  return runsCode(item) ? [unknownOp(item, '')] : NONE;
}

const NONE: readonly HeaderOp[] = [];

/** ngx_http_headers_more_parse_directive: options anywhere, each other argument one header. */
function moreHeaders(item: Located, kind: 'set' | 'remove'): readonly HeaderOp[] {
  const { args } = item;
  const headers: number[] = [];
  let statuses: StatusSet | undefined;
  let types: readonly string[] | undefined;
  let append = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-s') statuses = statusList(args[++i] ?? '');
    else if (arg === '-t') types = (args[++i] ?? '').split(/[\s;]+/);
    else if (arg === '-a') append = true;
    else headers.push(i);
  }
  const reach: Reach = {
    ...(statuses && { statuses }),
    ...(types && { when: ofTypes(types) }),
  };
  return headers.flatMap((index) => moreHeader(item, index, kind, append, headers.length === 1, reach));
}

/** ngx_http_headers_more_check_type: the content type without its parameters, letter by letter. */
function ofTypes(types: readonly string[]): Condition {
  return {
    label: `of type ${types.join(' or ')}`,
    holds: ({ contentType }) => (contentType === undefined ? undefined : types.includes(contentType)),
  };
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
  // Nothing is appended then, and nothing cleared (ngx_http_set_header_helper).
  if (append && value === '') return [];
  const at = item.place(word);
  const prefix = spelling.length > 1 && spelling.endsWith('*');
  const clears = kind === 'remove' || value === '';
  return [
    {
      kind: clears ? 'remove' : append ? 'append' : 'set',
      name: { text: (prefix ? spelling.slice(0, -1) : spelling).toLowerCase(), prefix },
      spelling,
      value: headerValue(clears ? '' : value, at),
      whenEmpty: 'skip',
      reach,
      nameAt: at,
      statement: item.place(item.directive),
      edits: alone ? editsOf(item, kind, { at, quote: word.quote, spelling, value }) : {},
    },
  ];
}

/** Commands of outer levels stay in force beside inner ones, so taking one out brings nothing back. */
function editsOf(
  item: Located,
  kind: 'set' | 'remove',
  { at, quote, spelling, value }: MoreWord,
): HeaderOp['edits'] {
  const remove = [removeStatement(item)];
  if (kind === 'remove') return { remove };
  return {
    rewrite: (part) => [
      { at, text: quoteWord(`${part.name ?? spelling}: ${part.value ?? value}`, quote || '"') },
    ],
    remove,
  };
}

/** The one argument of `more_set_headers`: name and value in one word. */
interface MoreWord {
  readonly at: Place;
  readonly quote: Word['quote'];
  readonly spelling: string;
  readonly value: string;
}

/**
 * Whether code that may set a framing header runs here. A header filter is there to touch headers, so it is taken at its
 * word only where its text is here and cannot name one; other phases are suspected only where they do name one, since
 * what a content handler sends of itself is like what a service behind sends.
 */
function runsCode(item: Located): boolean {
  if (item.name === 'js_header_filter') return true;
  // Nearly no directive is one of these.
  if (!item.name.includes('_by_lua')) return false;
  const [, phase, kind] = /^(.+)_by_lua(_block|_file)?$/.exec(item.name) ?? [];
  if (phase === undefined) return false;
  const raw = item.directive.body?.raw;
  const block = raw && item.file.file.text.slice(raw.start, raw.end);
  const code = kind === '_file' ? undefined : kind === '_block' ? (block ?? '') : (item.args[0] ?? '');
  const named = code !== undefined && /frame|security.?policy/i.test(code);
  if (phase !== 'header_filter') return named;
  return named || code === undefined || /require|\bload|dofile|pairs/i.test(code);
}

function unknownOp(item: Located, name: string): HeaderOp {
  return {
    kind: 'unknown',
    name: { text: name, prefix: name === '' },
    spelling: name,
    value: { kind: 'literal', text: '', at: item.nameAt },
    whenEmpty: 'skip',
    reach: {},
    nameAt: item.nameAt,
    statement: item.place(item.directive),
    edits: {},
  };
}
