import { severalLines } from './several-lines.ts';
import type { Transaction } from './transaction.ts';

/** Headers that nginx writes itself and that are in no list: their values are not known here. */
const OWN: ReadonlySet<string> = new Set([
  'content_length',
  'location',
  'last_modified',
  'connection',
  'keep_alive',
  'transfer_encoding',
  'date',
  'server',
  'etag',
  'accept_ranges',
  'www_authenticate',
]);

/**
 * `$sent_http_…`: a line that is written already (ngx_http_variable_unknown_header_out). What is found once, stays: these
 * variables are kept as they were first read.
 */
export function sentHeader(name: string, t: Transaction): string | undefined {
  const value = name === 'content_type' ? t.contentType : sentLines(name, t);
  if (value !== undefined) t.variables.set(`sent_http_${name}`, value);
  return value;
}

function sentLines(name: string, t: Transaction): string | undefined {
  const lines = t.sent.filter((line) => line.name.toLowerCase().replaceAll('-', '_') === name);
  const values: string[] = [];
  for (const { value } of lines) {
    const text = typeof value === 'string' ? value : value.kind === 'literal' ? value.text : undefined;
    if (text === undefined) return undefined;
    values.push(text);
  }
  // What a service of which nothing is known has sent.
  if (t.isBlind) return undefined;
  if (values.length === 0) return OWN.has(name) ? undefined : '';
  // ngx_http_variable_cache_control, ngx_http_variable_link: always all lines.
  if (name === 'cache_control' || name === 'link') return values.join(', ');
  return severalLines(values, t);
}
