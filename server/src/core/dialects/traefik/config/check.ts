import type { Place } from '../../../model/place.ts';
import { parseBool, type ConfigEntry, type ConfigMap, type ConfigNode } from './node.ts';
import type { Field, Shape } from './schema.ts';

/** Something for which the decoder refuses all that stands beside it. */
export interface DecodeFault {
  readonly at: Place;
  readonly what: string;
  /** As a clause. */
  readonly why: string;
  readonly entry: ConfigEntry;
  readonly kind: 'unknown' | 'boolean' | 'empty' | 'shape';
  /** The fields that are known there, by their names in lower case. */
  readonly known?: ReadonlyMap<string, Field>;
}

/** Decodes a dynamic configuration without keeping anything of it: only what the decoder refuses. */
export function decodeFaults(root: ConfigMap, fields: ReadonlyMap<string, Field>): readonly DecodeFault[] {
  return root.entries.flatMap((entry) => {
    const known = fields.get(entry.name.toLowerCase());
    return known === undefined ? [] : [...entryFaults(entry, known.shape)];
  });
}

function* entryFaults(entry: ConfigEntry, shape: Shape): Generator<DecodeFault> {
  const { value } = entry;
  if (shape.kind === 'any' || (value.kind === 'text' && value.isNull)) return;
  switch (shape.kind) {
    case 'bool':
      if (value.kind === 'text' && value.parts === undefined && parseBool(value.text) === undefined) {
        yield fault(entry, 'boolean', value.at, `${shown(value.text)} is neither true nor false`);
      }
      return;
    case 'text':
      if (value.kind === 'map') yield fault(entry, 'shape', value.at, `${entry.name} is a text, not a map`);
      return;
    case 'texts':
      yield* textsFaults(entry, value);
      return;
    case 'map':
    case 'struct':
      yield* mapFaults(entry, value, shape);
      return;
    case 'number':
    case 'list':
      return;
  }
}

function* textsFaults(entry: ConfigEntry, value: ConfigNode): Generator<DecodeFault> {
  if (value.kind === 'text') {
    yield fault(entry, 'shape', value.at, `${entry.name} is a map of names to values, not one text`);
  } else if (value.kind === 'list') {
    // Maps in a list are taken, and nothing comes of them.
    const text = value.items.find((item) => item.kind === 'text');
    if (text !== undefined)
      yield fault(entry, 'shape', value.at, `${entry.name} is a map, not a list of texts`);
  } else if (value.entries.every(isNull)) {
    yield fault(entry, 'empty', entry.nameAt, `${entry.name} holds nothing`);
  }
}

function* mapFaults(
  entry: ConfigEntry,
  value: ConfigNode,
  shape: Extract<Shape, { readonly kind: 'map' | 'struct' }>,
): Generator<DecodeFault> {
  if (value.kind === 'text') {
    // A label of nothing but the path (`…headers=true`) turns on what may be empty.
    if (!shape.mayBeEmpty) yield fault(entry, 'shape', value.at, `${entry.name} takes options, not a text`);
    return;
  }
  if (value.kind === 'list') return;
  if (!shape.mayBeEmpty && value.entries.every(isNull)) {
    yield fault(entry, 'empty', entry.nameAt, `${entry.name} holds nothing`);
    return;
  }
  for (const inner of value.entries) {
    if (shape.kind === 'map') {
      yield* entryFaults(inner, shape.of);
      continue;
    }
    const known = shape.fields.get(inner.name.replace(/\[\d+\]$/, '').toLowerCase());
    if (known !== undefined) yield* entryFaults(inner, known.shape);
    else if (!isTemplate(inner)) {
      yield {
        ...fault(inner, 'unknown', inner.nameAt, `Traefik knows no option ${inner.name} here`),
        known: shape.fields,
      };
    }
  }
}

function fault(entry: ConfigEntry, kind: DecodeFault['kind'], at: Place, why: string): DecodeFault {
  return { entry, kind, at, what: entry.name, why };
}

function isNull({ value }: ConfigEntry): boolean {
  return value.kind === 'text' && value.isNull;
}

function isTemplate({ name }: ConfigEntry): boolean {
  return name.includes('{{') || name.includes('${');
}

function shown(text: string): string {
  return text === '' ? 'An empty text' : text;
}
