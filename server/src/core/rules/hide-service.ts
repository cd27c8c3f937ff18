import type { Fix } from '../model/finding.ts';
import type { HeaderOp } from '../model/header-op.ts';
import { placeKey } from '../model/place.ts';
import { matchesName, respond } from '../model/respond.ts';
import type { Shared } from '../model/rule.ts';
import type { Hiding, Scope, Site } from '../model/scope.ts';
import { successAnswer } from '../model/standard-answers.ts';
import { framings, isFrameOptions, type Framing } from './framing.ts';
import { groupBy } from './group-by.ts';

const NAME = 'X-Frame-Options';

/** A scope that adds a value beside whatever the service behind sends. */
export interface Beside {
  readonly op: HeaderOp;
  readonly scope: Scope;
}

/**
 * Where a service that nobody sees may send a value of its own beside ours. DENY stays what it is in any company, and
 * frame-ancestors decides without either; SAMEORIGIN beside another value blocks the site's own frames too.
 */
export function besideUnknown(framing: Framing): readonly Beside[] {
  const { scope, policy, lines, ways } = framing;
  if (ways !== undefined || policy.verdict !== 'same-origin' || !passesOn(scope)) return [];
  const [line, ...others] = lines.filter(({ name }) => isFrameOptions(name));
  const op = line?.op;
  const decides = policy.decidedBy.some((index) => lines[index] === line);
  return op !== undefined && others.length === 0 && decides ? [{ op, scope }] : [];
}

/** The scopes in which the service's own value, which is seen, stands beside an instruction of the scope. */
export function besideSeen(statement: string, shared: Shared): readonly Scope[] {
  return shared(scopesBesideSeen).get(statement) ?? [];
}

/** For `shared`: those scopes by each of their own instructions that sends the header. */
function scopesBesideSeen(_site: Site, shared: Shared): ReadonlyMap<string, readonly Scope[]> {
  const found = new Map<string, Scope[]>();
  for (const { scope, lines } of shared(framings)) {
    const sent = lines.flatMap(({ name, op }) => (isFrameOptions(name) && op !== undefined ? [op] : []));
    if (sent.length < 2) continue;
    const own = new Set(scope.ops.map((op) => placeKey(op.statement)));
    const statements = new Set(sent.map((op) => placeKey(op.statement)));
    const ours = [...statements].filter((key) => own.has(key));
    if (ours.length === statements.size) continue;
    for (const key of ours) {
      const known = found.get(key);
      if (known === undefined) found.set(key, [scope]);
      else known.push(scope);
    }
  }
  return found;
}

/** Whether a header of the service would stand beside our own: one trial line tells. */
function passesOn(scope: Scope): boolean {
  const answer = successAnswer(scope);
  if (answer.from !== 'upstream' || scope.service === undefined || scope.service.sends !== undefined)
    return false;
  const trial = respond(scope, { ...answer, headers: [[NAME, 'DENY']] });
  return trial.lines.some(({ name, op }) => isFrameOptions(name) && op === undefined);
}

/**
 * The one edit that keeps the service's header from all these scopes, at as few places as do it, and at none that would
 * reach a scope which needs what its service sends. Empty where some scope has no such place.
 */
export function hidingFix(scopes: readonly Scope[], shared: Shared): readonly Fix[] {
  const places = fewestPlaces(scopes, shared(levelsInNeed));
  const [first] = places;
  if (first === undefined) return [];
  const edits = places.map((hiding) => hiding.add(NAME));
  if (edits.some((changes) => changes.length === 0)) return [];
  return [
    {
      title: titleOf(first, places),
      safe: false,
      changes: edits.flat(),
      levels: places.map(({ level }) => level.id),
    },
  ];
}

function fewestPlaces(scopes: readonly Scope[], needed: ReadonlySet<string>): readonly Hiding[] {
  const usable = scopes.map(
    ({ service }) => service?.hidings.filter(({ level }) => !needed.has(level.id)) ?? [],
  );
  if (usable.some((hidings) => hidings.length === 0)) return [];
  const reach = new Map<string, number>();
  for (const { level } of usable.flat()) reach.set(level.id, (reach.get(level.id) ?? 0) + 1);
  const reachOf = ({ level }: Hiding): number => reach.get(level.id) ?? 0;
  // Of places that reach the same scopes, the innermost.
  const chosen = usable.flatMap((hidings) => hidings.toSorted((a, b) => reachOf(b) - reachOf(a))[0] ?? []);
  return groupBy(chosen, ({ level }) => level.id).map(([hiding]) => hiding);
}

function titleOf({ keyword, level }: Hiding, places: readonly Hiding[]): string {
  const where = places.length > 1 ? `${places.length} places` : level.label;
  return `Insert ${keyword} ${NAME} in ${where}, so that only this value is sent`;
}

/** For `shared`: the levels at which a hidden header would be missed by a scope that does not always send its own. */
function levelsInNeed(_site: Site, shared: Shared): ReadonlySet<string> {
  const inNeed = shared(framings).filter(({ scope }) => {
    return scope.service !== undefined && !scope.ops.some(sendsAlways);
  });
  return new Set(inNeed.flatMap(({ scope }) => scope.service?.hidings.map(({ level }) => level.id) ?? []));
}

function sendsAlways({ kind, name, reach }: HeaderOp): boolean {
  const isConditional = reach.statuses !== undefined || reach.when !== undefined;
  return kind !== 'remove' && kind !== 'unknown' && !isConditional && matchesName(name, NAME);
}
