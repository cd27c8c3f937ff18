import type { Change, Place } from '../../../model/place.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import { canonical, type Property } from '../config/property.ts';
import { itemsOf, withPlaceholders } from '../config/view.ts';
import { mapping, rewritten } from './shortcut-edit.ts';

/** One argument of a filter or predicate. */
export interface Argument {
  /** As written in the long form; the number of a shortcut's. */
  readonly key: string;
  readonly text: string;
  readonly at: Place;
  /** A list of texts, which WebFlux joins with commas. */
  readonly isList?: boolean;
  /** Writes another text; absent where that cannot be done faithfully. */
  readonly rewrite?: ((text: string) => readonly Change[]) | undefined;
}

/** A filter or predicate as written: `Name=a, b`, or `{name, args}`. */
export interface Definition {
  readonly name: string;
  readonly nameAt: Place;
  /** The whole item. */
  readonly at: Place;
  readonly form: 'shortcut' | 'long';
  readonly arguments: readonly Argument[];
  readonly property: Property;
  /** Why the gateway cannot bind it, so that it does not start. */
  readonly fault?: string;
  /** It has a name, and more keys than `args`: the newest releases pass over them. */
  readonly isStray?: boolean;
}

/** Where a finding about the filter stands: a long form by its name. */
export function placeOf({ form, nameAt, at }: Definition): Place {
  return form === 'long' ? nameAt : at;
}

export interface DefinitionList {
  /** Where the list is written. */
  readonly property: Property;
  readonly definitions: readonly Definition[];
  /** The list has a hole, so binding fails. */
  readonly gap: boolean;
  /** A map of names stands where a list belongs: it binds to nothing, silently. */
  readonly isMap: boolean;
}

export function readDefinitions(list: Property, documents: readonly Property[]): DefinitionList {
  const { value } = list;
  const { items, gap } = itemsOf(list);
  if (isTemplate(list)) {
    return { property: list, definitions: [{ ...bare(list, '{{'), form: 'long' }], gap: false, isMap: false };
  }
  if (value?.kind === 'scalar') {
    // A text is split at its commas, before anybody looks for arguments (DelimitedStringToCollectionConverter).
    const text = value.isNull ? '' : withPlaceholders(value.text, documents);
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return {
      property: list,
      definitions: parts.map((part) => shortcut(list, value, part)),
      gap,
      isMap: false,
    };
  }
  const isMap = value?.kind === 'map' && items.length === 0 && value.entries.length > 0;
  return { property: list, definitions: items.map((item) => definition(item, documents)), gap, isMap };
}

function definition(item: Property, documents: readonly Property[]): Definition {
  const { value, children } = item;
  if (value?.kind === 'scalar') return shortcut(item, value, withPlaceholders(value.text, documents));
  if (isTemplate(item)) return { ...bare(item, '{{'), form: 'long' };
  const name = children.get('name')?.value;
  const args = children.get('args');
  const stray = [...children].find(([key]) => key !== 'name' && key !== 'args');
  if (stray !== undefined || name?.kind !== 'scalar') {
    return {
      ...bare(item, stray?.[1].spelling ?? ''),
      form: 'long',
      fault: 'this item is a map of other keys than `name` and `args`, which Spring cannot bind',
      isStray: name?.kind === 'scalar',
    };
  }
  return {
    ...bare(item, withPlaceholders(name.text, documents)),
    nameAt: item.document.place(name.at),
    form: 'long',
    arguments: args === undefined ? [] : longArguments(args, documents),
  };
}

/** `{{ … }}` where a list or an item belongs: YAML takes it for a map in a map. */
function isTemplate({ document, value }: Property): boolean {
  return value?.kind === 'map' && document.text.startsWith('{{', value.at.start);
}

function bare(item: Property, name: string): Omit<Definition, 'form'> {
  return { name, nameAt: item.at, at: statementOf(item), arguments: [], property: item };
}

function statementOf({ document, owner, at }: Property): Place {
  return owner === undefined ? at : document.place(owner.at);
}

function longArguments(args: Property, documents: readonly Property[]): readonly Argument[] {
  return [...args.children.values()].flatMap((property): readonly Argument[] => {
    const { value, document, spelling } = property;
    const at = value === undefined ? property.at : document.place(value.at);
    if (value?.kind === 'scalar') {
      const text = value.isNull ? '' : withPlaceholders(value.text, documents);
      const changed = text !== value.text || replaceScalar(document, value, 'x') === undefined;
      const rewrite = (next: string): readonly Change[] => {
        const change = replaceScalar(document, value, next);
        return change === undefined ? [] : [change];
      };
      return [{ key: spelling, text, at, rewrite: changed ? undefined : rewrite }];
    }
    const items = itemsOf(property).items.flatMap((item) =>
      item.value?.kind === 'scalar' ? [item.value.text] : [],
    );
    return [{ key: spelling, text: items.join(','), at, isList: true }];
  });
}

/** `Name=a, b`: cut at the first `=`, then at every comma; blanks around and empty parts are dropped. */
function shortcut(item: Property, scalar: YamlScalar, text: string): Definition {
  const { document } = item;
  const equals = text.indexOf('=');
  const name = equals > 0 ? text.slice(0, equals) : text;
  const mapped = mapping(document, scalar, text);
  const nameAt = mapped?.(0, name.length) ?? document.place(scalar.at);
  const tokens = equals > 0 ? [...text.slice(equals + 1).matchAll(/(?:\$\{[^}]*\}|[^,])+/g)] : [];
  const args = tokens
    .map(([token, ...rest], index) => ({ token, start: equals + 1 + (tokens[index]?.index ?? 0), rest }))
    .filter(({ token }) => token.trim() !== '')
    .map(({ token, start }, index): Argument => {
      const from = start + token.length - token.trimStart().length;
      const at = mapped?.(from, from + token.trim().length);
      return {
        key: String(index),
        text: token.trim(),
        at: at ?? document.place(scalar.at),
        rewrite:
          at === undefined || scalar.shared ? undefined : (next) => rewritten(item, scalar, text, at, next),
      };
    });
  const at = item.value === scalar ? statementOf(item) : document.place(scalar.at);
  return { name, nameAt, at, form: 'shortcut', arguments: args, property: item };
}

/**
 * An argument by its names in the order of the shortcut, which the long form may also count (`_genkey_0`).
 * WebFlux binds keys relaxed, WebMVC to the letter.
 */
export function argument(
  { form, arguments: args }: Definition,
  order: readonly string[],
  name: string,
  exact = false,
): Argument | undefined {
  const index = order.indexOf(name);
  if (form === 'shortcut') return args[index];
  return (
    args.find(({ key }) => (exact ? key === name : canonical(key) === canonical(name))) ??
    args.find(({ key }) => key === `_genkey_${index}`)
  );
}
