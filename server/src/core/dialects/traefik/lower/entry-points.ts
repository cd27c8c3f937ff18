import type { Unread } from '../../../model/scope.ts';
import type { Router } from '../model/router.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';

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
