import type { Change } from '../../../model/place.ts';
import type { Middleware } from '../model/middleware.ts';
import type { Guard, Router } from '../model/router.ts';
import type { EntryPoint } from '../model/static.ts';
import type { World } from '../world/gather.ts';
import type { Bound } from './bindings.ts';

/** What an insertion may have to know of the rest. */
export interface Surroundings {
  readonly bound: readonly Bound[];
  readonly world: World;
  readonly users: ReadonlyMap<Middleware, number>;
}

/** Puts a middleware with one header first in the chains of these routers; the changes, none where that cannot be done. */
export function guarded(
  guards: readonly Guard[],
  router: Router,
  [header, value]: readonly [header: string, value: string],
  surroundings: Surroundings,
): readonly Change[] {
  const { guard, provider } = router;
  const owner = provider === 'kubernetes' ? 'kubernetescrd' : provider;
  const existing = equalGuard(owner, router, header, value, surroundings);
  const name = existing?.name ?? freeName(guard.name, owner, surroundings.world);
  const attached = guards.map((each) => each.attach({ name, provider: owner }));
  const declared = existing === undefined ? guard.declare(name, header, value) : [];
  if (declared === undefined || attached.includes(undefined)) return [];
  return joined([...attached.flatMap((changes) => changes ?? []), ...declared]);
}

/** The same in the chain of an entry point. */
export function guardedEntryPoint(
  entryPoint: EntryPoint,
  router: Router,
  [header, value]: readonly [header: string, value: string],
  surroundings: Surroundings,
): readonly Change[] {
  const { guard, provider } = router;
  const existing = equalGuard(provider, router, header, value, surroundings);
  const name = existing?.name ?? freeName(guard.name, provider, surroundings.world);
  const attached = entryPoint.attach(`${name}@${provider}`);
  const declared = existing === undefined ? guard.declare(name, header, value) : [];
  return attached === undefined || declared === undefined ? [] : joined([...attached, ...declared]);
}

/** How many routers go through each middleware. */
export function usersOf(bound: readonly Bound[]): ReadonlyMap<Middleware, number> {
  const users = new Map<Middleware, number>();
  for (const { bindings } of bound) {
    const own = new Set(
      bindings.flatMap(({ chain }) =>
        chain.links.flatMap((link) => (link.kind === 'middleware' ? [link.middleware] : [])),
      ),
    );
    for (const middleware of own) users.set(middleware, (users.get(middleware) ?? 0) + 1);
  }
  return users;
}

/** A middleware that does exactly this and nothing else, and that others use: one more can use it too. */
function equalGuard(
  provider: string,
  { namespace, level }: Router,
  header: string,
  value: string,
  { world, users }: Surroundings,
): Middleware | undefined {
  return world.declarations.middlewares.find((each) => {
    const [op, ...more] = each.ops;
    return (
      each.provider === provider &&
      each.namespace === namespace &&
      each.level.at.uri === level.at.uri &&
      each.off === undefined &&
      each.options?.entries.length === 1 &&
      more.length === 0 &&
      op?.kind === 'set' &&
      op.name.text === header.toLowerCase() &&
      op.value.kind === 'literal' &&
      op.value.text === value &&
      users.has(each)
    );
  });
}

function freeName(wanted: string, provider: string, { declarations }: World): string {
  const taken = new Set(
    declarations.middlewares.flatMap((each) => (each.provider === provider ? [each.name.toLowerCase()] : [])),
  );
  if (!taken.has(wanted.toLowerCase())) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`.toLowerCase())) number++;
  return `${wanted}-${number}`;
}

/** Insertions at one place become one, in their order. */
function joined(changes: readonly Change[]): readonly Change[] {
  const made: Change[] = [];
  for (const change of changes) {
    const { at } = change;
    const same = made.findIndex(
      (other) =>
        other.at.uri === at.uri &&
        other.at.start === at.start &&
        other.at.end === at.end &&
        at.start === at.end,
    );
    const known = made[same];
    if (known === undefined) made.push(change);
    else made[same] = { at, text: known.text + change.text };
  }
  return made;
}
