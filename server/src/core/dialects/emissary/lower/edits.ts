import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey, type Change } from '../../../model/place.ts';
import type { Cut, Hiding, Insertion, Level } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { ensurePath, insertEntry } from '../../../syntax/yaml/edit.ts';
import { at, entriesOf, entryOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { renderFlow } from '../../../syntax/yaml/render.ts';
import { ADD, additions, defaultOf, ownOf, type Written } from './headers.ts';
import type { Group, Mapping } from './world.ts';

/** The mapping whose word counts most, and the Module where its defaults are in force. */
export function insertionsFor(group: Group, level: Level): readonly Insertion[] {
  const { members, module } = group;
  const last = members[members.length - 1] ?? members[0];
  const inherits = ownOf(last, ADD) === undefined;
  const given = defaultOf(module, ADD);
  const title = (name: string, value: string, where: string): string =>
    `Set ${name}: ${value} on the answers of ${where}`;
  const own: Insertion = {
    level,
    add: (name, value) => inMap(last, last.spec, [ADD], name, value),
    title: (name, value) => title(name, value, level.label),
  };
  // A map of the Mapping's own would keep the defaults out.
  const usable = inherits && given !== undefined && entriesOf(given.entry.value).length > 0 ? [] : [own];
  if (module === undefined || !inherits || members.length > 1) return usable;
  const moduleSpec = at(module.node, 'spec');
  const path = given === undefined ? ['config', 'defaults', 'httpmapping', ADD] : [given.entry.key.text];
  const parent = given?.parent ?? moduleSpec;
  if (parent?.kind !== 'map') return usable;
  return [
    ...usable,
    {
      level: objectLevel(module, 'gateway'),
      add: (name, value) => inMap({ object: module }, parent, path, name, value),
      title: (name, value) => title(name, value, 'all Mappings without headers of their own'),
    },
  ];
}

function inMap(
  { object: { document } }: { readonly object: KubernetesObject },
  map: YamlMap,
  path: readonly string[],
  name: string,
  value: string,
): readonly Change[] {
  const there = ownMap(map, path);
  if (there === 'other') return [];
  const isTaken =
    typeof there === 'object' &&
    entriesOf(there).some(({ key }) => key.text.toLowerCase() === name.toLowerCase());
  if (isTaken) return [];
  const change = ensurePath(document, map, [...path, name], setting(value));
  return change === undefined ? [] : [change];
}

/** A percent sign starts a command of Envoy. */
function setting(value: string): { readonly value: string; readonly append: boolean } {
  return { value: value.replaceAll('%', '%%'), append: false };
}

/** Where the one line that adds a header beside the service's own can replace it instead. */
export function hidingsFor(group: Group, level: Level, ops: readonly HeaderOp[]): readonly Hiding[] {
  if (!ops.some(({ kind }) => kind === 'append')) return [];
  const sources = group.members.flatMap((member) => ownOf(member, ADD) ?? defaultOf(group.module, ADD) ?? []);
  return [
    {
      level,
      keyword: 'append: false for',
      add: (name) => {
        const [op, ...others] = ops.filter(
          (each) => each.kind === 'append' && each.name.text === name.toLowerCase(),
        );
        return op === undefined || others.length > 0 ? [] : replacing(sources, placeKey(op.statement));
      },
    },
  ];
}

function replacing(sources: readonly Written[], statement: string): readonly Change[] {
  for (const { object, entry } of sources) {
    const { document } = object;
    for (const header of entriesOf(entry.value)) {
      if (placeKey(document.place(header.at)) !== statement) continue;
      const { value } = header;
      if (header.merged || entry.merged || entry.value.shared || value.shared) return [];
      if (value.kind === 'scalar') {
        const text = renderFlow({ value: value.text, append: false });
        return [{ at: document.place(value.at), text }];
      }
      if (value.kind !== 'map') return [];
      const append = entryOf(value, 'append');
      if (append !== undefined) return [{ at: document.place(append.value.at), text: 'false' }];
      const change = insertEntry(document, value, 'append', false);
      return change === undefined ? [] : [change];
    }
  }
  return [];
}

/** A map of the Mapping's own, as short as it may be, replaces all defaults of the Module. An empty one means to. */
export function cutOf({ members, module }: Group, level: Level): Cut | undefined {
  const [only, ...others] = members;
  const own = ownOf(only, ADD);
  const given = defaultOf(module, ADD);
  if (others.length > 0 || own === undefined || given === undefined) return undefined;
  if (entriesOf(own.entry.value).length === 0) return undefined;
  const names = new Set(additions(own).map(({ name }) => name.text));
  const lost = additions(given).filter(({ name }) => !names.has(name.text));
  if (lost.length === 0) return undefined;
  return {
    level,
    by: own.object.document.place(own.entry.key.at),
    lost,
    restore: restoring(only, own, lost),
  };
}

function restoring(
  { object, spec }: Mapping,
  own: Written,
  lost: readonly HeaderOp[],
): readonly Change[] | undefined {
  const map = ownMap(spec, [ADD]);
  if (typeof map !== 'object' || map.kind !== 'map' || own.entry.merged) return undefined;
  const changes = lost.map((op) =>
    op.value.kind === 'literal' && op.value.text !== ''
      ? insertEntry(object.document, map, op.spelling, { value: op.value.text, append: op.kind !== 'set' })
      : undefined,
  );
  const [first] = changes;
  if (first === undefined || changes.some((change) => change === undefined)) return undefined;
  // All go to the same place, one behind the other.
  return [{ at: first.at, text: changes.map((change) => change?.text ?? '').join('') }];
}
