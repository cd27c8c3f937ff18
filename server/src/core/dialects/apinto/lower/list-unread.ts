import type { Unread } from '../../../model/scope.ts';
import { insertEntry, replaceScalar } from '../../../syntax/yaml/edit.ts';
import { at, entryOf, itemsOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { typeFault } from '../read/config-faults.ts';
import type { ListEntry, PluginList } from '../read/objects.ts';
import type { ApintoWorld } from '../read/world.ts';
import { framingEntry, isHeaderOfFraming } from './framing-words.ts';
import { rewritesMore } from './effects.ts';
import { configUnread } from './unread.ts';

const RESPONSE = new Set(['rewrite', 'rewrite-v2', 'filter', 'mocking', 'interception', 'absent']);

/** What stands in the list of plugins and acts on nothing. */
export function listUnread(world: ApintoWorld, list: PluginList): readonly Unread[] {
  return list.entries.flatMap((entry) => entryUnread(world, list, entry));
}

function entryUnread(world: ApintoWorld, list: PluginList, entry: ListEntry): readonly Unread[] {
  const { kind, status, config, name, id } = entry;
  const { document } = list;
  const said = framingWord(config?.value);
  if (!RESPONSE.has(kind) || said === undefined || typeFault(kind, config?.value) !== undefined) return [];
  if (kind === 'absent') {
    const node = at(entry.node, 'id') ?? entry.node;
    const right = id.endsWith('http_mocking') ? 'eolinker.com:apinto:http-mocking' : undefined;
    const fix =
      right !== undefined && node.kind === 'scalar' ? replaceScalar(document, node, right) : undefined;
    return [
      {
        at: document.place(node.at),
        what: said,
        why: `Apinto has no plugin ${id}, and drops the entry without an error`,
        advice: 'Hyphens and underscores differ; write the id as the plugin has it.',
        ...(fix && { title: `Write ${right ?? ''}`, fix: [fix] }),
      },
    ];
  }
  if (status === 'global') return configUnread(document, name, kind, config);
  const isNamed = [...world.routers, ...world.templates].some(
    (object) => world.listOf(object) === list && object.plugins.some((plugin) => plugin.name === name),
  );
  if (isNamed || config === undefined || kind === 'filter') return [];
  const statusNode = entry.statusNode;
  // Whatever else the plugin does would then be done to every answer.
  const isHarmless = kind === 'rewrite' && !rewritesMore(config.value);
  const fix = !isHarmless
    ? undefined
    : statusNode === undefined
      ? insertEntry(document, entry.node, 'status', 'global')
      : replaceScalar(document, statusNode, 'global');
  return [
    {
      at: document.place(config.key.at),
      what: said,
      why:
        status === 'disable'
          ? `the plugin ${name} is switched off`
          : `with the status enable a plugin acts only where a router or template names it, and with the config that stands there`,
      advice: 'Give the entry the status global, or configure it at the routers.',
      ...(status === 'disable' && { severity: 'information' as const }),
      ...(fix && { title: 'Set status: global', fix: [fix] }),
    },
  ];
}

/** The framing header that a configuration speaks of, as it is written. */
export function framingWord(node: YamlNode | undefined): string | undefined {
  const found = framingEntry(node);
  if (found === undefined) return undefined;
  if ('key' in found) return found.key.text;
  return found.kind === 'scalar' ? /^[\s"']*([\w-]+)/.exec(found.text)?.[1] : undefined;
}

/** Whether any entry of the list, or what it keeps, speaks of a framing header. */
export function speaksOfFraming({ entries }: PluginList): boolean {
  return entries.some(
    ({ kind, config }) =>
      RESPONSE.has(kind) &&
      (framingWord(config?.value) !== undefined ||
        itemsOf(entryOf(config?.value, 'header_filter')?.value).some(
          (item) => item.kind === 'scalar' && isHeaderOfFraming(item.text),
        )),
  );
}
