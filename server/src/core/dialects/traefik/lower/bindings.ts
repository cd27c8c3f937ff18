import type { Unread } from '../../../model/scope.ts';
import type { Rule } from '../rule/parse.ts';
import type { Router, Service } from '../model/router.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import { servingStatics, staticFor } from '../world/nearness.ts';
import type { Resolver } from '../world/resolve.ts';
import { chainOf, type Chain } from './chain.ts';
import { doubleFinding, doublesOf } from './doubles.ts';
import { entryPointsOf } from './entry-points.ts';
import { brokenRule, ruleOf } from './rules.ts';
import { missingService, servedBy, serviceOf, unwatched } from './services.ts';

/** A router on one entry point. */
export interface Binding {
  readonly router: Router;
  /** Absent where no static configuration tells. */
  readonly entryPoint: EntryPoint | undefined;
  readonly config: StaticConfig | undefined;
  /** False where entry points may add middlewares, and which static configuration counts cannot be told. */
  readonly isSettled: boolean;
  readonly chain: Chain;
  readonly service: Service | undefined;
  readonly rule: Rule | undefined;
  readonly parents: readonly Router[];
}

/** A router with all of its entry points, or why it has none. */
export interface Bound {
  readonly router: Router;
  readonly bindings: readonly Binding[];
  /** True for a router of which others are children: it serves nothing itself. */
  readonly isParent: boolean;
  readonly unread: readonly Unread[];
}

export function bindRouters(world: World, resolver: Resolver): readonly Bound[] {
  const { routers } = world.declarations;
  const parentsOf = (router: Router): readonly Router[] => parentChain(router, routers);
  const parents = new Set(routers.flatMap(parentsOf));
  const doubles = doublesOf(routers, world);
  return routers.map((router) => {
    const first = doubles.get(router);
    if (first !== undefined) {
      return { router, bindings: [], isParent: false, unread: [doubleFinding('router', router, first)] };
    }
    const isParent = parents.has(router);
    return { ...bind({ router, isParent, parents: parentsOf(router) }, world, resolver), isParent };
  });
}

/** The parents of a router, outermost first. */
function parentChain(
  router: Router,
  routers: readonly Router[],
  seen: readonly Router[] = [],
): readonly Router[] {
  const [reference] = router.parents;
  if (reference === undefined || seen.includes(router)) return [];
  const name = reference.text.split('@')[0] ?? '';
  const parent = routers.find(
    (other) =>
      other !== router &&
      other.provider === router.provider &&
      (other.name === name || other.name.startsWith(`${name}-`)),
  );
  return parent === undefined ? [] : [...parentChain(parent, routers, [...seen, router]), parent];
}

function bind(
  {
    router,
    isParent,
    parents,
  }: { readonly router: Router; readonly isParent: boolean; readonly parents: readonly Router[] },
  world: World,
  resolver: Resolver,
): Omit<Bound, 'isParent'> {
  const { uri } = router.level.at;
  const config = staticFor(world.statics, router.provider, uri);
  const rule = ruleOf(router, config);
  const service = serviceOf(router, world);
  const served = servedBy(service, world);
  const outermost = parents[0] ?? router;
  const points = entryPointsOf(outermost, config);
  const bindings = points.entryPoints.map((entryPoint): Binding => ({
    router,
    entryPoint,
    config,
    isSettled: config !== undefined || !mayAdd(world, router.provider),
    chain: chainOf({ router, entryPoint, parents, served }, resolver),
    service,
    rule,
    parents,
  }));
  const broken = [
    ...brokenRule(router, rule, config),
    ...points.unread,
    ...missingService({ router, service, isParent }, config, world),
    ...unwatched(service, world),
  ];
  return {
    router,
    bindings: broken.length > 0 ? [] : bindings.filter(({ chain }) => !chain.isOff),
    unread: [...broken, ...bindings.flatMap(({ chain }) => chain.off)],
  };
}

function mayAdd({ statics }: World, provider: string): boolean {
  return servingStatics(statics, provider).some(({ entryPoints }) =>
    entryPoints.some(({ middlewares }) => middlewares.length > 0),
  );
}
