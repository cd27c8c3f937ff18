import type { NginxLevel } from '../lower/level.ts';
import { outward } from '../lower/level.ts';
import { pathOf } from './locations.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

interface Base {
  readonly directory: string;
  /** What of the path is replaced by an alias; undefined under a root. */
  readonly aliasOf: string | undefined;
  readonly regex: boolean;
}

/** `root` or `alias` in force: the innermost of both (ngx_http_core_root). */
function baseOf(t: Transaction): Base | undefined {
  const { config } = t;
  for (const level of outward(t.level)) {
    const alias = config.own(level, 'alias').at(-1)?.args[0];
    const root = config.own(level, 'root').at(-1)?.args[0];
    const value = alias ?? root;
    if (value === undefined) continue;
    const directory = evaluate(value, t);
    if (directory === undefined) return undefined;
    const { modifier, text } = aliasLocation(level);
    return { directory, aliasOf: alias === undefined ? undefined : text, regex: modifier.startsWith('~') };
  }
  return { directory: 'html', aliasOf: undefined, regex: false };
}

/** An `if` has its location's alias. */
function aliasLocation(level: NginxLevel): ReturnType<typeof pathOf> {
  const location = level.kind === 'if' ? level.parent : level;
  return location?.kind === 'location' ? pathOf(location) : { modifier: '', text: '' };
}

export function documentRoot(t: Transaction): string | undefined {
  const base = baseOf(t);
  return base && absolute(base.directory, t);
}

/** The file that a path stands for (ngx_http_map_uri_to_path). */
export function fileOf(t: Transaction, path: string): string | undefined {
  const base = baseOf(t);
  if (base === undefined) return undefined;
  const directory = absolute(base.directory, t);
  if (directory === undefined) return undefined;
  if (base.aliasOf === undefined) return directory.replace(/\/$/, '') + path;
  return base.regex ? directory : directory + path.slice(base.aliasOf.length);
}

/** A file that a condition names, relative to the prefix. */
export function absolute(path: string, t: Transaction): string | undefined {
  if (path.startsWith('/')) return path;
  const prefix = t.config.prefixes[0];
  return prefix === undefined ? undefined : `${prefix}/${path}`;
}
