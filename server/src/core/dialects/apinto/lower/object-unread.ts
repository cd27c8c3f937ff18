import type { Unread } from '../../../model/scope.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { entriesOf, entryOf } from '../../../syntax/yaml/node.ts';
import type { ApintoObject, NamedPlugin, ProcessFile } from '../read/objects.ts';
import { guessedKind } from '../read/plugin-kind.ts';
import type { ApintoWorld } from '../read/world.ts';
import { framingEntry, isHeaderOfFraming } from './framing-words.ts';
import { framingWord } from './list-unread.ts';
import { configUnread } from './unread.ts';

/** What stands in a router or template and acts on nothing. */
export function objectUnread(world: ApintoWorld, object: ApintoObject): readonly Unread[] {
  return [...object.plugins.flatMap((plugin) => pluginUnread(world, object, plugin)), ...ownHeaders(object)];
}

function pluginUnread(world: ApintoWorld, object: ApintoObject, plugin: NamedPlugin): readonly Unread[] {
  const { document } = object;
  const list = world.listOf(object);
  const entry = list?.entries.find(({ name }) => name === plugin.name);
  const kind = entry?.kind ?? guessedKind(plugin.name, plugin.config?.value);
  const said = framingWord(plugin.entry.value);
  if (said === undefined || kind === 'request') return [];
  if (entry?.status === 'disable') {
    return [
      {
        at: document.place(plugin.entry.key.at),
        what: said,
        why: `the list of plugins has ${plugin.name} switched off`,
        advice: 'Give its entry there the status enable.',
      },
    ];
  }
  if (plugin.isDisabled) return disabled(object, plugin, said);
  if (plugin.config === undefined) {
    const inline = entriesOf(plugin.entry.value).find(({ key }) => key.text !== 'disable');
    return inline === undefined
      ? []
      : [
          {
            at: document.place(inline.key.at),
            what: said,
            why: `a plugin of a router reads only disable and config`,
            advice: 'Put it under config.',
          },
        ];
  }
  return configUnread(document, plugin.name, kind, plugin.config);
}

function disabled({ document }: ApintoObject, plugin: NamedPlugin, said: string): readonly Unread[] {
  const value = plugin.disable?.value;
  if (value?.kind !== 'scalar') return [];
  const fix = replaceScalar(document, value, 'false');
  const boolean = fix && { ...fix, text: fix.text.replaceAll('"', '') };
  return [
    {
      at: document.place(value.at),
      what: said,
      why: `the plugin ${plugin.name} is switched off here`,
      advice: 'Set disable to false.',
      ...(boolean && { title: 'Set disable: false', fix: [boolean] }),
    },
  ];
}

/** The `header` of a router, which only reads as if it were sent; `headers` is no key at all. */
function ownHeaders({ document, node, profession }: ApintoObject): readonly Unread[] {
  if (profession !== 'router') return [];
  return ['header', 'headers', 'response_headers'].flatMap((key): readonly Unread[] => {
    const entry = entryOf(node, key);
    const said = entriesOf(entry?.value).find((each) => isHeaderOfFraming(each.key.text));
    if (entry === undefined || said === undefined) return [];
    return [
      {
        at: document.place(entry.key.at),
        what: said.key.text,
        why: `Apinto sends no ${key} of a router`,
        advice: 'Set it with the plugin response_rewrite under plugins.',
      },
    ];
  });
}

/** `plugins` of a service are taken and never used. */
export function serviceUnread(service: ApintoObject): readonly Unread[] {
  const said = framingWord(service.pluginsEntry?.value);
  if (said === undefined || service.pluginsEntry === undefined) return [];
  return [
    {
      at: service.document.place(service.pluginsEntry.key.at),
      what: said,
      why: 'Apinto ignores the plugins of a service',
      advice: 'Configure them at the routers, in a template, or for all in the list of plugins.',
    },
  ];
}

/** A header in a file that starts a process. */
export function fileUnread({ document, root, what }: ProcessFile): readonly Unread[] {
  const found = framingEntry(root);
  const said = framingWord(root);
  if (found === undefined || said === undefined || entryOf(root, 'services') !== undefined) return [];
  return [
    {
      at: document.place('key' in found ? found.key.at : found.at),
      what: said,
      why: `${what} sets no header of an answer by this file`,
      advice:
        "Set it with a response_rewrite that is the first entry in Apinto's list of plugins, or at a proxy in front.",
    },
  ];
}
