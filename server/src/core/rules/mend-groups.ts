import type { Insertion, Level, Scope } from '../model/scope.ts';
import type { Framing } from './framing.ts';
import { groupBy } from './group-by.ts';

/** Open scopes that one insertion would mend. */
export interface MendGroup {
  /** Where the finding stands: the innermost level that holds them all, or the whole host where all of it is open. */
  readonly level: Level;
  readonly scopes: readonly Framing[];
  /** How many hosts are open. */
  readonly hosts: number;
  /** The best place first; each mends every scope of the group. */
  readonly insertions: readonly Insertion[];
}

/**
 * Groups open scopes by the outermost place where one insertion reaches them.
 * @param all every scope of the site, to see what is protected already
 */
export function groupsToMend(open: readonly Framing[], all: readonly Framing[]): readonly MendGroup[] {
  const usable = usableInsertions(open, all);
  const guarded = new Set(all.filter(isGuardedPage).map(({ scope }) => hostOf(scope).id));
  const byOutermost = groupBy(open, ({ scope }) => (usable(scope).at(-1)?.level ?? hostOf(scope)).id);
  return byOutermost.flatMap((framings) => {
    const hosts = groupBy(framings, ({ scope }) => hostOf(scope).id);
    const gateway = framings[0].scope.path.at(-1);
    // A person who has one server's file open must see it there; the file with the http block may be another.
    const oneFile =
      gateway?.kind === 'gateway' &&
      framings.every(({ scope }) => scope.path.every((l) => l.at.uri === gateway.at.uri));
    if (hosts.length > 1 && oneFile) return [{ ...groupAt(gateway, framings, usable), hosts: hosts.length }];
    return hosts.map((scopes) => groupAt(levelInHost(scopes, guarded, usable), scopes, usable));
  });
}

type Usable = (scope: Scope) => readonly Insertion[];

/**
 * An insertion reaches every scope that has it. One that reaches a page which is judged otherwise (protected by
 * headers-more, open by intent, …) would change what is sent there, or make it conflict.
 */
function usableInsertions(open: readonly Framing[], all: readonly Framing[]): Usable {
  const wanted = new Set(open);
  const taken = new Set(
    all
      .filter((each) => !wanted.has(each) && (each.page === 'content' || each.page === 'asset'))
      .flatMap(({ scope }) => scope.insertions.map(({ level }) => level.id)),
  );
  return ({ insertions }) => insertions.filter(({ level }) => !taken.has(level.id));
}

function groupAt(level: Level, scopes: readonly [Framing, ...Framing[]], usable: Usable): MendGroup {
  const shared = usable(scopes[0].scope).filter((candidate) =>
    scopes.every(({ scope }) => usable(scope).some((other) => other.level.id === candidate.level.id)),
  );
  const here = shared.filter((candidate) => candidate.level.id === level.id);
  const wider = shared.filter(
    (candidate) => candidate.level.kind === 'gateway' && candidate.level.id !== level.id,
  );
  const narrow = here.length > 0 ? here : shared.slice(0, 1);
  return { level, scopes, hosts: 1, insertions: [...new Set([...narrow, ...wider])] };
}

function isGuardedPage({ page, policy }: Framing): boolean {
  return page === 'content' && policy.verdict !== 'open';
}

/**
 * The host itself where no page of it is protected; else the innermost level around all that is open.
 * @param guarded the hosts with a page that is protected, by the ids of their levels
 */
function levelInHost(
  scopes: readonly [Framing, ...Framing[]],
  guarded: ReadonlySet<string>,
  usable: Usable,
): Level {
  const [first] = scopes;
  const host = hostOf(first.scope);
  const innermost =
    first.scope.path.find((level) =>
      scopes.every(({ scope }) => scope.path.some((other) => other.id === level.id)),
    ) ?? host;
  const reachesHost = usable(first.scope).some(
    (insertion) => insertion.level.kind === 'gateway' || insertion.level.id === host.id,
  );
  return guarded.has(host.id) || !reachesHost ? innermost : host;
}

function hostOf(scope: Scope): Level {
  return scope.path.find((level) => level.kind === 'host') ?? scope.path[0];
}
