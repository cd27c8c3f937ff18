import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import type { Misplaced, Scope, Site, Unresolved } from '../../../model/scope.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { gather } from '../world/gather.ts';
import { Resolver } from '../world/resolve.ts';
import { answersOf } from './answers.ts';
import { bindRouters, type Binding } from './bindings.ts';
import { brokenMiddleware } from './chain.ts';
import { doubleFinding, doublesOf } from './doubles.ts';
import { usersOf, type Surroundings } from './guarded.ts';
import { insertionsOf } from './insertions.ts';
import { lateHeaders } from './late-headers.ts';
import { opsOf } from './ops.ts';
import { shadowed } from './shadowed.ts';
import { looseMiddlewares, unattached } from './unattached.ts';

/** All routers of a workspace, whatever notation declares them. */
export function traefikSite(unit: Unit<YamlFile>, _settings: DialectSettings): Site {
  const world = gather(unit.files);
  const resolver = new Resolver(world);
  const bound = bindRouters(world, resolver);
  const serving = bound
    .flatMap((each) => (each.isParent ? [] : each.bindings))
    .filter((each) => isExposed(each));
  const surroundings: Surroundings = { bound, world, users: usersOf(bound) };
  const scopes = distinct(serving.flatMap((binding) => scopeOf(binding, surroundings)));
  const loose = looseMiddlewares(world, resolver, bound);
  return {
    dialect: 'traefik',
    scopes: [...scopes, ...loose.map(looseScope)],
    misplaced: [
      ...serving.flatMap(({ router, chain }) =>
        chain.links.flatMap((link) =>
          link.kind === 'middleware'
            ? link.middleware.misplaced.map((each): Misplaced => ({ ...each, level: router.level }))
            : [],
        ),
      ),
      ...loose.flatMap((middleware) =>
        middleware.misplaced.map((each): Misplaced => ({ ...each, level: middleware.level })),
      ),
    ],
    unread: [
      ...world.unread,
      ...bound.flatMap((each) => each.unread),
      ...world.declarations.middlewares.flatMap((each) => each.unread),
      ...loose.flatMap((each) =>
        each.off !== undefined && !each.isExplained && each.options !== undefined
          ? [brokenMiddleware(each, each.off)]
          : [],
      ),
      ...[...doublesOf(world.declarations.middlewares, world)].map(([second, first]) =>
        doubleFinding('middleware', second, first),
      ),
      ...shadowed(serving),
      ...lateHeaders(serving),
      ...unattached(loose, bound),
    ],
    unresolved: unresolvedIn(serving),
    refused: world.refused,
  };
}

/** With `exposedByDefault: false`, a container that nobody switched on serves nothing. */
function isExposed({ router, config }: Binding): boolean {
  return !router.byDefault || config === undefined || config.exposedByDefault;
}

function scopeOf(binding: Binding, surroundings: Surroundings): readonly Scope[] {
  const { router, chain } = binding;
  const answers = answersOf(binding);
  if (answers.length === 0 || binding.entryPoint?.redirection !== undefined) return [];
  const isWhole =
    binding.isSettled && !router.implicit && chain.links.every((link) => link.kind === 'middleware');
  return [
    {
      path: [router.level, ...router.around],
      block: router.block,
      answers,
      ops: opsOf(chain.links, false),
      insertions: insertionsOf(binding, surroundings),
      whole: isWhole,
    },
  ];
}

/** A router on several entry points is one place, unless these treat it differently. */
function distinct(scopes: readonly Scope[]): readonly Scope[] {
  const seen = new Set<string>();
  return scopes.filter(({ path, ops, answers }) => {
    const key = [
      path[0].id,
      answers[0]?.page,
      ...ops.map((op) => `${op.kind} ${op.statement.uri} ${op.statement.start}`),
    ].join('|');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** What a middleware that nobody uses would send: its values are judged, absence proves nothing. */
function looseScope(middleware: ReturnType<typeof looseMiddlewares>[number]): Scope {
  return {
    path: [middleware.level],
    block: middleware.block,
    answers: [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }],
    ops: middleware.ops,
    insertions: [],
    // What it sets and takes away again is gone whoever uses it.
    whole: middleware.ops.some(
      (op) =>
        op.kind === 'remove' &&
        middleware.ops.some((other) => other.kind === 'set' && other.name.text === op.name.text),
    ),
  };
}

function unresolvedIn(bindings: readonly Binding[]): readonly Unresolved[] {
  return bindings.flatMap(({ chain }) =>
    chain.links.flatMap((link) =>
      link.kind === 'unseen' ? [{ at: link.reference.at, what: capital(link.what) }] : [],
    ),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
