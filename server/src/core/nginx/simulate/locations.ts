import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import { compilePattern } from './pattern.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';

export interface Path {
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@';
  readonly text: string;
}

/** Where a path leads. `slash`: nginx answers 301 to the path with a slash, since a `*_pass` location has that name. */
export interface Found {
  readonly level: NginxLevel;
  readonly slash: boolean;
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

/** ngx_http_core_find_location; the server's own level where no location matches. Captures stay with the transaction. */
export function* findLocation(t: Transaction): Sim<Found> {
  const { found } = yield* resolve(t, t.server);
  return found ?? { level: t.server, slash: false };
}

interface Resolution {
  readonly found: Found | undefined;
  /** No regex of an outer level may overrule it. */
  readonly final: boolean;
}

function* resolve(t: Transaction, level: NginxLevel): Sim<Resolution> {
  const { config, path } = t;
  const locations = config.locationsOf(level).map((each) => ({ level: each, ...pathOf(each) }));
  const equal = locations.find(({ modifier, text }) => modifier === '=' && text === path);
  if (equal !== undefined) return { found: { level: equal.level, slash: false }, final: true };
  const isPrefix = ({ modifier }: Path): boolean => modifier === '' || modifier === '^~';
  const prefixes = locations.filter((each) => isPrefix(each) && path.startsWith(each.text));
  const prefix = prefixes.toSorted((a, b) => b.text.length - a.text.length)[0];
  const slashed = locations.filter((each) => !each.modifier.startsWith('~') && each.text === `${path}/`);
  if (prefix?.text !== path && slashed.some((each) => passes(config, each.level))) {
    const exact = slashed.find((each) => each.modifier === '=') ?? slashed[0];
    if (exact !== undefined) return { found: { level: exact.level, slash: true }, final: true };
  }
  let best: Found | undefined = prefix && { level: prefix.level, slash: false };
  if (prefix !== undefined) {
    const inner = yield* resolve(t, prefix.level);
    if (inner.final) return inner;
    best = inner.found ?? best;
  }
  if (prefix?.modifier !== '^~') {
    for (const regex of locations) {
      if (regex.modifier !== '~' && regex.modifier !== '~*') continue;
      const match = compilePattern(regex.text, regex.modifier === '~*').exec(path);
      const hit = match === undefined ? yield* either(`whether ${regex.text} matches`) : match !== null;
      if (!hit) continue;
      if (match) t.capture(match);
      const inner = yield* resolve(t, regex.level);
      return { found: inner.found ?? { level: regex.level, slash: false }, final: true };
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
