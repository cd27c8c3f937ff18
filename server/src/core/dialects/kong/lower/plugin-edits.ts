import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Cut, Hiding, Insertion, Level } from '../../../model/scope.ts';
import type { Plugin } from '../model/config.ts';
import { ACTIONS } from '../model/names.ts';
import { entriesOf } from './entries.ts';
import { guaranteedOps, markOf } from './transformer.ts';
import { addTo, setting, type Additions } from './write.ts';

/** The instance itself, as a level that instructions are written at. */
export function pluginLevel(plugin: Plugin): Level {
  return {
    id: markOf(plugin),
    kind: 'condition',
    label: `the plugin ${plugin.name} of ${plugin.level.label}`,
    at: plugin.nameAt,
  };
}

/** One more header in the instance that runs: another one beside it would replace it. */
export function insertionInto(plugin: Plugin): Insertion {
  const level = pluginLevel(plugin);
  const kind = plugin.level.kind === 'gateway' ? 'gateway' : level.kind;
  return {
    level: { ...level, kind },
    add: (name, value) => setInto(plugin, name, value),
    title: (name, value) => `Set ${name}: ${value} in ${level.label}`,
  };
}

function setInto(plugin: Plugin, name: string, value: string): readonly Change[] {
  const there = entriesOf(plugin).filter((entry) => entry.name.toLowerCase() === name.toLowerCase());
  // What is removed, renamed or written for some answers only was meant so.
  if (there.some(({ action, statuses }) => action !== 'replace' || statuses !== undefined)) return [];
  const [replacing] = there;
  const additions: Additions =
    replacing === undefined ? setting(name, value) : [['add', [`${name}:${replacing.value}`]]];
  return addTo(plugin, additions);
}

/** Where a line is added beside that of the service: `remove` runs first. */
export function hidingIn(plugin: Plugin): readonly Hiding[] {
  const entries = entriesOf(plugin);
  const isThere = (name: string, action: string): boolean =>
    entries.some((entry) => entry.action === action && entry.name.toLowerCase() === name.toLowerCase());
  if (!entries.some(({ action }) => action === 'append')) return [];
  return [
    {
      level: pluginLevel(plugin),
      keyword: 'remove.headers',
      // `remove` would make `add` leave nothing where the service sends the header.
      add: (name) =>
        isThere(name, 'remove') || isThere(name, 'add') ? [] : addTo(plugin, [['remove', [name]]]),
    },
  ];
}

/** The wider instance, all of which the one that runs replaces. */
export function cutBy(plugin: Plugin, outer: Plugin | undefined, level: Level): Cut | undefined {
  if (outer === undefined) return undefined;
  const names = new Set(entriesOf(plugin).map(({ name }) => name.toLowerCase()));
  const lost: readonly HeaderOp[] = guaranteedOps(outer).filter(({ name }) => !names.has(name.text));
  if (lost.length === 0) return undefined;
  const entries = entriesOf(outer).filter(({ name }) => !names.has(name.toLowerCase()));
  const isWritable = entries.every(({ statuses }) => statuses === undefined);
  const additions: Additions = ACTIONS.map(
    (action) =>
      [action, entries.filter((entry) => entry.action === action).map(({ node }) => node.text)] as const,
  );
  const restore = isWritable ? addTo(plugin, additions) : [];
  return {
    level,
    by: plugin.nameAt,
    lost,
    ...(restore.length > 0 && { restore }),
  };
}
