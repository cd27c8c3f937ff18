import { isHeaderOfFraming, speaks } from './framing-words.ts';
import type { Unread } from '../../../model/scope.ts';
import { ensurePath, replaceScalar } from '../../../syntax/yaml/edit.ts';
import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { dropFault } from '../read/config-faults.ts';
import type { PluginKind } from '../read/plugin-kind.ts';
import { rewritesMore } from './effects.ts';
import { withCodes } from './insertions.ts';

/** What a plugin's configuration says and the plugin does not do. */
export function configUnread(
  document: YamlDocument,
  name: string,
  kind: PluginKind,
  config: YamlEntry | undefined,
): readonly Unread[] {
  if (config?.value.kind !== 'map') return [];
  const keys = wrongKeys(document, name, kind, config.value);
  if (keys.length > 0) return keys;
  switch (kind) {
    case 'rewrite':
      return rewriteUnread(document, name, config);
    case 'rewrite-v2':
      return itemsOf(at(config.value, 'matches')).flatMap((item) => matchUnread(document, name, item));
    case 'filter':
      return filterUnread(document, name, config.value);
    default:
      return [];
  }
}

const KEYS: Partial<Readonly<Record<PluginKind, readonly string[]>>> = {
  rewrite: ['status_code', 'body', 'body_base64', 'headers', 'match'],
  'rewrite-v2': ['matches'],
  filter: ['header_filter', 'header_filter_type', 'body_filter', 'body_filter_type'],
};

/** Keys are read in exactly one spelling: `Headers`, `header`, `Match` are nothing. */
function wrongKeys(
  document: YamlDocument,
  name: string,
  kind: PluginKind,
  config: YamlNode,
): readonly Unread[] {
  const known = KEYS[kind];
  if (known === undefined || !speaks(config)) return [];
  return entriesOf(config).flatMap(({ key }): readonly Unread[] => {
    const right = known.find((each) => letters(each) === letters(key.text));
    if (known.includes(key.text) || right === undefined || entryOf(config, right) !== undefined) return [];
    const fix = replaceScalar(document, key, right);
    return [
      {
        at: document.place(key.at),
        what: key.text,
        why: `the plugin ${name} reads no such key, only ${right}`,
        advice: `Write ${right}.`,
        ...(fix && { title: `Write ${right}`, fix: [fix] }),
      },
    ];
  });
}

function letters(key: string): string {
  return key.toLowerCase().replace(/[-_]|s$/g, '');
}

function rewriteUnread(document: YamlDocument, name: string, config: YamlEntry): readonly Unread[] {
  const headers = entriesOf(at(config.value, 'headers')).filter(({ key }) => isHeaderOfFraming(key.text));
  const [first] = headers;
  const fault = dropFault('rewrite', config.value);
  if (first === undefined || fault === undefined) return [];
  const map = config.value.kind === 'map' ? config.value : undefined;
  const isShared = config.merged || config.value.shared;
  const fix =
    map === undefined || isShared || rewritesMore(map) || itemsOf(at(map, 'match', 'code')).length > 0
      ? undefined
      : withCodes(ensurePath(document, map, ['match', 'code'], 'CODES'));
  const isMissing = itemsOf(at(config.value, 'match', 'code')).length === 0;
  return [
    {
      at: document.place(isMissing ? config.key.at : fault.node.at),
      what: first.key.text,
      why: `${fault.why}, and Apinto drops the plugin ${name} without an error`,
      advice: 'List in match.code the statuses from 200 to 598 that shall have the header.',
      ...(fix && { title: 'Add match.code with the statuses of pages', fix: [fix] }),
    },
  ];
}

function matchUnread(document: YamlDocument, name: string, item: YamlNode): readonly Unread[] {
  const rewrite = entryOf(item, 'response_rewrite');
  const sets = entriesOf(at(rewrite?.value, 'headers')).find(({ key }) => isHeaderOfFraming(key.text));
  if (rewrite === undefined || sets === undefined) return [];
  const status = textOf(at(item, 'match_status_code'));
  if (status === undefined || Number(status) === 0) {
    const fix =
      item.kind === 'map' && !item.shared && entryOf(item, 'match_status_code') === undefined
        ? ensurePath(document, item, ['match_status_code'], 200)
        : undefined;
    return [
      {
        at: document.place(rewrite.key.at),
        what: sets.key.text,
        why: `the plugin ${name} acts on one status, and without match_status_code on none`,
        advice: 'Add match_status_code.',
        ...(fix && { title: 'Add match_status_code: 200', fix: [fix] }),
      },
    ];
  }
  if ((textOf(at(rewrite.value, 'body')) ?? '') !== '') return [];
  return [
    {
      at: document.place(rewrite.key.at),
      what: 'What the service sends as a body',
      why: `${name} puts its own in place of it, which is empty here`,
      advice: 'Set headers alone with response_rewrite, which leaves the body as it is.',
      severity: 'warning',
    },
  ];
}

function filterUnread(document: YamlDocument, name: string, config: YamlNode): readonly Unread[] {
  const list = entryOf(config, 'header_filter');
  const hit = itemsOf(list?.value).some((item) => isHeaderOfFraming(textOf(item) ?? ''));
  const type = entryOf(config, 'header_filter_type');
  const text = textOf(type?.value);
  if (list === undefined || !hit || text === 'black' || text === 'white') return [];
  return [
    {
      at: document.place(type?.value.at ?? list.key.at),
      what: 'header_filter',
      why: `the plugin ${name} filters headers only where header_filter_type is black or white`,
      advice: 'Leave it out, or say which of the two is meant.',
      severity: 'information',
    },
  ];
}
