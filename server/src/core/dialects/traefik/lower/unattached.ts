import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import type { Middleware, Reference } from '../model/middleware.ts';
import type { Router } from '../model/router.ts';
import type { World } from '../world/gather.ts';
import type { Resolver } from '../world/resolve.ts';
import type { Viewpoint } from '../world/resolved.ts';
import { answersOf } from './answers.ts';
import { servedBy } from './services.ts';
import type { Binding, Bound } from './bindings.ts';
import { viewOf } from './chain.ts';

/** Middlewares that nothing in the workspace refers to. */
export function looseMiddlewares(
  world: World,
  resolver: Resolver,
  bound: readonly Bound[],
): readonly Middleware[] {
  const used = new Set<Middleware>();
  const follow = (references: readonly Reference[], from: Viewpoint): void => {
    for (const reference of references) {
      const found = resolver.resolve(reference, from);
      // What is wrong with the reference is said there.
      if (found.kind === 'none') for (const meant of namesakes(world, reference)) used.add(meant);
      if (found.kind !== 'found' || used.has(found.middleware)) continue;
      const { middleware } = found;
      used.add(middleware);
      follow(middleware.members, {
        provider: middleware.provider,
        namespace: middleware.namespace,
        uri: middleware.level.at.uri,
      });
    }
  };
  const routers = bound.map(({ router }) => router);
  for (const router of routers) {
    const service = bound.find((each) => each.router === router)?.bindings[0]?.service;
    const served = servedBy(service, world).flat();
    follow([...router.middlewares, ...router.serviceMiddlewares, ...served], viewOf(router));
  }
  for (const { reference, namespace } of world.declarations.uses) {
    follow([reference], { provider: 'kubernetescrd', namespace, uri: reference.at.uri });
  }
  const providers = [...new Set(world.declarations.middlewares.map(({ provider }) => provider))];
  for (const { entryPoints, uri } of world.statics) {
    for (const { middlewares } of entryPoints) {
      for (const provider of providers) follow(middlewares, { provider, namespace: '', uri });
    }
  }
  return world.declarations.middlewares.filter(
    (middleware) => !used.has(middleware) && !isTwin(middleware, used),
  );
}

function namesakes({ declarations }: World, { text, object }: Reference): readonly Middleware[] {
  const name = (object?.name ?? text).split('@')[0]?.toLowerCase() ?? '';
  return declarations.middlewares.filter(
    (each) => each.name.toLowerCase() === name || name.endsWith(`-${each.name.toLowerCase()}`),
  );
}

/** Another definition of the name is used: of equal ones in two files, either may be meant. */
function isTwin(middleware: Middleware, used: ReadonlySet<Middleware>): boolean {
  return [...used].some(
    (other) =>
      other.provider === middleware.provider &&
      other.name === middleware.name &&
      other.namespace === middleware.namespace,
  );
}

/** A framing policy that was declared and that no router uses, beside routers that have none. */
export function unattached(loose: readonly Middleware[], bound: readonly Bound[]): readonly Unread[] {
  return loose.flatMap((middleware) => {
    if (middleware.off !== undefined || !middleware.ops.some(isFraming)) return [];
    const bare = bound.filter(
      ({ router, bindings, isParent }) =>
        !isParent &&
        isNeighbour(router, middleware) &&
        bindings.some((binding) => showsPages(binding) && !hasFraming(binding.chain.links)),
    );
    if (bare.length === 0) return [];
    return [
      finding(
        middleware,
        bare.map(({ router }) => router),
      ),
    ];
  });
}

export function isFraming({ kind, name, value }: HeaderOp): boolean {
  if (kind !== 'set') return false;
  const text = value.kind === 'literal' ? value.text : value.parts.join('');
  return (
    name.text === 'x-frame-options' ||
    (name.text === 'content-security-policy' && /frame-ancestors/i.test(text))
  );
}

function hasFraming(links: Bound['bindings'][number]['chain']['links']): boolean {
  return links.some(
    (link) =>
      link.kind !== 'middleware' || link.middleware.opaque !== 'no' || link.middleware.ops.some(isFraming),
  );
}

function showsPages(binding: Binding): boolean {
  return (
    binding.entryPoint?.redirection === undefined && answersOf(binding).some(({ page }) => page === 'content')
  );
}

/** A router that would be the natural user of a middleware. */
function isNeighbour({ provider, namespace, level }: Router, middleware: Middleware): boolean {
  if (middleware.provider === 'kubernetescrd') {
    return (provider === 'kubernetescrd' || provider === 'kubernetes') && namespace === middleware.namespace;
  }
  return provider === middleware.provider && level.at.uri === middleware.level.at.uri;
}

function finding(middleware: Middleware, bare: readonly Router[]): Unread {
  const [only] = bare;
  const fix = bare.length === 1 ? only?.guard.attach(middleware) : undefined;
  return {
    at: middleware.level.at,
    what: `The middleware ${middleware.name}`,
    why: 'no router, chain or entry point in this workspace uses it',
    advice: 'Name it in the middlewares of a router.',
    severity: 'warning',
    ...(fix !== undefined &&
      only !== undefined && {
        title: `Put it first in the chain of the ${only.level.label}`,
        fix: fix satisfies readonly Change[],
      }),
  };
}
