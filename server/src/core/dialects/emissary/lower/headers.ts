import type { HeaderOp } from '../../../model/header-op.ts';
import type { Refusal } from '../../../model/scope.ts';
import { carried } from '../../../routes/envoy/carried.ts';
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
}

/** The removals of the last member that has any, and of all maps of added headers the last word for each name. */
export function groupOps({ members, module }: Group): GroupOps {
  const removals = members
    .flatMap((member) => ownOf(member, REMOVE) ?? defaultOf(module, REMOVE) ?? [])
    .at(-1);
  const added = new Map<string, HeaderOp>();
  for (const member of members) {
    const written = ownOf(member, ADD) ?? defaultOf(module, ADD);
    for (const op of written === undefined ? [] : additions(written)) {
      added.delete(op.name.text);
      added.set(op.name.text, op);
    }
  }
  const made = [...(removals === undefined ? [] : removalsOf(removals)), ...added.values()].map(carried);
  return {
    ops: made.map(({ op }) => op),
    refused: made.flatMap(({ op, refused }) =>
      refused === undefined ? [] : [{ at: op.value.at, why: refused }],
    ),
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

/** A script of a Module sees every answer after the routes; what it does is not read. */
export function scriptOps(module: KubernetesObject | undefined): readonly HeaderOp[] {
  const script = module && at(module.node, 'spec', 'config', 'lua_scripts');
  if (module === undefined || script?.kind !== 'scalar' || script.isNull) return [];
  const place = module.document.place(script.at);
  return [
    {
      kind: 'unknown',
      name: { text: '', prefix: true },
      spelling: '',
      value: { kind: 'literal', text: '', at: place },
      whenEmpty: 'send',
      reach: {},
      nameAt: place,
      statement: place,
      edits: {},
    },
  ];
}
