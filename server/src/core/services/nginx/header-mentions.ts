import type { Span } from '../../model/place.ts';
import type { Directive, Word } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import { isClosed } from './statement.ts';

/**
 * What a directive does with the header that it names. `send`, `clear`: on the response; `hide`, `pass`: what the
 * service behind sent; `request`: on the request to it; `trailer`: after the body.
 */
export type HeaderUse = 'send' | 'clear' | 'hide' | 'pass' | 'request' | 'trailer';

/** Where a directive takes header names: the first argument, or in each `Name: value` argument (headers-more). */
export interface HeaderSyntax {
  readonly use: HeaderUse;
  readonly form: 'name' | 'name value' | 'lines';
}

const upstreams = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc'];

const syntaxes: ReadonlyMap<string, HeaderSyntax> = new Map<string, HeaderSyntax>([
  ['add_header', { use: 'send', form: 'name value' }],
  ['add_trailer', { use: 'trailer', form: 'name value' }],
  ['more_set_headers', { use: 'send', form: 'lines' }],
  ['more_clear_headers', { use: 'clear', form: 'lines' }],
  ['more_set_input_headers', { use: 'request', form: 'lines' }],
  ['proxy_set_header', { use: 'request', form: 'name value' }],
  ['grpc_set_header', { use: 'request', form: 'name value' }],
  ...upstreams.flatMap((upstream): [string, HeaderSyntax][] => [
    [`${upstream}_hide_header`, { use: 'hide', form: 'name' }],
    [`${upstream}_pass_header`, { use: 'pass', form: 'name' }],
  ]),
]);

export function headerSyntax(directive: string): HeaderSyntax | undefined {
  return syntaxes.get(directive);
}

export interface HeaderMention {
  readonly use: HeaderUse;
  readonly name: string;
  readonly nameAt: Span;
  /** Absent where the directive gives none. */
  readonly value: string | undefined;
  readonly valueAt: Span | undefined;
}

/** Every header that the directive names. */
export function headerMentions(text: string, directive: Directive): readonly HeaderMention[] {
  const syntax = headerSyntax(wordText(text, directive.name));
  if (syntax === undefined) return [];
  const { use, form } = syntax;
  if (form === 'lines') {
    return directive.args.flatMap((arg, i) =>
      isOptionValue(text, directive.args, i) ? [] : headerLine(text, arg, use),
    );
  }
  const [name, value] = directive.args;
  if (name === undefined) return [];
  const hasValue = form === 'name value' && value !== undefined;
  return [
    {
      use,
      name: wordText(text, name),
      nameAt: name,
      value: hasValue ? wordText(text, value) : undefined,
      valueAt: hasValue ? value : undefined,
    },
  ];
}

/** headers-more's `-s '404 500'` and `-t text/html`. */
export function isOptionValue(text: string, args: readonly Word[], index: number): boolean {
  const option = args[index - 1];
  return option !== undefined && ['-s', '-t'].includes(wordText(text, option));
}

/** `"Name: value"`: the name ends at a colon or blank (ngx_http_headers_more_parse_header). Options are no headers. */
function headerLine(text: string, arg: Word, use: HeaderUse): readonly HeaderMention[] {
  const from = arg.quote === '' ? arg.start : arg.start + 1;
  const line = wordText(text, arg);
  const [, name = '', gap = '', value = ''] = /^([^:\s]+)([:\s]*)(.*)$/s.exec(line) ?? [];
  if (name === '' || name.startsWith('-')) return [];
  const nameEnd = from + name.length;
  const valueStart = nameEnd + gap.length;
  const valueEnd = arg.quote !== '' && isClosed(text, arg) ? arg.end - 1 : arg.end;
  const known = value !== '';
  return [
    {
      use,
      name,
      nameAt: { start: from, end: nameEnd },
      value: known ? value : undefined,
      valueAt: known ? { start: valueStart, end: Math.max(valueStart, valueEnd) } : undefined,
    },
  ];
}
