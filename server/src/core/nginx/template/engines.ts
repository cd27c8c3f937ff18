import { lex } from '../../syntax/nginx/lexer.ts';
import { TokenKind } from '../../syntax/nginx/tokens.ts';
import type { Engines } from './marks.ts';

const NAMED: Readonly<Record<string, 'braces' | 'jinja' | 'erb' | undefined>> = {
  j2: 'jinja',
  jinja: 'jinja',
  jinja2: 'jinja',
  twig: 'jinja',
  liquid: 'jinja',
  tmpl: 'braces',
  gotmpl: 'braces',
  ctmpl: 'braces',
  tpl: 'braces',
  hbs: 'braces',
  mustache: 'braces',
  erb: 'erb',
  epp: 'erb',
  ejs: 'erb',
  etlua: 'erb',
};

const BRACES = /^\{\{[^]*?\}\}/;
const JINJA = /^\{[%#][^]*?[%#]\}/;
const ERB = /<%[^]*?%>/;

/**
 * What fills a file in, or `undefined` where nothing shows that anything does. The name says it, or marks where nginx's
 * own grammar has no use for them: in quotes, in comments and in Lua they may be text.
 */
export function templateEngines(text: string, path: string): Engines | undefined {
  const marked = ['{{', '{%', '{#', '<%', '\n>'].some((mark) => text.includes(mark));
  const [, ending = ''] = /\.(\w+)$/.exec(path.toLowerCase()) ?? [];
  const named = Object.hasOwn(NAMED, ending) ? NAMED[ending] : undefined;
  const seen = marked ? shownBy(text) : new Set<keyof Engines>();
  if (marked && named !== undefined) seen.add(named);
  const jinja = seen.has('jinja') && /\{[%#]/.test(text);
  const environment = environmentNames(
    text,
    ending === 'template' || ending === 'tmpl' || ending === 'envsubst',
  );
  if (seen.size === 0 && environment === undefined) return undefined;
  return {
    braces: seen.has('braces') || seen.has('jinja'),
    jinja,
    erb: seen.has('erb'),
    penlight: seen.has('penlight'),
    environment,
  };
}

function shownBy(text: string): Set<keyof Engines> {
  const seen = new Set<keyof Engines>();
  const { count, ends, kinds } = lex(text);
  let start = 0;
  for (let i = 0; i < count; i++) {
    const end = ends[i] ?? start;
    const kind = kinds[i];
    if (kind === TokenKind.open) {
      const here = text.slice(start, start + 1000);
      if (BRACES.test(here)) seen.add('braces');
      else if (JINJA.test(here)) seen.add('jinja');
    } else if (kind === TokenKind.word) {
      // Penlight, as Kong uses it: lines of `> if … then`.
      if (text[start] === '>' && end === start + 1 && text[start - 1] === '\n') seen.add('penlight');
      const erb = text.slice(start, end).indexOf('<%');
      if (erb >= 0 && ERB.test(text.slice(start + erb, start + erb + 1000))) seen.add('erb');
    }
    start = end;
  }
  return seen;
}

/**
 * The names that envsubst replaces: in a file that is named so, every one in capitals; elsewhere those that nothing in the
 * file shows to be variables of nginx.
 */
function environmentNames(text: string, isNamed: boolean): Engines['environment'] {
  if (!/\$\{[A-Z]/.test(text)) return undefined;
  const own = new Set(isNamed ? [] : [...text.matchAll(/\$([A-Z]\w*)/g)].map(([, name]) => name));
  const names = [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)\b/g)].map(([, name = '']) => name);
  const replaced = new Set(names.filter((name) => !own.has(name)));
  return replaced.size === 0 ? undefined : (name) => replaced.has(name);
}

/** For messages. */
export function engineTitle({ braces, jinja, erb, penlight }: Engines): string {
  const titles = [
    ...(jinja ? ['Jinja'] : braces ? ['{{ … }}'] : []),
    ...(erb ? ['<% … %>'] : []),
    ...(penlight ? ['Penlight'] : []),
  ];
  return titles.length === 0 ? 'envsubst' : titles.join(', ');
}
