import { builtIn } from './built-in-variables.ts';
import { mapValue } from './maps.ts';
import { sentHeader } from './sent-headers.ts';
import { severalLines } from './several-lines.ts';
import type { Transaction } from './transaction.ts';
import { upstreamCookie, upstreamHeader } from './upstream-variables.ts';

/** `$1`, `$name` and `${name}` (ngx_http_script_compile). */
const REFERENCE = /\$(?:\{(\w+)\}|([1-9])|(\w+))/g;

/** A template with its variables filled in; `undefined` where one of them is not known. */
export function evaluate(template: string, t: Transaction): string | undefined {
  if (!template.includes('$')) return template;
  let text = '';
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    const [, braced, digit, plain = ''] = match;
    const value =
      digit === undefined ? variable((braced ?? plain).toLowerCase(), t) : (t.captures[Number(digit)] ?? '');
    if (value === undefined) return undefined;
    text += template.slice(end, match.index) + value;
    end = match.index + match[0].length;
  }
  return text + template.slice(end);
}

/** @param name in lower case: variable names are caseless */
export function variable(name: string, t: Transaction): string | undefined {
  if (t.variables.has(name)) return t.variables.get(name);
  const map = t.config.mapBlocks.get(name);
  if (map !== undefined) return mapValue(name, map, t);
  // A name that any `set` or capture mentions is a variable everywhere, and empty where that did not run.
  const { definedNames } = t.config;
  if (definedNames.has(name) && name !== 'args') return '';
  return prefixed(name, t) ?? builtIn(name, t);
}

function prefixed(name: string, t: Transaction): string | undefined {
  const [, family, rest = ''] =
    /^(arg|http|cookie|sent_http|upstream_http|upstream_cookie|upstream_trailer|sent_trailer)_(\w+)$/.exec(
      name,
    ) ?? [];
  switch (family) {
    case 'arg':
      return argument(rest, t.query);
    case 'http':
      return requestHeader(rest.replaceAll('_', '-'), t);
    case 'cookie':
      return cookie(rest, t.requestHeader('cookie') ?? '');
    case 'sent_http':
      return sentHeader(rest, t);
    case 'upstream_http':
      return upstreamHeader(rest, t);
    case 'upstream_cookie':
      return upstreamCookie(rest, t);
    case 'sent_trailer':
    case 'upstream_trailer':
      return '';
    default:
      return undefined;
  }
}

/** ngx_http_variable_unknown_header_in; lines of a few names were joined from the first. */
function requestHeader(name: string, t: Transaction): string | undefined {
  if (name === 'cookie' || name === 'x-forwarded-for') return t.requestHeader(name) ?? '';
  const lines = t.request.headers.filter(([each]) => each.toLowerCase() === name);
  return severalLines(
    lines.map(([, value]) => value),
    t,
  );
}

/** ngx_http_arg: the first argument of the name, not decoded, in any letter case. */
function argument(name: string, query: string): string {
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).toLowerCase() === name) return pair.slice(equals + 1);
  }
  return '';
}

/** ngx_http_parse_multi_header_lines: in any letter case. */
export function cookie(name: string, header: string): string {
  for (const pair of header.split(/[;,]/)) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim().toLowerCase() === name)
      return pair.slice(equals + 1).trim();
  }
  return '';
}
