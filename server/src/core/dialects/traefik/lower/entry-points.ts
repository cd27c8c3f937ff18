import type { Uri } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import type { Router } from '../model/router.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';

/** Whether a file's folder is the other's, or around it. */
function isAbove(uri: Uri, other: Uri): boolean {
  return other.startsWith(uri.slice(0, uri.lastIndexOf('/') + 1));
}

/** Those of the router; else the default ones, which are all unless some are marked. */
export function entryPointsOf(
  router: Router,
  config: StaticConfig | undefined,
): { readonly entryPoints: readonly (EntryPoint | undefined)[]; readonly unread: readonly Unread[] } {
  if (config === undefined || config.entryPoints.length === 0)
    return { entryPoints: [undefined], unread: [] };
  if (router.entryPoints.length === 0) {
    const marked = config.entryPoints.filter((each) => each.asDefault);
    const all = config.entryPoints.filter((each) => each.name !== 'traefik');
    return { entryPoints: marked.length > 0 ? marked : all, unread: [] };
  }
  const named = config.entryPoints.filter((each) =>
    router.entryPoints.some((item) => item.text === each.name),
  );
  const [first] = router.entryPoints;
  // Traefik makes an entry point of this name by itself.
  if (first?.text === 'traefik' && named.length === 0) return { entryPoints: [undefined], unread: [] };
  if (named.length > 0 || first === undefined) return { entryPoints: named, unread: [] };
  // A static file elsewhere in the workspace may be another installation's.
  if (!isAbove(config.uri, first.at.uri)) return { entryPoints: [undefined], unread: [] };
  return {
    entryPoints: [],
    unread: [
      {
        at: first.at,
        what: `The ${router.level.label}`,
        why: `Traefik is started without an entry point ${first.text}, so it takes the router off`,
        advice: `Name one of ${config.entryPoints.map((each) => each.name).join(', ')}.`,
      },
    ],
  };
}
