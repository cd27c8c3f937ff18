import { resolve } from 'node:path';
import { pathOfUri } from '../core/index.ts';
import { uriOfDiskPath } from '../node/disk-workspace.ts';
import { UsageError } from './io.ts';

/** The pairs of `--path-map FROM=TO`: paths of the machine that nginx runs on, to folders here. */
export function pathMapOf(
  pairs: readonly string[],
  cwd: string,
): Readonly<Record<string, string>> | undefined {
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, from, to] = /^(\/[^=]*)=(.+)$/.exec(pair) ?? [];
      if (from === undefined || to === undefined) {
        throw new UsageError(`--path-map is FROM=TO, such as /etc/nginx=deploy/nginx, not “${pair}”.`);
      }
      return [from, pathOfUri(uriOfDiskPath(resolve(cwd, to)))];
    }),
  );
}
