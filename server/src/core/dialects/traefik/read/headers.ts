import type { HeaderOp } from '../../../model/header-op.ts';
import type { Misplaced, Unread } from '../../../model/scope.ts';
import {
  entriesOf,
  entryOf,
  itemsOf,
  parseBool,
  type ConfigEntry,
  type ConfigMap,
  type NameCase,
} from '../config/node.ts';
import { headerValue } from '../config/template.ts';
import { brokenName, customHeaders } from './custom-headers.ts';
import { listText, optionOp } from './header-ops.ts';

/** What a `headers` middleware does. */
export interface HeadersReading {
  readonly ops: readonly HeaderOp[];
  /** Those that act on its own refusals too: `customResponseHeaders`, the outer of its two handlers. */
  readonly custom: readonly HeaderOp[];
  readonly misplaced: readonly Omit<Misplaced, 'level'>[];
  readonly unread: readonly Unread[];
  /** False where Traefik finds nothing to do in it, and refuses it. */
  readonly effective: boolean;
}

/**
 * First the secure options, then `customResponseHeaders`: the first handler is inside the second one.
 * Source: pkg/middlewares/headers/headers.go (New) and unrolled/secure.
 */
export function readHeaders(options: ConfigMap, nameCase: NameCase): HeadersReading {
  const get = (name: string): ConfigEntry | undefined => entryOf(options, name, nameCase);
  const custom = customHeaders(get('customResponseHeaders'));
  return {
    ops: [
      ...frameOptions(get('frameDeny'), get('customFrameOptionsValue'), options),
      ...policies(options, get),
      ...custom.ops,
    ],
    custom: custom.ops,
    misplaced: requestSide(get('customRequestHeaders'), get('customResponseHeaders') === undefined),
    unread: [
      ...custom.unread,
      ...ignoredDeny(get('frameDeny'), get('customFrameOptionsValue')),
      ...lists([get('customFrameOptionsValue'), get('contentSecurityPolicy')]),
    ],
    effective: options.entries.some(isSet),
  };
}

function frameOptions(
  deny: ConfigEntry | undefined,
  custom: ConfigEntry | undefined,
  options: ConfigMap,
): readonly HeaderOp[] {
  const value = custom?.value;
  if (custom !== undefined && value?.kind === 'list') {
    return [
      optionOp(custom, 'X-Frame-Options', { kind: 'literal', text: listText(value), at: value.at }, options),
    ];
  }
  if (custom !== undefined && value?.kind === 'text' && !value.isNull && value.text.trim() !== '') {
    return [optionOp(custom, 'X-Frame-Options', headerValue(value), options)];
  }
  if (deny?.value.kind !== 'text') return [];
  const { parts, text, at } = deny.value;
  const on = parts === undefined ? isTrue(text) : undefined;
  if (on === false) return [];
  const sent =
    on === true
      ? ({ kind: 'literal', text: 'DENY', at } as const)
      : ({ kind: 'dynamic', parts: [undefined], template: text, at } as const);
  return [optionOp(deny, 'X-Frame-Options', sent, options)];
}

function isTrue(text: string): boolean {
  return parseBool(text) ?? /^(y|yes|on)$/i.test(text);
}

function policies(options: ConfigMap, get: (name: string) => ConfigEntry | undefined): readonly HeaderOp[] {
  const fields = [
    ['contentSecurityPolicy', 'Content-Security-Policy'],
    ['contentSecurityPolicyReportOnly', 'Content-Security-Policy-Report-Only'],
  ] as const;
  return fields.flatMap(([option, name]) => {
    const entry = get(option);
    if (entry === undefined) return [];
    const { value } = entry;
    if (value.kind === 'list') {
      return [optionOp(entry, name, { kind: 'literal', text: listText(value), at: value.at }, options)];
    }
    if (value.kind === 'map' || value.isNull || value.text.trim() === '') return [];
    return [optionOp(entry, name, headerValue(value), options)];
  });
}

/** `frameDeny: true` beside another value of the same middleware, which wins. */
function ignoredDeny(deny: ConfigEntry | undefined, custom: ConfigEntry | undefined): readonly Unread[] {
  if (deny?.value.kind !== 'text' || custom?.value.kind !== 'text') return [];
  const value = custom.value.text.trim();
  if (custom.value.isNull || value === '' || deny.value.parts !== undefined || !isTrue(deny.value.text))
    return [];
  const remove = deny.remove?.();
  return [
    {
      at: deny.at,
      what: deny.name,
      why: `${custom.name} of the same middleware sets X-Frame-Options to ${value} instead`,
      advice: 'Keep one of the two.',
      severity: 'information',
      ...(remove !== undefined && { title: `Remove ${deny.name}`, fix: [remove] }),
    },
  ];
}

/** A list where one text is wanted: Traefik sends its own inner notation of lists. */
function lists(entries: readonly (ConfigEntry | undefined)[]): readonly Unread[] {
  return entries.flatMap((entry) =>
    entry?.value.kind === 'list'
      ? [
          {
            at: entry.value.at,
            what: entry.name,
            why: `it takes one text, and of a list Traefik sends its own notation (${listText(entry.value)})`,
            advice: 'Write one text.',
          },
        ]
      : [],
  );
}

/** Headers for the service behind. Renaming the map moves them to the answer, where nothing else would come along. */
function requestSide(
  entry: ConfigEntry | undefined,
  canRename: boolean,
): readonly Omit<Misplaced, 'level'>[] {
  const headers = entriesOf(entry?.value);
  return headers.flatMap((header) => {
    if (entry === undefined || header.value.kind !== 'text' || header.value.isNull || brokenName(header.name))
      return [];
    const move = canRename && headers.length === 1 ? entry.rename?.(respelled(entry.name)) : undefined;
    return [
      {
        where: 'request' as const,
        name: header.name,
        value: headerValue(header.value),
        keyword: entry.name,
        at: header.nameAt,
        statement: header.at,
        ...(move !== undefined && { move: [move] }),
      },
    ];
  });
}

function respelled(name: string): string {
  return name === name.toLowerCase() ? 'customresponseheaders' : 'customResponseHeaders';
}

/** Whether an option is anything but what it is without being written. */
function isSet({ value }: ConfigEntry): boolean {
  if (value.kind === 'map') return value.entries.length > 0;
  if (value.kind === 'list') return itemsOf(value).length > 0 || value.items.length > 0;
  if (value.isNull || value.text === '') return false;
  return value.parts !== undefined || (parseBool(value.text) !== false && !/^(n|no|off)$/i.test(value.text));
}
