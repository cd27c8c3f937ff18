import type { Change } from '../../../model/place.ts';
import type { Insertion, Level, Service } from '../../../model/scope.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { actionsOf, isGrpc, type Action } from '../read/actions.ts';
import type { ControllerWorld } from '../read/world.ts';
import { inForce, passesOf, type Block } from './chain.ts';
import { withHeaders } from './changes.ts';
import { everywhere } from './configuration.ts';
import { addedOps } from './headers.ts';

/**
 * Where one more line would cut nothing off: in the location where it has lines of its own, or nothing is in force at all;
 * where outer lines are in force, beside those.
 */
export function insertionsFor(
  action: Action,
  level: Level,
  block: Block,
  world: ControllerWorld,
): readonly Insertion[] {
  if (action.kind === 'redirect') return [];
  const { owner } = inForce(block);
  const gateway = everywhere(world.configuration).filter(
    (each) => owner === undefined || each.level.id === owner.level.id,
  );
  if (owner !== undefined && owner !== block) return gateway;
  const { object } = action.item;
  const own: Insertion = {
    level,
    title: (name, value) => `Add ${name}: ${value} to the answers of ${level.label}`,
    add: (name, value) => adding(action, name, value) ?? [],
  };
  const same = pagesOf(action, world);
  const all: Insertion = {
    level: objectLevel(object),
    title: (name, value) => `Add ${name}: ${value} to the answers of all routes of ${object.name}`,
    add: (name, value) => addingAll(same, name, value),
  };
  return [
    own,
    ...(same.length > 1 && same.some(({ node }) => node === action.node) ? [all] : []),
    ...(owner === undefined ? gateway : []),
  ];
}

/** The actions of the same object that may answer with a page. */
function pagesOf({ item: { object } }: Action, world: ControllerWorld): readonly Action[] {
  const items = [...world.servers, ...world.orphans].flatMap((each) => each.items);
  const actions = items.filter((item) => item.object === object).flatMap(actionsOf);
  return actions.filter((action) => (action.kind === 'pass' || action.kind === 'proxy') && !isGrpc(action));
}

function addingAll(actions: readonly Action[], name: string, value: string): readonly Change[] {
  const lower = name.toLowerCase();
  const changes = actions
    .filter((action) => !addedOps(action).some((op) => op.name.text === lower))
    .map((action) => adding(action, name, value));
  return changes.every((change) => change !== undefined) ? changes.flat() : [];
}

/** What a service sends itself is kept back, or two lines would go out; several policies of content all count. */
function adding(action: Action, name: string, value: string): readonly Change[] | undefined {
  const hide = action.kind !== 'return' && /^x-frame-options$/i.test(name) ? [name] : [];
  return withHeaders(action, [{ name, value, always: true }], hide);
}

/** The service that an action asks. */
export function serviceOf(action: Action, level: Level, block: Block): Service {
  return {
    at: action.item.object.document.place(action.entry.key.at),
    hidings: [
      {
        level,
        keyword: 'hide',
        // A pass beats a hide.
        add: (name) =>
          passesOf(block).includes(name.toLowerCase()) ? [] : (withHeaders(action, [], [name]) ?? []),
      },
    ],
  };
}
