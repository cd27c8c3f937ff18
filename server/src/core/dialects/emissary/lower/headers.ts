import type { HeaderOp } from '../../../model/header-op.ts';
import type { Refusal, Unread } from '../../../model/scope.ts';
import { carried } from '../../../routes/envoy/carried.ts';
import { luaOps } from '../../../routes/envoy/lua.ts';
import { objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import {
  at,
  booleanOf,
  entryOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { Group } from './world.ts';

export const ADD = 'add_response_headers';
export const REMOVE = 'remove_response_headers';

/** A map of headers to be added, or a list of headers to be removed, and where it stands. */
export interface Written {
  readonly object: KubernetesObject;
  readonly parent: YamlMap;
  readonly entry: YamlEntry;
}

/** What a Module gives the Mappings that say nothing of their own. */
export function defaultOf(module: KubernetesObject | undefined, name: string): Written | undefined {
  const defaults = module && at(module.node, 'spec', 'config', 'defaults');
  for (const parent of [at(defaults, 'httpmapping'), defaults]) {
    const entry = entryOf(parent, name);
    if (module !== undefined && entry !== undefined && parent?.kind === 'map')
      return { object: module, parent, entry };
  }
  return undefined;
}

export function ownOf({ object, spec }: Group['members'][number], name: string): Written | undefined {
  const entry = entryOf(spec, name);
  return entry && { object, parent: spec, entry };
}

export interface GroupOps {
  readonly ops: readonly HeaderOp[];
  readonly refused: readonly Refusal[];
  /** Of framing headers, those of which another value is sent. */
  readonly outdone: readonly Unread[];
}

/** The removals of the last member that has any, and of all maps of added headers the last word for each name. */
export function groupOps({ members, module }: Group): GroupOps {
  const removals = members
    .flatMap((member) => ownOf(member, REMOVE) ?? defaultOf(module, REMOVE) ?? [])
    .at(-1);
  const added = new Map<string, { readonly op: HeaderOp; readonly by: string }>();
  const outdone: Unread[] = [];
  for (const member of members) {
    const written = ownOf(member, ADD) ?? defaultOf(module, ADD);
    for (const op of written === undefined ? [] : additions(written)) {
      const { name } = (written ?? member).object;
      const before = added.get(op.name.text);
      if (before !== undefined && differ(before.op, op)) outdone.push(outdoneBy(before, { op, by: name }));
      added.delete(op.name.text);
      added.set(op.name.text, { op, by: name });
    }
  }
  const made = [
    ...(removals === undefined ? [] : removalsOf(removals)),
    ...[...added.values()].map(({ op }) => op),
  ].map(carried);
  return {
    ops: made.map(({ op }) => op),
    refused: made.flatMap(({ op, refused }) =>
      refused === undefined ? [] : [{ at: op.value.at, why: refused }],
    ),
    outdone,
  };
}

function differ(a: HeaderOp, b: HeaderOp): boolean {
  const isFraming = /^(?:x-frame-options|content-security-policy)$/.test(a.name.text);
  return (
    isFraming && a.value.kind === 'literal' && b.value.kind === 'literal' && a.value.text !== b.value.text
  );
}

interface Sender {
  readonly op: HeaderOp;
  /** The name of the object. */
  readonly by: string;
}

function outdoneBy(before: Sender, after: Sender): Unread {
  const other = after.op.spelling;
  return {
    at: before.op.nameAt,
    what: before.op.spelling,
    why:
      before.by === after.by
        ? `${other} stands behind it and is the same header, so its value is the one that is sent`
        : `${after.by} is for the same requests and sorts behind ${before.by}, so its value is sent for both`,
    advice: 'Give both the same value.',
    severity: 'warning',
  };
}

/** `Name: {value, append}`, or the older `Name: value`; added beside the service's line unless `append` is false. */
export function additions({ object: { document }, parent, entry }: Written): readonly HeaderOp[] {
  const { value: map } = entry;
  if (map.kind !== 'map') return [];
  return map.entries.flatMap((header) => {
    const { value: body } = header;
    const value: YamlNode | undefined = body.kind === 'map' ? at(body, 'value') : body;
    if (value?.kind !== 'scalar' || value.isNull) return [];
    const steps: readonly Step[] = [
      { parent: map, child: header },
      { parent, child: entry },
    ];
    return [
      objectHeader({
        document,
        // The compiler compares with a boolean: the text "false" appends.
        kind: booleanOf(at(body, 'append'), true) === false ? 'set' : 'append',
        name: header.key,
        value,
        statement: header,
        steps,
      }),
    ];
  });
}

function removalsOf({ object: { document }, parent, entry }: Written): readonly HeaderOp[] {
  const { value: list } = entry;
  const items = list.kind === 'seq' ? list.items : [list];
  return items.flatMap((item) =>
    item.kind === 'scalar' && !item.isNull
      ? [
          objectHeader({
            document,
            kind: 'remove',
            name: item,
            statement: item,
            steps: [
              ...(list.kind === 'seq' ? [{ parent: list, child: item }] : []),
              { parent, child: entry },
            ],
          }),
        ]
      : [],
  );
}

/** A script of a Module sees every answer after the routes. */
export function scriptOps(module: KubernetesObject | undefined): readonly HeaderOp[] {
  const script = module && at(module.node, 'spec', 'config', 'lua_scripts');
  if (module === undefined || script?.kind !== 'scalar' || script.isNull) return [];
  return luaOps(script.text, module.document.place(script.at));
}
