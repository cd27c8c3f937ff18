import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import {
  at,
  booleanOf,
  entriesOf,
  entryOf,
  type YamlEntry,
  type YamlMap,
} from '../../../syntax/yaml/node.ts';
import { renderScalar } from '../../../syntax/yaml/render.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { headerLists } from '../lower/entries.ts';
import type { Plugin } from '../model/config.ts';
import { ACTIONS, TRANSFORMERS } from '../model/names.ts';
import { isForOthers } from './native-plugins.ts';

/** Something that is not read; with `breaks`, Kong's schema refuses what it stands in. */
export interface PluginFault extends Unread {
  readonly breaks: boolean;
}

const SHAPE = 'Write a list of texts of the form "Name:value".';

/** What is written in a transformer and has no effect, where it speaks of framing. */
export function pluginFaults(plugin: Plugin): readonly PluginFault[] {
  if (!TRANSFORMERS.includes(plugin.name)) return [];
  return [
    ...offFaults(plugin),
    ...settingFaults(plugin),
    ...headerLists(plugin).flatMap((list) => listFaults(plugin, list)),
  ];
}

function offFaults({ document, holder, name }: Plugin): readonly PluginFault[] {
  if (!speaksOfFraming(document, holder)) return [];
  const what = `The plugin ${name}`;
  const off = ['enabled', 'disabled'].flatMap((key): readonly PluginFault[] => {
    const entry = entryOf(holder, key);
    const isOff = entry !== undefined && booleanOf(entry.value, key === 'disabled') === (key === 'disabled');
    if (!isOff) return [];
    const place = document.place(entry.value.at);
    const text = key === 'enabled' ? 'true' : 'false';
    return [
      {
        at: document.place(entry.at),
        what,
        why: 'it is switched off',
        advice: 'Switch it on, or take it out.',
        severity: 'warning',
        breaks: false,
        ...(!entry.merged && !entry.value.shared && { title: 'Switch it on', fix: [{ at: place, text }] }),
      },
    ];
  });
  const protocols = entryOf(holder, 'protocols');
  if (protocols === undefined || !isForOthers(holder)) return off;
  return [
    ...off,
    {
      at: document.place(protocols.at),
      what,
      why: 'it is meant for other protocols than those of browsers',
      advice: 'Name http and https.',
      severity: 'warning',
      breaks: false,
    },
  ];
}

/** Keys beside the five actions: `set`, `headers`. */
function settingFaults({ document, holder }: Plugin): readonly PluginFault[] {
  return entriesOf(at(holder, 'config')).flatMap((entry): readonly PluginFault[] => {
    const { key } = entry;
    if ((ACTIONS as readonly string[]).includes(key.text) || !speaksOfFraming(document, entry)) return [];
    return [
      {
        at: document.place(key.at),
        what: key.text,
        why: 'the plugin knows no such setting, and Kong refuses it',
        advice: 'Name the header in add: headers: and in replace: headers:.',
        breaks: true,
      },
    ];
  });
}

function listFaults(
  { document }: Plugin,
  { action, value, isShared }: ReturnType<typeof headerLists>[number],
): readonly PluginFault[] {
  const place = document.place(value.at);
  if (value.kind === 'map') {
    if (!speaksOfFraming(document, value)) return [];
    const texts = value.entries.map(pairText);
    const fix =
      texts.every((text) => text !== undefined) && !isShared
        ? [{ at: place, text: listText(document, value, texts) }]
        : [];
    return [shape(place, 'a map', fix)];
  }
  if (value.kind === 'scalar') {
    if (value.isNull || !/x-frame-options|frame-ancestors/i.test(value.text)) return [];
    // Several headers in one text may be meant; where they part nobody can tell.
    const fix =
      isShared || value.style === 'literal' || value.style === 'folded' || value.text.includes(',')
        ? []
        : [{ at: place, text: `[${JSON.stringify(value.text)}]` }];
    return [shape(place, 'a single text', fix)];
  }
  return value.items.flatMap((item): readonly PluginFault[] => {
    if (!speaksOfFraming(document, item)) return [];
    const itemAt = document.place(item.at);
    if (item.kind === 'map') {
      const text = item.entries.length === 1 && item.entries[0] ? pairText(item.entries[0]) : undefined;
      const fix =
        text === undefined || isShared || item.shared ? [] : [{ at: itemAt, text: JSON.stringify(text) }];
      return [shape(itemAt, 'a map', fix)];
    }
    if (item.kind !== 'scalar' || action === 'remove') return [];
    if (/^[^:]+:\s*$/.test(item.text)) {
      return [
        {
          at: itemAt,
          what: item.text.replace(/:\s*$/, ''),
          why: 'an entry without a value does nothing',
          advice: 'Write the value behind the colon.',
          breaks: false,
        },
      ];
    }
    if (item.text.includes(':') || item.text.includes('$(')) return [];
    return [
      {
        at: itemAt,
        what: item.text,
        why: 'there is no colon between name and value, and Kong refuses the plugin',
        advice: SHAPE,
        breaks: true,
      },
    ];
  });
}

function shape(place: Unread['at'], what: string, fix: NonNullable<Unread['fix']>): PluginFault {
  return {
    at: place,
    what: 'This header',
    why: `Kong takes only a list of texts here, not ${what}, and refuses the plugin`,
    advice: SHAPE,
    breaks: true,
    ...(fix.length > 0 && { title: 'Write it as a text', fix }),
  };
}

/** `Name: value` as the one text that was meant. */
function pairText({ key, value, merged }: YamlEntry): string | undefined {
  if (
    merged ||
    value.kind !== 'scalar' ||
    value.isNull ||
    value.style === 'literal' ||
    value.style === 'folded'
  )
    return undefined;
  return `${key.text}:${value.text}`;
}

function listText(document: YamlDocument, map: YamlMap, texts: readonly string[]): string {
  if (map.flow) return `[${texts.map((text) => renderScalar(text)).join(', ')}]`;
  const lineStart = document.text.lastIndexOf('\n', map.at.start - 1) + 1;
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(map.at.start - lineStart);
  return texts.map((text) => `- ${renderScalar(text)}`).join(`${eol}${indent}`);
}
