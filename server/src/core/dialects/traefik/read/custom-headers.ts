import type { HeaderOp } from '../../../model/header-op.ts';
import type { Unread } from '../../../model/scope.ts';
import { entriesOf, type ConfigEntry, type ConfigNode } from '../config/node.ts';
import { headerValue } from '../config/template.ts';
import { customOp, listText } from './header-ops.ts';

export interface CustomHeaders {
  readonly ops: readonly HeaderOp[];
  readonly unread: readonly Unread[];
}

/** `customResponseHeaders`: a map of names to values, applied in an order that Go chooses anew for each answer. */
export function customHeaders(entry: ConfigEntry | undefined): CustomHeaders {
  if (entry === undefined) return { ops: [], unread: [] };
  if (entry.value.kind === 'list') return { ops: [], unread: [listOfMaps(entry)] };
  const ops: HeaderOp[] = [];
  const unread: Unread[] = [];
  const headers = entriesOf(entry.value);
  for (const header of headers) {
    const { name, value } = header;
    if (value.kind === 'text' && value.isNull) continue;
    if (brokenName(name)) unread.push(unsendable(header));
    else if (value.kind === 'map') unread.push(nested(header));
    else {
      const twins = headers.filter(
        (other) => other !== header && other.name.toLowerCase() === name.toLowerCase(),
      );
      const settled = twins.every((other) => sameText(other.value, value));
      const written =
        value.kind === 'list'
          ? ({ kind: 'literal', text: listText(value), at: value.at } as const)
          : headerValue(value);
      ops.push(customOp(header, written, settled));
      if (value.kind === 'list') unread.push(listed(header));
      if (!settled) unread.push(doubled(header));
    }
  }
  return { ops, unread };
}

/** Go's HTTP writer sends no line whose name holds anything but token characters (RFC 9110, section 5.6.2). */
export function brokenName(name: string): boolean {
  return !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !/\{\{|\$\{/.test(name);
}

function sameText(a: ConfigNode, b: ConfigNode): boolean {
  return a.kind === 'text' && b.kind === 'text' && a.text === b.text;
}

function listOfMaps(entry: ConfigEntry): Unread {
  return {
    at: entry.value.at,
    what: entry.name,
    why: 'Traefik takes a list there without a word and does nothing with it',
    advice: 'Write a map: each header as a name and its value, without dashes.',
  };
}

function unsendable({ name, nameAt, rename }: ConfigEntry): Unread {
  const meant = name.trim().replace(/:$/, '');
  const change = brokenName(meant) ? undefined : rename?.(meant);
  return {
    at: nameAt,
    what: name,
    why: 'Traefik sends no header whose name holds a colon or a blank',
    advice: change === undefined ? 'Write the name as browsers know it.' : `Write ${meant}.`,
    ...(change !== undefined && { title: `Rename to ${meant}`, fix: [change] }),
  };
}

function nested({ name, value }: ConfigEntry): Unread {
  const [inner] = entriesOf(value);
  return {
    at: value.at,
    what: name,
    why: `Traefik sends it as a header ${name}.${inner?.name ?? ''}, which no browser knows`,
    advice: `Write the value itself after ${name}.`,
  };
}

function listed({ name, value }: ConfigEntry): Unread {
  return {
    at: value.at,
    what: name,
    why: 'it takes one text, and of a list Traefik sends its own notation of lists',
    advice: 'Write one value.',
  };
}

function doubled({ name, at }: ConfigEntry): Unread {
  return {
    at,
    what: name,
    why: 'it stands here in two spellings with different values, and which one is sent changes from answer to answer',
    advice: 'Keep one of the two.',
  };
}
