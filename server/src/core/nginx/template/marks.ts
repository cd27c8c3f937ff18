import type { Span } from '../../model/place.ts';

/** A piece of a template that is no text of the result. */
export interface Mark extends Span {
  /**
   * `expression`: becomes text. `insert`: becomes any text, of another file perhaps. `open`, `middle`, `close`: what
   * stands between them is there or not, once or many times; `define`: it opens what stands elsewhere. `plain`: becomes nothing (a comment, an assignment).
   * `variable`: an environment variable that envsubst replaces, which is also how nginx writes its own.
   */
  readonly kind: 'expression' | 'insert' | 'open' | 'define' | 'middle' | 'close' | 'plain' | 'variable';
}

/** The marks that occur in a template. */
export interface Engines {
  /** `{{ … }}` */
  readonly braces: boolean;
  /** `{% … %}` and `{# … #}`; then `{{ … }}` holds expressions alone. */
  readonly jinja: boolean;
  /** `<% … %>` */
  readonly erb: boolean;
  /** Lines that begin with `>`, `$( … )`, and Kong's `${{ … }}`. */
  readonly penlight: boolean;
  /** `${NAME}` and `${NAME:-default}`, for these names; none: every name in capitals. */
  readonly environment: ((name: string) => boolean) | undefined;
}

const RAW = /^\{%[-+]?\s*raw\s*[-+]?%\}$/;

/** No mark is longer; what seems so was never closed. */
const LONGEST = 10_000;

