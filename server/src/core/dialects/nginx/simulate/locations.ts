import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import { compilePattern, type Captures } from './pattern.ts';
import { either, type Sim } from './questions.ts';

export interface Path {
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
  readonly text: string;
}

/** Where a path leads. `slash`: nginx answers 301 to the path with a slash, since a `*_pass` location has that name. */
export interface Found {
  readonly level: NginxLevel;
  readonly slash: boolean;
  readonly captures?: Captures;
}

/** A location's modifier and name; the modifier may be glued to the name (ngx_http_core_location). */
export function pathOf(level: NginxLevel): Path {
  const [first = '', second] = level.block?.args ?? [];
  if (second !== undefined) {
    const modifier = first === '=' || first === '^~' || first === '~' || first === '~*' ? first : '';
    return { modifier, text: second };
  }
  const [, modifier = '', text = ''] = /^(=|\^~|~\*|~|@)?([^]*)$/.exec(first) ?? [];
  return modifier === '=' || modifier === '^~' || modifier === '~' || modifier === '~*' || modifier === '@'
    ? { modifier, text }
    : { modifier: '', text };
}

const PASS = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'memcached_pass'];

export function passes(config: Configuration, level: NginxLevel): boolean {
  return PASS.some((name) => config.own(level, name).length > 0);
}

/** ngx_http_core_find_location; the server's own level where no location matches. */
export function* findLocation(config: Configuration, server: NginxLevel, path: string): Sim<Found> {
  const { found } = yield* resolve(config, server, path);
  return found ?? { level: server, slash: false };
}

interface Resolution {
  readonly found: Found | undefined;
  /** No regex of an outer level may overrule it. */
  readonly final: boolean;
}

function* resolve(config: Configuration, level: NginxLevel, path: string): Sim<Resolution> {
  const locations = config.locationsOf(level).map((each) => ({ level: each, ...pathOf(each) }));
  const equal = locations.find(({ modifier, text }) => modifier === '=' && text === path);
  if (equal !== undefined) return { found: { level: equal.level, slash: false }, final: true };
  const isPrefix = ({ modifier }: Path): boolean => modifier === '' || modifier === '^~';
  const prefixes = locations.filter((each) => isPrefix(each) && path.startsWith(each.text));
  const prefix = prefixes.toSorted((a, b) => b.text.length - a.text.length)[0];
  const slashed = locations.find(
    (each) =>
      (isPrefix(each) || each.modifier === '=') && each.text === `${path}/` && passes(config, each.level),
  );
  if (slashed !== undefined && prefix?.text !== path) {
    return { found: { level: slashed.level, slash: true }, final: true };
  }
  let best: Found | undefined = prefix && { level: prefix.level, slash: false };
  if (prefix !== undefined) {
    const inner = yield* resolve(config, prefix.level, path);
    if (inner.final) return inner;
    best = inner.found ?? best;
  }
  if (prefix?.modifier !== '^~') {
    for (const regex of locations) {
      if (regex.modifier !== '~' && regex.modifier !== '~*') continue;
      const match = compilePattern(regex.text, regex.modifier === '~*').exec(path);
      const hit = match === undefined ? yield* either(`whether ${regex.text} matches`) : match !== null;
      if (!hit) continue;
      const own: Found = { level: regex.level, slash: false, ...(match && { captures: match }) };
      const inner = yield* resolve(config, regex.level, path);
      return {
        found: inner.found ? { ...(match && { captures: match }), ...inner.found } : own,
        final: true,
      };
    }
  }
  return { found: best, final: false };
}

/** The named location of a server; the first of equal names. */
export function namedLocation(
  config: Configuration,
  server: NginxLevel,
  name: string,
): NginxLevel | undefined {
  return config.locationsOf(server).find((level) => {
    const { modifier, text } = pathOf(level);
    return modifier === '@' && `@${text}` === name;
  });
}
