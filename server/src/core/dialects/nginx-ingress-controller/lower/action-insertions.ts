import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { actionsOf, isGrpc, type Action } from '../read/actions.ts';
import type { ControllerWorld } from '../read/world.ts';
import { withHeaders } from './changes.ts';
import { addedOps } from './headers.ts';

/** One more line in the action, or in all actions of its object. */
export function actionInsertions(action: Action, level: Level, world: ControllerWorld): readonly Insertion[] {
  if (action.kind === 'redirect') return [];
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
  const isOne = same.length > 1 && object === action.server && same.some(({ node }) => node === action.node);
  return [own, ...(isOne ? [all] : [])];
}

/** The actions of the same object that may answer with a page. */
function pagesOf({ item: { object } }: Action, world: ControllerWorld): readonly Action[] {
  const actions = (world.itemsOf.get(object) ?? []).flatMap(actionsOf);
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