/** Every mark, in order. They do not overlap. */
export function findMarks(text: string, engines: Engines): readonly Mark[] {
  const { braces, jinja, erb, penlight, environment } = engines;
  const starts = [
    ...(braces ? ['\\{\\{'] : []),
    ...(jinja ? ['\\{%', '\\{#'] : []),
    ...(erb ? ['<%(?!%)'] : []),
    ...(penlight ? ['^>', '\\$\\(', '\\$\\{\\{'] : []),
    ...(environment ? ['\\$\\{[A-Za-z_]\\w*'] : []),
  ];
  const marks: Mark[] = [];
  if (starts.length === 0) return marks;
  const opener = new RegExp(starts.join('|'), 'gm');
  for (let found = opener.exec(text); found !== null; found = opener.exec(text)) {
    const mark = markAt(text, found.index, found[0], engines);
    if (mark === undefined) continue;
    marks.push(mark);
    opener.lastIndex = Math.max(mark.end, found.index + 1);
    // What stands between these is text, whatever it looks like.
    if (RAW.test(text.slice(mark.start, mark.end))) {
      const end = text.slice(mark.end).search(/\{%[-+]?\s*endraw\b/);
      if (end >= 0) opener.lastIndex = mark.end + end;
    }
  }
  return marks;
}

function markAt(text: string, start: number, opener: string, engines: Engines): Mark | undefined {
  switch (opener) {
    case '{{':
      return braceMark(text, start, engines);
    case '{%':
      return until(text, start, '%}', (code) => jinjaKind(code, text));
    case '{#':
      return until(text, start, '#}', () => 'plain');
    case '<%':
      return until(text, start, '%>', erbKind);
    case '>':
      return lineMark(text, start);
    case '${{':
      return until(text, start, '}}', () => 'expression');
    case '$(':
      return parenthesised(text, start);
    default:
      return environmentMark(text, start, opener, engines);
  }
}

function until(
  text: string,
  start: number,
  closer: string,
  kindOf: (code: string, written: string) => Mark['kind'],
): Mark | undefined {
  const at = text.indexOf(closer, start + 2);
  if (at < 0 || at - start > LONGEST) return undefined;
  const written = text.slice(start + 2, at);
  return { start, end: at + 2, kind: kindOf(bare(written), written) };
}

function lineMark(text: string, start: number): Mark {
  const lf = text.indexOf('\n', start);
  const end = lf < 0 ? text.length : lf;
  return { start, end, kind: luaKind(text.slice(start + 1, end).trim()) };
}

/** Without the signs that trim white space around a mark. */
function bare(code: string): string {
  return code
    .replace(/^[-~+]/, '')
    .replace(/[-~+]$/, '')
    .trim();
}

function braceMark(text: string, start: number, { jinja }: Engines): Mark | undefined {
  const comment = /^\{\{-?\s*\/\*/.test(text.slice(start, start + 20));
  const from = comment ? text.indexOf('*/', start) : start + 2;
  const at = from < 0 ? -1 : text.indexOf('}}', from);
  if (at < 0 || at - start > LONGEST) return undefined;
  const triple = text[start + 2] === '{' && text[at + 2] === '}';
  const code = bare(text.slice(start + (triple ? 3 : 2), at));
  // A variable of nginx whose name is filled in.
  const from$ = text[start - 1] === '$' ? start - 1 : start;
  const kind = jinja ? expressionKind(code) : goKind(code);
  return { start: kind === 'expression' ? from$ : start, end: at + (triple ? 3 : 2), kind };
}

/** Go's text/template and its kin; Handlebars and Mustache. */
function goKind(code: string): Mark['kind'] {
  if (/^(\/\*|!)/.test(code) || /^(break|continue)$/.test(code)) return 'plain';
  if (/^(else\b|\^$)/.test(code)) return 'middle';
  if (/^define\b/.test(code)) return 'define';
  if (/^(if|range|with|block)\b/.test(code) || /^[#^]/.test(code)) return 'open';
  if (/^(end$|\/)/.test(code)) return 'close';
  if (/^(template\b|>)/.test(code)) return 'insert';
  if (/^\$\w*(\s*,\s*\$\w+)?\s*:?=[^=]/.test(code)) return 'plain';
  return expressionKind(code);
}

/** Ansible's header comes out as comment lines. */
function expressionKind(code: string): Mark['kind'] {
  return /^ansible_managed\b|\|\s*comment\b/.test(code) ? 'plain' : 'expression';
}

const INSERTS: ReadonlySet<string> = new Set(['include', 'extends', 'embed', 'render', 'partial']);
const MIDDLES: ReadonlySet<string> = new Set(['else', 'elif', 'elsif', 'elseif', 'when']);

/** Jinja, Twig, Liquid: a tag opens where the file has its end. */
function jinjaKind(code: string, text: string): Mark['kind'] {
  const [name = ''] = /^\w+/.exec(code) ?? [];
  if (INSERTS.has(name)) return 'insert';
  if (MIDDLES.has(name)) return 'middle';
  if (name.startsWith('end') && name !== 'endraw') return 'close';
  if (name === 'macro') return 'define';
  if (name === 'if' || name === 'for') return 'open';
  if (name === 'set' && code.includes('=')) return 'plain';
  return name !== '' &&
    name !== 'raw' &&
    name !== 'endraw' &&
    new RegExp(`\\{%[-+]?\\s*end${name}\\b`).test(text)
    ? 'open'
    : 'plain';
}

/** Ruby, and the JavaScript and Lua of EJS and etlua. */
function erbKind(code: string, written: string): Mark['kind'] {
  if (written.startsWith('=')) return 'expression';
  if (/^[#|]/.test(code)) return 'plain';
  if (/^(include|render|partial)\b/.test(code)) return 'insert';
  if (code.startsWith('}')) return code.endsWith('{') ? 'middle' : 'close';
  if (/^end\b/.test(code)) return 'close';
  if (/^(else|elsif|elseif|when|in|rescue|ensure)\b/.test(code)) return 'middle';
  if (/\bend$/.test(code)) return 'plain';
  const opens =
    /^(if|unless|while|until|case|for|begin|repeat)\b/.test(code) || /(\bdo|\{)\s*(\|[^|]*\|)?$/.test(code);
  return opens ? 'open' : 'plain';
}

function luaKind(code: string): Mark['kind'] {
  if (/^(end|until)\b/.test(code)) return 'close';
  if (/^(else|elseif)\b/.test(code)) return 'middle';
  if (/\bend$/.test(code)) return 'plain';
  return /^(if|for|while|repeat|do)\b|\bfunction\b/.test(code) ? 'open' : 'plain';
}

function parenthesised(text: string, start: number): Mark | undefined {
  let depth = 0;
  for (let i = start + 1; i < text.length && i - start < LONGEST; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return { start, end: i + 1, kind: 'expression' };
    else if (text[i] === '\n') return undefined;
  }
  return undefined;
}

/** `${NAME}`, or what a shell makes of `${NAME:-default}` and the like. */
function environmentMark(text: string, start: number, opener: string, engines: Engines): Mark | undefined {
  if (engines.environment?.(opener.slice(2)) !== true) return undefined;
  const [written] = /^\$\{\w+(\}|(:?[-=?+]|[%#/^,])[^}\n]*\})/.exec(text.slice(start, start + 500)) ?? [];
  if (written === undefined) return undefined;
  return {
    start,
    end: start + written.length,
    kind: /^\$\{\w+\}$/.test(written) ? 'variable' : 'expression',
  };
}
