import type { Configuration } from './configuration.ts';
import type { NginxLevel } from '../lower/level.ts';
import { FAMILIES, hiddenNames, type Family, type Pass } from '../lower/pass.ts';
import { limitedItems } from './limit-except.ts';
import type { Transaction } from './transaction.ts';

/** The family of the `*_pass` that stands in a block itself: it becomes the content handler (`clcf->handler`). */
export function handlerOf(config: Configuration, level: NginxLevel): Family | undefined {
  return FAMILIES.find((family) => config.own(level, `${family}_pass`).length > 0);
}

/**
 * What is asked now; `none` where the handler that an earlier `if` has left behind finds nothing to ask. An `if` without
 * a pass has its location's (ngx_http_proxy_merge_loc_conf for `noname`), as has a `limit_except`.
 */
export function passFor(t: Transaction): Pass | 'none' | undefined {
  const { config, level } = t;
  for (const item of limitedItems(t) ?? []) {
    const family = FAMILIES.find((each) => item.name === `${each}_pass`);
    if (family !== undefined) return { family, item, owner: level };
  }
  const family = t.handler;
  if (family === undefined) return undefined;
  const owners = level.kind === 'if' && level.parent !== undefined ? [level, level.parent] : [level];
  for (const owner of owners) {
    const item = config.own(owner, `${family}_pass`).at(-1);
    if (item !== undefined) return { family, item, owner };
  }
  return 'none';
}

/** Read by nginx itself and written anew, or meant for one connection only. */
const CONNECTION = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-type',
  'trailer',
  'upgrade',
];

/** The names of a service's headers that are not passed on as they are at a level. */
export function withheldNames(t: Transaction): ReadonlySet<string> {
  const pass = passFor(t);
  return new Set(
    pass === undefined || pass === 'none' ? [] : [...hiddenNames(t.level, pass.family), ...CONNECTION],
  );
}

/** What survives X-Accel-Redirect of the service's headers (ngx_http_upstream_process_headers). */
export const KEPT_BY_ACCEL: ReadonlySet<string> = new Set([
  'set-cookie',
  'content-disposition',
  'cache-control',
  'expires',
  'accept-ranges',
]);
