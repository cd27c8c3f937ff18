import type { StatusSet } from '../../../model/header-op.ts';
import { isSharedStep, type Step } from '../../../syntax/kubernetes/header.ts';
import {
  at,
  entryOf,
  itemsOf,
  textOf,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../../syntax/yaml/node.ts';
import type { Plugin } from '../model/config.ts';
import { ACTIONS, type Action } from '../model/names.ts';

/** One text of a list of headers: `Name:value`. */
export interface Entry {
  readonly action: Action;
  readonly name: string;
  /** What stands between the colon and the value; Kong sends it, and nobody sees it. */
  readonly gap: string;
  /** Empty where there is none: the entry then does nothing, but for `remove`. */
  readonly value: string;
  readonly node: YamlScalar;
  /** The way from the entry outwards: what is emptied goes with its last member. */
  readonly steps: readonly Step[];
  readonly statuses?: StatusSet;
  /** True where an edit would reach other places too. */
  readonly isShared: boolean;
}

/** A list of a transformer's settings, and the way to it from the plugin. */
interface HeaderList {
  readonly action: Action;
  readonly settings: YamlMap;
  readonly value: YamlNode;
  readonly steps: readonly Step[];
  readonly isShared: boolean;
}

/** The lists of headers that a transformer works through, in its order. */
export function headerLists(plugin: Plugin): readonly HeaderList[] {
  return ACTIONS.flatMap((action) => {
    const found = settingsOf(plugin, action);
    const headers = entryOf(found?.node, 'headers');
    if (found?.node.kind !== 'map' || headers === undefined) return [];
    const { node: settings, step: outer } = found;
    const step: Step = { parent: settings, child: headers };
    const isShared = found.isShared || isSharedStep(step);
    return [{ action, settings, value: headers.value, steps: [step, outer], isShared }];
  });
}

interface Settings {
  readonly node: YamlNode;
  readonly step: Step;
  readonly isShared: boolean;
}

/** The settings of one action: `config` is laid over what `_config` names key by key. */
function settingsOf({ holder, base }: Plugin, action: Action): Settings | undefined {
  const config = entryOf(holder, 'config');
  const own = entryOf(config?.value, action);
  if (config?.value.kind === 'map' && own !== undefined) {
    const step: Step = { parent: config.value, child: own };
    const isShared = isSharedStep({ parent: holder, child: config }) || isSharedStep(step);
    return { node: own.value, step, isShared };
  }
  const given = entryOf(base?.node, action);
  if (base === undefined || given === undefined) return undefined;
  const step: Step = { parent: base.node, child: given };
  return { node: given.value, step, isShared: base.isShared || isSharedStep(step) };
}

/** What a transformer does, entry by entry, in its order. */
export function entriesOf(plugin: Plugin): readonly Entry[] {
  return headerLists(plugin).flatMap(({ action, settings, value, steps, isShared }) => {
    if (value.kind !== 'seq') return [];
    const statuses = statusesOf(at(settings, 'if_status'));
    return value.items.flatMap((node): readonly Entry[] => {
      if (node.kind !== 'scalar' || node.isNull) return [];
      // The pattern of header_transformer.lua.
      const [, name = '', gap = '', text = ''] = /^([^:]+):*(\s*)([^]*)$/.exec(node.text) ?? [];
      if (name === '') return [];
      const step: Step = { parent: value, child: node };
      return [
        {
          action,
          name,
          gap,
          value: text,
          node,
          steps: [step, ...steps],
          isShared: isShared || isSharedStep(step),
          ...(statuses && { statuses }),
        },
      ];
    });
  });
}

/** `["200-299", "404"]` of the advanced transformer. */
function statusesOf(node: YamlNode | undefined): StatusSet | undefined {
  const texts = itemsOf(node).flatMap((item) => textOf(item) ?? []);
  const ranges = texts.flatMap((text) => {
    const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
    return low === undefined ? [] : [[Number(low), Number(high)] as const];
  });
  return texts.length === 0 ? undefined : ranges;
}
