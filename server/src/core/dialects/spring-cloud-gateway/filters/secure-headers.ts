import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change, Place } from '../../../model/place.ts';
import { removeNode, replaceScalar } from '../../../syntax/yaml/edit.ts';
import { textsOf } from '../config/active.ts';
import { canonical, type Property } from '../config/property.ts';
import { inForce, withPlaceholders, type View } from '../config/view.ts';
import type { Definition } from './definition.ts';
import type { Effect } from './effect.ts';
import { filterOp } from './filter-op.ts';
import { headerValue, type Variables } from './value.ts';

/** SecureHeadersProperties: the headers, the names of their properties, and what is sent without any. */
const HEADERS: readonly { readonly name: string; readonly key: string; readonly value: string }[] = [
  { name: 'X-Xss-Protection', key: 'xssprotectionheader', value: '1 ; mode=block' },
  { name: 'Strict-Transport-Security', key: 'stricttransportsecurity', value: 'max-age=631138519' },
  { name: 'X-Frame-Options', key: 'frameoptions', value: 'DENY' },
  { name: 'X-Content-Type-Options', key: 'contenttypeoptions', value: 'nosniff' },
  { name: 'Referrer-Policy', key: 'referrerpolicy', value: 'no-referrer' },
  {
    name: 'Content-Security-Policy',
    key: 'contentsecuritypolicy',
    value:
      "default-src 'self' https:; font-src 'self' https: data:; img-src 'self' https: data:; object-src 'none'; script-src https:; style-src 'self' https: 'unsafe-inline'",
  },
  { name: 'X-Download-Options', key: 'downloadoptions', value: 'noopen' },
  { name: 'X-Permitted-Cross-Domain-Policies', key: 'permittedcrossdomainpolicies', value: 'none' },
];

/** The properties below `filter.secure-headers`, the strongest first. */
const SECTION = ['filter', 'secureheaders'] as const;

/** Adds each of its headers that the answer lacks (since 2.2.9 and 3.0.4), whoever sent the answer. */
export function secureHeaders(definition: Definition, view: View, variables: Variables): Effect {
  const off = disabled(definition, view);
  const ops = HEADERS.filter(({ name }) => !off.has(name)).flatMap((header): readonly HeaderOp[] => {
    const { text, property } = valueOf(header, definition, view);
    const at = property?.value === undefined ? definition.at : property.document.place(property.value.at);
    const value = headerValue(text, at, variables, view.kind);
    if (value === undefined) return [];
    const op = filterOp(definition, 'set-if-absent', { text: header.name, at: definition.nameAt }, value);
    // What a property says is written there, for every route with the filter.
    return [
      property === undefined ? { ...op, edits: {} } : { ...op, statement: at, edits: editsOf(property) },
    ];
  });
  const isOff = off.has(FRAME_OPTIONS) && off.property !== undefined;
  return {
    kind: 'write',
    ops,
    committed: 'writes',
    ...(isOff && { optedOut: optedOut(definition, off.property) }),
  };
}

const FRAME_OPTIONS = 'X-Frame-Options';

/** What the filter would send, and the name in `disable` that has it leave that out. */
function optedOut(definition: Definition, list: Property): readonly HeaderOp[] {
  const { at, remove } = entryOf(list);
  const name = { text: FRAME_OPTIONS, at };
  const value = { kind: 'literal', text: 'DENY', at: definition.at } as const;
  const sent = filterOp(definition, 'set-if-absent', name, value);
  const edits = remove === undefined ? {} : { remove: [remove] };
  return [
    { ...sent, edits: {} },
    { ...filterOp(definition, 'remove', name), statement: at, edits },
  ];
}

function removalOf({ document, owner, parent }: Property): Change | undefined {
  return parent === undefined || owner === undefined ? undefined : removeNode(document, parent, owner);
}

/** The name in the list, an item or a part of a text, and the edit that takes it out. */
function entryOf(list: Property): { readonly at: Place; readonly remove?: Change | undefined } {
  const { value, document } = list;
  const isIt = (text: string): boolean => text.trim().toLowerCase() === FRAME_OPTIONS.toLowerCase();
  if (value?.kind === 'seq') {
    const item = value.items.find((each) => each.kind === 'scalar' && isIt(each.text));
    if (item !== undefined) return { at: document.place(item.at), remove: removeNode(document, value, item) };
  }
  if (value?.kind !== 'scalar') return { at: list.at };
  const names = value.text.split(',').map((each) => each.trim());
  const left = names.filter((each) => !isIt(each));
  const start = document.text
    .slice(value.at.start, value.at.end)
    .toLowerCase()
    .indexOf(FRAME_OPTIONS.toLowerCase());
  const from = value.at.start + Math.max(0, start);
  const at = start < 0 ? value.at : { start: from, end: from + FRAME_OPTIONS.length };
  const remove = left.length === 0 ? removalOf(list) : replaceScalar(document, value, left.join(','));
  return { at: document.place(at), remove };
}

function editsOf(property: Property): HeaderOp['edits'] {
  const { value, document } = property;
  if (value?.kind !== 'scalar' || replaceScalar(document, value, 'x') === undefined) return {};
  return {
    rewrite: (part) => {
      const change = part.value === undefined ? undefined : replaceScalar(document, value, part.value);
      return change === undefined ? [] : [change];
    },
  };
}

/** A route's argument before the global property before the default; the names of arguments changed with 4.3. */
function valueOf(
  header: (typeof HEADERS)[number],
  definition: Definition,
  { roots, documents, generation }: View,
): { readonly text: string; readonly property?: Property } {
  const key = generation >= 4.3 ? `${header.key.replace(/header$/, '')}headervalue` : header.key;
  const own = definition.property.children.get('args')?.children.get(key);
  const property = own ?? inForce(roots, ...SECTION, header.key);
  if (property?.value?.kind !== 'scalar') return { text: header.value };
  return { text: withPlaceholders(property.value.text, documents), property };
}

/** The list in force of headers that are not wanted, and the headers on it. */
function disabled(definition: Definition, { roots, generation }: View): Disabled {
  const args = definition.property.children.get('args')?.children;
  const global = inForce(roots, ...SECTION, 'disable');
  const other = generation >= 4.3 ? inForce(roots, ...SECTION, 'disabledheaders') : undefined;
  if (generation < 4.3) {
    const names = textsOf(global);
    return { property: global, has: (name) => names.includes(name.toLowerCase()) };
  }
  // A route that names any header to enable or disable no longer looks at the global list.
  const own = args?.has('disable') === true || args?.has('enable') === true;
  const property = own ? args.get('disable') : (global ?? other);
  const names = [...textsOf(property), ...(own ? [] : textsOf(other))].map((each) => each.toLowerCase());
  return { property, has: (name) => names.includes(name.toLowerCase()) };
}

interface Disabled {
  readonly property: Property | undefined;
  readonly has: (name: string) => boolean;
}

/** The arguments of the other generation, which are ignored without a word. */
export function ignoredArguments(definition: Definition, { generation }: View): readonly Property[] {
  const args = definition.property.children.get('args')?.children;
  if (args === undefined) return [];
  return [...args.values()].filter(({ spelling }) => {
    const name = canonical(spelling);
    const isOld = name === 'frameoptions' || name === 'contentsecuritypolicy';
    const isNew = name === 'frameoptionsheadervalue' || name === 'contentsecuritypolicyheadervalue';
    return generation >= 4.3 ? isOld : isNew;
  });
}
