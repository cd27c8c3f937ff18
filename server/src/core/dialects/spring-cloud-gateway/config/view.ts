import type { Activation } from './application.ts';
import { canonical, propertyAt, type Property } from './property.ts';

export type Kind = 'webflux' | 'webmvc';

/** Releases whose reading differs: 4.1 (2023.0), 4.2 (2024.0), 4.3 (2025.0), 5.0 (2025.1). */
export type Generation = 4.1 | 4.2 | 4.3 | 5;

export const GENERATIONS: readonly Generation[] = [5, 4.3, 4.2, 4.1];

/** What a gateway of one kind and release reads, under one set of active profiles. */
export interface View {
  readonly kind: Kind;
  readonly generation: Generation;
  readonly activation: Activation;
  /** The properties below the prefix, the strongest first. */
  readonly roots: readonly Property[];
  /** Whole documents, the strongest first. */
  readonly documents: readonly Property[];
}

const OLD: Readonly<Record<Kind, readonly string[]>> = {
  webflux: ['spring', 'cloud', 'gateway'],
  webmvc: ['spring', 'cloud', 'gateway', 'mvc'],
};
const NEW: Readonly<Record<Kind, readonly string[]>> = {
  webflux: ['spring', 'cloud', 'gateway', 'server', 'webflux'],
  webmvc: ['spring', 'cloud', 'gateway', 'server', 'webmvc'],
};

/** The prefixes that a release reads, the stronger first: 4.3 brings a migrator whose old names win. */
export function prefixesOf(kind: Kind, generation: Generation): readonly (readonly string[])[] {
  if (generation >= 5) return [NEW[kind]];
  return generation >= 4.3 ? [OLD[kind], NEW[kind]] : [OLD[kind]];
}

export function viewOf(kind: Kind, generation: Generation, activation: Activation): View {
  const documents = activation.sources.map(({ properties }) => properties).toReversed();
  const roots = prefixesOf(kind, generation).flatMap((prefix) =>
    documents.flatMap((document) => propertyAt(document, ...prefix) ?? []),
  );
  return { kind, generation, activation, roots, documents };
}

/** The definitions of a property, the strongest first. */
export function definitions(roots: readonly Property[], ...path: readonly string[]): readonly Property[] {
  return roots.flatMap((root) => propertyAt(root, ...path) ?? []);
}

/** The definition in force of a property that has a value of its own. */
export function inForce(roots: readonly Property[], ...path: readonly string[]): Property | undefined {
  return definitions(roots, ...path).find(({ value, children }) => value !== undefined || children.size > 0);
}

/** The text in force. */
export function textInForce(roots: readonly Property[], ...path: readonly string[]): string | undefined {
  const found = definitions(roots, ...path).find(({ value }) => value?.kind === 'scalar');
  return found?.value?.kind === 'scalar' ? found.value.text : undefined;
}

/** `false`, `no` and `off` as Spring's converter reads them; `undefined` for anything else. */
export function flag(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(true|yes|on|1)$/i.test(text.trim())) return true;
  return /^(false|no|off|0)$/i.test(text.trim()) ? false : undefined;
}

/** The items of a list by number, whatever their form; `gap` where one is missing before the last. */
export function itemsOf(list: Property): { readonly items: readonly Property[]; readonly gap: boolean } {
  const numbered = [...list.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b));
  const first = numbered.findIndex(([name], index) => Number(name) !== index);
  const bound = first < 0 ? numbered : numbered.slice(0, first);
  const gap = numbered.slice(bound.length).some(([, item]) => isIndexed(item));
  return { items: (gap ? numbered : bound).map(([, item]) => item), gap };
}

/**
 * `[1]`, which has to be bound. A quoted number is a name like any other, and where binding stops nobody asks for it
 * (YamlProcessor.asMap puts only keys that are no texts into brackets).
 */
function isIndexed({ owner }: Property): boolean {
  if (owner === undefined || !('key' in owner)) return true;
  const { style, text } = owner.key;
  return text.endsWith(']') || (style === 'plain' && /^\d+$/.test(text));
}

/** Fills in `${name}` from the documents; what they do not tell stays (the environment may). */
export function withPlaceholders(text: string, documents: readonly Property[], depth = 0): string {
  if (depth > 8 || !text.includes('${')) return text;
  return text.replaceAll(/\$\{([^{}:]+)(?::[^{}]*)?\}/g, (whole, name: string) => {
    const path = name
      .split(/[.[\]]+/)
      .filter((each) => each !== '')
      .map(canonical);
    const value = textInForce(documents, ...path);
    return value === undefined ? whole : withPlaceholders(value, documents, depth + 1);
  });
}
