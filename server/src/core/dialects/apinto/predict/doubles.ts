import type { ApintoObject } from '../read/objects.ts';
import type { Branch } from './table.ts';

/**
 * Of routers that are reached in the same way the open API takes the first only. In which order those of several files are
 * sent to it nobody knows.
 * @returns each that is refused, with the one that stands in its way
 */
export function doublesOf(branches: readonly Branch[]): ReadonlyMap<ApintoObject, ApintoObject> {
  const owners = new Map<string, ApintoObject>();
  const refused = new Map<ApintoObject, ApintoObject>();
  for (const branch of branches) {
    const { router } = branch;
    if (refused.has(router)) continue;
    const key = keyOf(branch);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, router);
    else if (owner !== router) refused.set(router, owner);
  }
  return refused;
}

function keyOf({ router, port, protocol, host, method, path, rules }: Branch): string {
  return JSON.stringify([
    router.document.file.uri,
    [port, protocol, host, method, path.kind, path.text],
    rules.map(({ type, name, pattern }) => [type, name, pattern.kind, pattern.text].join()).toSorted(),
  ]);
}
