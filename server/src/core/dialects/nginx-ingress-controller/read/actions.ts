import type { Step } from '../../../syntax/kubernetes/header.ts';
import { at, entryOf, itemsOf, textOf, type YamlEntry, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { RouteItem } from './world.ts';

/** What an action does. */
export type ActionKind = 'pass' | 'proxy' | 'return' | 'redirect';

const KINDS: readonly ActionKind[] = ['pass', 'proxy', 'return', 'redirect'];

/** Where an action stands in its item: itself, the item of `matches` or of `splits`, or both. */
export interface ActionPlace {
  readonly match?: { readonly node: YamlMap; readonly index: number };
  readonly split?: { readonly node: YamlMap; readonly index: number };
}

/** One of the actions of an item. */
export interface Action extends ActionPlace {
  /** The VirtualServer that it answers for; absent for a route that none delegates to. */
  readonly server: KubernetesObject | undefined;
  readonly item: RouteItem;
  /** The map that holds exactly one of the kinds. */
  readonly node: YamlMap;
  readonly kind: ActionKind;
  /** The entry of its kind. */
  readonly entry: YamlEntry;
  /** From the action outwards. */
  readonly steps: readonly Step[];
}

/** All actions of an item: those of its matches first, as the controller has them. */
export function actionsOf(item: RouteItem): readonly Action[] {
  const matches = itemsOf(at(item.node, 'matches')).flatMap((node, index) =>
    node.kind === 'map' ? actionsIn(item, node, { match: { node, index } }) : [],
  );
  return [...matches, ...actionsIn(item, item.node, {})];
}

function actionsIn(item: RouteItem, holder: YamlMap, place: ActionPlace): readonly Action[] {
  const splits = entryOf(holder, 'splits')?.value;
  if (splits?.kind === 'seq' && splits.items.length > 0) {
    return splits.items.flatMap((node, index) =>
      node.kind === 'map' ? actionIn(item, node, { ...place, split: { node, index } }) : [],
    );
  }
  return actionIn(item, holder, place);
}

function actionIn(item: RouteItem, holder: YamlMap, place: ActionPlace): readonly Action[] {
  const entry = entryOf(holder, 'action');
  if (entry?.value.kind !== 'map') return [];
  const { value: node } = entry;
  for (const kind of KINDS) {
    const found = entryOf(node, kind);
    if (found === undefined) continue;
    return [
      {
        server: item.server,
        item,
        node,
        kind,
        entry: found,
        steps: [{ parent: holder, child: entry }],
        ...place,
      },
    ];
  }
  return [];
}

/** The upstream that an action asks; `undefined` where it asks none. */
export function upstreamOf({ item, kind, entry }: Action): YamlMap | undefined {
  const name = kind === 'pass' ? textOf(entry.value) : textOf(at(entry.value, 'upstream'));
  if (name === undefined || (kind !== 'pass' && kind !== 'proxy')) return undefined;
  const upstreams = itemsOf(at(item.object.node, 'spec', 'upstreams'));
  const found = upstreams.find((each) => textOf(at(each, 'name')) === name);
  return found?.kind === 'map' ? found : undefined;
}

export function isGrpc(action: Action): boolean {
  return textOf(at(upstreamOf(action), 'type')) === 'grpc';
}

/** The names of `responseHeaders.pass`, in lower case. */
export function passedNames({ kind, entry }: Action): readonly string[] {
  if (kind !== 'proxy') return [];
  return itemsOf(at(entry.value, 'responseHeaders', 'pass')).flatMap(
    (item) => textOf(item)?.toLowerCase() ?? [],
  );
}
