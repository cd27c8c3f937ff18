import type { NginxLevel } from '../lower/level.ts';
import { outward } from '../lower/level.ts';
import { pathOf } from './locations.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** The directory that paths are looked up in. */
export interface Base {
  readonly directory: string;
  /** A `root` has the whole path appended, an `alias` what follows its location's name, one in a regex location nothing. */
  readonly kind: 'root' | 'alias' | 'whole';
  /** How much of a path an `alias` replaces. */
  readonly replaced: number;
}

/** `root` or `alias` in force: the innermost of both (ngx_http_core_root). */
export function baseOf(t: Transaction): Base | undefined {
  const { config } = t;
  for (const level of outward(t.level)) {
    const alias = config.own(level, 'alias').at(-1)?.args[0];
    const value = alias ?? config.own(level, 'root').at(-1)?.args[0];
    if (value === undefined) continue;
    const directory = absolute(evaluate(value, t), t);
    if (directory === undefined) return undefined;
    if (alias === undefined)
      return { directory: directory.replace(/(.)\/$/, '$1'), kind: 'root', replaced: 0 };
    const { modifier, text } = aliasLocation(level);
    return modifier.startsWith('~')
      ? { directory, kind: 'whole', replaced: 0 }
      : { directory, kind: 'alias', replaced: text.length };
  }
  const directory = absolute('html', t);
  return directory === undefined ? undefined : { directory, kind: 'root', replaced: 0 };
}

/** An `if` has its location's alias. */
function aliasLocation(level: NginxLevel): ReturnType<typeof pathOf> {
  const location = level.kind === 'if' ? level.parent : level;
  return location?.kind === 'location' ? pathOf(location) : { modifier: '', text: '' };
}

export function documentRoot(t: Transaction): string | undefined {
  return baseOf(t)?.directory;
}

/** The file that a path stands for (ngx_http_map_uri_to_path). */
export function fileOf(t: Transaction, path: string): string | undefined {
  const base = baseOf(t);
  if (base === undefined) return undefined;
  if (base.kind === 'whole') return t.addPathToAlias ? base.directory + path : base.directory;
  return base.directory + path.slice(base.replaced);
}

/** Whether an alias is asked for a path that `rewrite … break` has replaced: nginx gives up with a 500. */
export function isAliasLost(t: Transaction): boolean {
  return !t.inLocation && baseOf(t)?.kind !== 'root';
}

/** A file that a directive names, relative to the prefix. */
export function absolute(path: string | undefined, t: Transaction): string | undefined {
  if (path?.startsWith('/') !== false) return path;
  const prefix = t.config.prefixes[0];
  return prefix === undefined ? undefined : `${prefix}/${path}`;
}
