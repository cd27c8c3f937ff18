import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { REWRITE, type Plugin } from '../read/plugins.ts';
import type { Holder } from '../read/setup.ts';
import { isNewForm } from './rewrite.ts';

/** What is wrong with a response-rewrite. */
export interface PluginFaults {
  /** APISIX takes nothing of the route, service or rule that holds the plugin, and only its log says so. */
  readonly refused: readonly Unread[];
  readonly unread: readonly Unread[];
}

const NONE: PluginFaults = { refused: [], unread: [] };
const TEMPLATE = /\{\{|\$\{|<%|\{%/;

export function pluginFaults(plugin: Plugin, kind: string): PluginFaults {
  const { document, name, config, off } = plugin;
  if (name !== REWRITE || plugin.ops !== undefined) return NONE;
  if (config?.kind !== 'map') return NONE;
  const headers = entryOf(config, 'headers');
  const refused = headers === undefined ? [] : headersRefused(document, headers.value, kind);
  const beside =
    headers?.value.kind === 'map' && isNewForm(headers.value) ? ignored(document, headers.value) : [];
  return {
    refused: off === undefined ? refused : [],
    unread: [
      ...(off !== undefined && speaksOfFraming(document, config) ? [switchedOff(plugin, off)] : []),
      ...directly(document, config),
      ...beside,
      ...(headers?.value.kind === 'map' && !isNewForm(headers.value)
        ? wordsAsNames(document, headers.value)
        : []),
    ],
  };
}

/** Listed twice at one place: the later one counts, as in a map. */
export function listedTwice({ notation, plugins }: Holder): readonly Unread[] {
  if (notation !== 'list') return [];
  const all = plugins.filter(({ name }) => name === REWRITE);
  return all
    .slice(0, -1)
    .filter(({ document, statement }) => speaksOfFraming(document, statement))
    .map(({ document, nameNode }) => ({
      at: document.place(nameNode.at),
      what: `This ${REWRITE}`,
      why: 'it is listed again below, and only the last one counts',
      advice: 'Write all headers into one.',
    }));
}

function switchedOff({ document }: Plugin, off: YamlNode): Unread {
  return {
    at: document.place(off.at),
    what: REWRITE,
    why: 'it is switched off here, and keeps out the one of a wider level all the same',
    advice: 'Switch it on, or delete it.',
    severity: 'warning',
  };
}

/** `config: {X-Frame-Options: DENY}`: the plugin reads headers under `headers` alone. */
function directly(document: YamlDocument, config: YamlMap): readonly Unread[] {
  return config.entries
    .filter(({ key }) => /^(?:x-frame-options|content-security-policy|set|add|remove)$/i.test(key.text))
    .filter((entry) => speaksOfFraming(document, entry))
    .map((entry) => ({
      at: document.place(entry.key.at),
      what: entry.key.text,
      why: `${REWRITE} reads headers only under headers`,
      advice: 'Write it under headers: set:.',
    }));
}

function ignored(document: YamlDocument, headers: YamlMap): readonly Unread[] {
  return headers.entries
    .filter(({ key }) => !['add', 'set', 'remove'].includes(key.text))
    .filter((entry) => speaksOfFraming(document, entry))
    .map((entry) => ({
      at: document.place(entry.key.at),
      what: entry.key.text,
      why: 'beside add, set and remove, other keys of headers are not read',
      advice: 'Write it under set.',
    }));
}

/** `remove: X-Frame-Options` without a list is a header of the name `remove`. */
function wordsAsNames(document: YamlDocument, headers: YamlMap): readonly Unread[] {
  return headers.entries
    .filter(({ key }) => ['add', 'set', 'remove'].includes(key.text))
    .filter((entry) => speaksOfFraming(document, entry))
    .map((entry) => ({
      at: document.place(entry.key.at),
      what: entry.key.text,
      why: `without a ${entry.key.text === 'set' ? 'map' : 'list'}, APISIX takes it for the name of a header`,
      advice: entry.key.text === 'set' ? 'Write a map of names and values.' : 'Write a list.',
    }));
}

/** What the plugin's schema does not let through. */
function headersRefused(document: YamlDocument, headers: YamlNode, kind: string): readonly Unread[] {
  const fault = (node: Pick<YamlNode, 'at'>, why: string, advice: string): Unread => ({
    at: document.place(node.at),
    what: `The whole ${kind}`,
    why: `${why}, so APISIX leaves it out and says so only in its log`,
    advice,
  });
  if (headers.kind === 'seq') {
    return [fault(headers, 'headers has to be a map', 'Write headers: set: with names and values.')];
  }
  if (headers.kind !== 'map') return [];
  if (!isNewForm(headers)) {
    return headers.entries
      .filter(isNoText)
      .map(({ value }) => fault(value, 'a value is no text', 'Put the value in quotes.'));
  }
  const [add, set, remove] = ['add', 'set', 'remove'].map((key) => at(headers, key));
  return [
    ...[add, remove].flatMap((list) =>
      list !== undefined && list.kind !== 'seq' && !isHole(list)
        ? [fault(list, 'add and remove have to be lists', 'Write a list.')]
        : [],
    ),
    ...(set !== undefined && set.kind !== 'map' && !isHole(set)
      ? [fault(set, 'set has to be a map', 'Write names and values, without dashes.')]
      : entriesOf(set)
          .filter(isNoText)
          .map(({ value }) => fault(value, 'a value is no text', 'Put the value in quotes.'))),
    ...itemsOf(add).flatMap((item) => {
      if (item.kind === 'map') {
        return [fault(item, 'Name: value without quotes is a map to YAML', 'Put the whole line in quotes.')];
      }
      if (item.kind !== 'scalar' || TEMPLATE.test(item.text) || /^[^:]+:[^:]*[^/]$/.test(item.text))
        return [];
      const isLong = /:.*:/s.test(item.text);
      return [
        fault(
          item,
          isLong ? 'add takes no colon in a value' : 'an item of add has to be "Name: value"',
          isLong ? 'Use set.' : 'Write "Name: value".',
        ),
      ];
    }),
  ];
}

function isHole(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.isNull || TEMPLATE.test(node.text));
}

/** Texts and numbers pass. */
function isNoText({ value }: YamlEntry): boolean {
  if (value.kind !== 'scalar') return true;
  return value.style === 'plain' && /^(?:true|false)$/i.test(value.text);
}
