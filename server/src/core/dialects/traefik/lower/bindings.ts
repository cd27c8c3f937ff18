import type { Unread } from '../../../model/scope.ts';
import { parseRule, type Rule } from '../rule/parse.ts';
import type { Router, Service } from '../model/router.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import { isWholeFileProvider, nearest, staticFor } from '../world/nearness.ts';
import type { Resolver } from '../world/resolve.ts';
import { chainOf, type Chain } from './chain.ts';
import { doubleFinding, doublesOf } from './doubles.ts';

/** A router on one entry point. */
export interface Binding {
  readonly router: Router;
  /** Absent where no static configuration tells. */
  readonly entryPoint: EntryPoint | undefined;
  readonly config: StaticConfig | undefined;
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
    return { ...bind(router, parentsOf(router), world, resolver), isParent: parents.has(router) };
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
  router: Router,
  parents: readonly Router[],
  world: World,
  resolver: Resolver,
): Omit<Bound, 'isParent'> {
  const { uri } = router.level.at;
  const config = staticFor(world.statics, router.provider, uri);
  const rule = ruleOf(router, config);
  const service = serviceOf(router, world);
  const outermost = parents[0] ?? router;
  const points = entryPointsOf(outermost, config);
  const bindings = points.entryPoints.map((entryPoint): Binding => ({
    router,
    entryPoint,
    config,
    chain: chainOf({ router, entryPoint, parents, service }, resolver),
    service,
    rule,
    parents,
  }));
  const broken = [
    ...brokenRule(router, rule, config),
    ...points.unread,
    ...missingService(router, service, config, world),
  ];
  return {
    router,
    bindings: broken.length > 0 ? [] : bindings.filter(({ chain }) => !chain.isOff),
    unread: [...broken, ...bindings.flatMap(({ chain }) => chain.off)],
  };
}

function ruleOf(router: Router, config: StaticConfig | undefined): Rule | undefined {
  if (router.rule === undefined) return undefined;
  if (router.rule.text === '' && router.parents.length > 0) return { kind: 'rule', matches: () => true };
  return parseRule(router.rule.text, router.syntax ?? config?.syntax ?? 'v3');
}

function brokenRule(
  { rule: written, level, syntax }: Router,
  rule: Rule | undefined,
  config: StaticConfig | undefined,
): readonly Unread[] {
  if (rule?.kind !== 'broken' || written === undefined) return [];
  const isKnown = syntax !== undefined || config?.syntax !== undefined;
  if (written.text === '') {
    return [
      {
        at: level.at,
        what: `The ${level.label}`,
        why: 'it has no rule, so Traefik takes it off',
        advice: 'Give it a rule.',
      },
    ];
  }
  return [
    {
      at: written.at,
      what: 'This rule',
      why: `${rule.why}, so Traefik takes the router off`,
      advice: rule.otherSyntax ? 'Join matchers with || and &&, each with one value.' : 'Correct the rule.',
      // Perhaps version 2 runs, which reads it.
      ...(rule.otherSyntax && !isKnown && { severity: 'warning' as const }),
    },
  ];
}

/** Those of the router; else the default ones, which are all unless some are marked. */
function entryPointsOf(
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

function serviceOf(router: Router, { declarations }: World): Service | undefined {
  const { uri } = router.level.at;
  const [name, provider = router.provider] = router.service?.text.split('@') ?? [];
  const same = declarations.services.filter((each) => each.provider === provider);
  if (name !== undefined)
    return nearest(
      same.filter((each) => each.name === name),
      (each) => each.block.uri,
      uri,
    );
  // A container's router goes to the only service of its labels.
  const own = same.filter((each) => each.block.uri === uri && each.block.start === router.block.start);
  return own.length === 1 ? own[0] : undefined;
}

function missingService(
  router: Router,
  service: Service | undefined,
  config: StaticConfig | undefined,
  { dynamic }: World,
): readonly Unread[] {
  const named = router.service;
  if (
    service !== undefined ||
    router.provider !== 'file' ||
    config === undefined ||
    named?.text.includes('@') === true
  )
    return [];
  if (router.parents.length === 0 && named === undefined) return [];
  const isWhole =
    isWholeFileProvider(config, [...dynamic.keys()]) &&
    ![...dynamic.values()].some((file) => file.isTemplate);
  if (!isWhole || named === undefined) return [];
  return [
    {
      at: named.at,
      what: named.text,
      why: 'no such service is declared, so Traefik takes the router off',
      advice: 'Declare the service or name another one.',
    },
  ];
}
