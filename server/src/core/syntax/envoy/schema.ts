import { envoyEnums, envoyMessages } from '../../generated/envoy-schema.ts';

/** A field of one of Envoy's configuration messages, with the constraints that decide whether Envoy takes a file. */
export interface EnvoyField {
  readonly name: string;
  readonly type: FieldType;
  readonly shape: 'one' | 'list' | 'map';
  /** Not empty; of a field in a oneof only where it is set. */
  readonly required: boolean;
  readonly itemsRequired: boolean;
  /** At most one field of a oneof may be set. */
  readonly oneof: string | undefined;
  readonly bounds: readonly (readonly [sign: string, limit: number])[];
}

export type FieldType =
  | { readonly kind: 'message'; readonly index: number }
  | { readonly kind: 'enum'; readonly index: number; readonly definedOnly: boolean }
  | {
      readonly kind:
        'string' | 'header' | 'bytes' | 'bool' | 'int' | 'uint' | 'double' | 'duration' | 'any' | 'free';
      /** In a wrapper message: an absent one is not the same as 0. */
      readonly wrapped: boolean;
    };

export interface EnvoyMessage {
  readonly name: string;
  /** By both spellings, `snake_case` and `lowerCamelCase`. */
  readonly fields: ReadonlyMap<string, EnvoyField>;
  readonly requiredOneofs: readonly string[];
}

/** The messages that were asked for, read from the generated table when they are first needed. */
export class EnvoySchema {
  readonly #byName: ReadonlyMap<string, number>;
  readonly #read = new Map<number, EnvoyMessage>();

  constructor() {
    this.#byName = new Map(envoyMessages.map((line, index) => [line.slice(0, line.indexOf(' ')), index]));
  }

  /** `undefined` where the table does not have it. */
  named(name: string): EnvoyMessage | undefined {
    const index = this.#byName.get(name);
    return index === undefined ? undefined : this.at(index);
  }

  at(index: number): EnvoyMessage | undefined {
    const known = this.#read.get(index);
    const line = envoyMessages[index];
    if (known !== undefined || line === undefined) return known;
    const message = messageOf(line);
    this.#read.set(index, message);
    return message;
  }
}

/** The number of an enum's value by its name, in any letter case. */
export function enumNumber(index: number, name: string): number | undefined {
  // Some have small letters themselves (TLSv1_3).
  const start = `${name.toUpperCase()}=`;
  const found = envoyEnums[index]?.split(' ').find((value) => value.toUpperCase().startsWith(start));
  return found === undefined ? undefined : Number(found.slice(start.length));
}

export function hasEnumNumber(index: number, number: number): boolean {
  return `${envoyEnums[index] ?? ''} `.includes(`=${number} `);
}

function messageOf(line: string): EnvoyMessage {
  const [name = '', ...words] = line.split(' ').filter((word) => word !== '');
  const fields = new Map<string, EnvoyField>();
  for (const word of words) {
    const field = word.startsWith('!') ? undefined : fieldOf(word);
    if (field === undefined) continue;
    fields.set(field.name, field);
    fields.set(camelCase(field.name), field);
  }
  return {
    name,
    fields,
    requiredOneofs: words.filter((word) => word.startsWith('!')).map((word) => word.slice(1)),
  };
}

/** `name[|oneof][*|%][!][~]:type[>=n][<n]`, as scripts/envoy-schema writes it. */
function fieldOf(word: string): EnvoyField | undefined {
  const match = /^(\w+)(?:\|(\d+))?([*%]?)(!?)(~?):([A-Za-z])(\d*)(=?)(.*)$/.exec(word);
  if (match === null) return undefined;
  const [, name = '', oneof, shape, required, items, letter = '', index, defined, bounds = ''] = match;
  return {
    name,
    oneof,
    shape: shape === '*' ? 'list' : shape === '%' ? 'map' : 'one',
    required: required !== '',
    itemsRequired: items !== '',
    type: typeOf(letter, Number(index), defined !== ''),
    bounds: [...bounds.matchAll(/([<>]=?)(\d+)/g)].map(
      ([, sign = '', limit]) => [sign, Number(limit)] as const,
    ),
  };
}

const KINDS = {
  s: 'string',
  h: 'header',
  y: 'bytes',
  b: 'bool',
  i: 'int',
  u: 'uint',
  d: 'double',
  t: 'duration',
  a: 'any',
} as const;

function typeOf(letter: string, index: number, definedOnly: boolean): FieldType {
  if (letter === 'm') return { kind: 'message', index };
  if (letter === 'e') return { kind: 'enum', index, definedOnly };
  const lower = letter.toLowerCase();
  return { kind: lower in KINDS ? KINDS[lower as keyof typeof KINDS] : 'free', wrapped: lower !== letter };
}

/** `lowerCamelCase` as protobuf's JSON mapping has it. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}
