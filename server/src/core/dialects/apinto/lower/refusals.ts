import type { Unread } from '../../../model/scope.ts';
import type { Change } from '../../../model/place.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { at, entriesOf, entryOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isHole, typeFault } from '../read/config-faults.ts';
import type { ApintoObject, NamedPlugin, PluginList } from '../read/objects.ts';
import { guessedKind } from '../read/plugin-kind.ts';
import type { ApintoWorld } from '../read/world.ts';
import { isKnown, templateOf } from './chain.ts';
import { parsePattern } from '../predict/pattern.ts';

export interface Refused {
  readonly node: YamlNode;
  readonly why: string;
  readonly advice: string;
  readonly title?: string;
  readonly fix?: readonly Change[];
}

/** Why the open API takes nothing of a router or template; its paths then answer as if it were not there. */
export function refusalOf(world: ApintoWorld, object: ApintoObject): Refused | undefined {
  const list = world.listOf(object);
  if (list !== undefined && isListRefused(list) !== undefined) return undefined;
  for (const plugin of object.plugins) {
    const found = unknownName(object, plugin, list) ?? badPlugin(plugin, list);
    if (found !== undefined) return found;
  }
  return pluginsShape(object) ?? (object.profession === 'router' ? routerFault(world, object) : undefined);
}

function pluginsShape({ pluginsEntry }: ApintoObject): Refused | undefined {
  const value = pluginsEntry?.value;
  if (
    value === undefined ||
    value.kind === 'map' ||
    isHole(value) ||
    (value.kind === 'scalar' && value.isNull)
  )
    return undefined;
  return {
    node: value,
    why: 'plugins has to be a map of names',
    advice: 'Write each plugin under its name.',
  };
}

/** `undefined` where it is in the list, or the list is not at hand. */
function unknownName(
  { document }: ApintoObject,
  plugin: NamedPlugin,
  list: PluginList | undefined,
): Refused | undefined {
  if (list === undefined || isHole(plugin.entry.key)) return undefined;
  const found = list.entries.find(({ name }) => name === plugin.name);
  if (found !== undefined && isKnown(found)) return undefined;
  const { key } = plugin.entry;
  if (found !== undefined) {
    return {
      node: key,
      why: `the list of plugins does not keep ${plugin.name}, whose entry is not valid`,
      advice: 'Correct its entry in the list.',
    };
  }
  const meant = list.entries.filter(({ id }) => id === plugin.name);
  const [only] = meant;
  const fix = meant.length === 1 && only !== undefined ? replaceScalar(document, key, only.name) : undefined;
  return {
    node: key,
    why: `the list of plugins has no plugin named ${plugin.name}`,
    advice:
      only === undefined
        ? 'Name one of the list, or add it there.'
        : `Name it as the list does, ${only.name}, not by its id.`,
    ...(fix && only && { title: `Write ${only.name}`, fix: [fix] }),
  };
}

function badPlugin(plugin: NamedPlugin, list: PluginList | undefined): Refused | undefined {
  const kind =
    list?.entries.find(({ name }) => name === plugin.name)?.kind ??
    guessedKind(plugin.name, plugin.config?.value);
  const fault = typeFault(kind, plugin.config?.value);
  if (fault !== undefined) return { ...fault, advice: adviceFor(fault.why) };
  const disable = plugin.disable?.value;
  if (disable?.kind !== 'scalar' || disable.isNull) return undefined;
  const isBoolean = disable.style === 'plain' && /^(?:true|false|yes|no|on|off|y|n)$/i.test(disable.text);
  const isText = disable.style !== 'plain' && /^(?:1|0|t|f|true|false)$/i.test(disable.text);
  if (isBoolean || isText || /\$\{|\{\{/.test(disable.text)) return undefined;
  return { node: disable, why: 'disable has to be true or false', advice: 'Correct it.' };
}

function adviceFor(why: string): string {
  return why.startsWith('headers') ? 'Write each header as a key with its value.' : 'Correct it.';
}

function routerFault(world: ApintoWorld, router: ApintoObject): Refused | undefined {
  const { node } = router;
  const template = templateOf(world, router);
  if (template !== undefined && refusalOf(world, template) !== undefined) {
    return {
      node: entryOf(node, 'template')?.value ?? node,
      why: `the template ${template.name} is refused itself`,
      advice: 'Correct the template.',
    };
  }
  const location = at(node, 'location');
  const path = textOf(location) ?? '';
  if (location !== undefined && !isHole(location) && parsePattern(path).kind === 'refused')
    return {
      node: location,
      why: `${path} is no pattern of a path`,
      advice: 'Write the path, with * at an end, or behind one of the signs ^=, ~= and ~*=.',
    };
  const body = textOf(at(node, 'body'));
  const bodyNode = at(node, 'body');
  if (bodyNode !== undefined && body !== undefined && !isHole(bodyNode) && !isBase64(body))
    return { node: bodyNode, why: 'body is read as base64', advice: 'Leave it out; it is never sent.' };
  const header = at(node, 'header');
  if (header?.kind === 'seq')
    return { node: header, why: 'header has to be a map', advice: 'Set headers with response_rewrite.' };
  return undefined;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** What makes Apinto refuse the whole setting: the type of something in one entry. */
export function isListRefused({ entries }: PluginList): Refused | undefined {
  for (const { kind, config } of entries) {
    const fault = typeFault(kind, config?.value);
    if (fault !== undefined) return { ...fault, advice: adviceFor(fault.why) };
  }
  return undefined;
}

/** @param what `This router` */
export function refusedUnread(
  { document }: { readonly document: ApintoObject['document'] },
  what: string,
  refused: Refused,
): Unread {
  const { node, why, advice, title, fix } = refused;
  return {
    at: document.place(node.at),
    what,
    why: `Apinto refuses it as a whole, since ${why}`,
    advice,
    ...(title !== undefined && { title }),
    ...(fix && { fix }),
  };
}

/** Whether anything is configured in a service that only routers and templates can have. */
export function servicePlugins(service: ApintoObject): readonly NamedPlugin[] {
  return entriesOf(service.pluginsEntry?.value).length > 0 ? service.plugins : [];
}
