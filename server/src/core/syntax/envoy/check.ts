import type { Span } from '../../model/place.ts';
import { entriesOf, type YamlEntry, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import { envoyScalar, typeOf } from './fields.ts';
import { typedConfigFault } from './typed-config.ts';
import { faultOf, isWithin, TEMPLATE } from './scalar-faults.ts';
import { enumNumber, hasEnumNumber, type EnvoyField, type EnvoyMessage, type EnvoySchema } from './schema.ts';

/**
 * `unknown-field`, `unknown-enum`: refused in a bootstrap, a warning only in files that Envoy loads at run time.
 * `refused`: the file is not taken, wherever it comes from.
 */
export interface EnvoyProblem {
  readonly kind: 'unknown-field' | 'unknown-enum' | 'refused';
  /** Relative to the document. */
  readonly at: Span;
  /** The field that it is about, as written; empty for one that is not there. */
  readonly name: string;
  /** The message that holds it, without its package. */
  readonly within: string;
  /** As a clause. */
  readonly why: string;
  /** The entry of an unknown field. */
  readonly entry?: YamlEntry;
}

/** What Envoy's own reading of a message finds wrong with it, before any of it is put to use. */
export function checkMessage(
  node: YamlNode,
  message: EnvoyMessage,
  schema: EnvoySchema,
): readonly EnvoyProblem[] {
  const problems: EnvoyProblem[] = [];
  new Checker(schema, problems).message(node, message);
  return problems;
}

class Checker {
  readonly #schema: EnvoySchema;
  readonly #problems: EnvoyProblem[];

  constructor(schema: EnvoySchema, problems: EnvoyProblem[]) {
    this.#schema = schema;
    this.#problems = problems;
  }

  message(node: YamlNode, message: EnvoyMessage): void {
    const within = shortName(message);
    if (node.kind === 'scalar' && (node.isNull || TEMPLATE.test(node.text))) return;
    if (node.kind !== 'map') {
      this.#refuse(node.at, '', within, `${within} is written as a map of fields`);
      return;
    }
    const set = new Map<EnvoyField, YamlEntry>();
    for (const entry of entriesOf(node)) {
      const { key } = entry;
      if (key.text === '@type') continue;
      const field = entry.merged ? undefined : message.fields.get(key.text);
      if (field === undefined) {
        this.#unknownField(entry, within);
        continue;
      }
      if (entry.value.kind === 'scalar' && entry.value.isNull) continue;
      set.set(field, entry);
      this.#field(entry, field, within);
    }
    this.#oneofs(node, set, message, within);
    this.#absent(node, set, message, within);
  }

  #unknownField(entry: YamlEntry, within: string): void {
    if (TEMPLATE.test(entry.key.text)) return;
    const name = entry.merged ? '<<' : entry.key.text;
    this.#problems.push({
      kind: 'unknown-field',
      at: entry.merged ? entry.value.at : entry.key.at,
      name,
      within,
      why: entry.merged ? 'Envoy does not carry out merge keys (<<)' : `${within} has no field ${name}`,
      entry,
    });
  }

  #field({ key, value }: YamlEntry, field: EnvoyField, within: string): void {
    if (field.shape === 'map') {
      if (value.kind === 'map') for (const { value: each } of value.entries) this.#value(each, field, within);
      else if (value.kind === 'seq' || !TEMPLATE.test(value.text))
        this.#refuse(value.at, key.text, within, `${key.text} is a map`);
      return;
    }
    if (field.shape === 'one' && value.kind === 'seq') {
      if (field.type.kind !== 'free') this.#refuse(value.at, key.text, within, `${key.text} is no list`);
      return;
    }
    const values = flattened(value);
    if (field.required && field.oneof === undefined && values.length === 0)
      this.#refuse(key.at, key.text, within, `${key.text} may not be empty`);
    for (const each of values) {
      // Null in a list is a message without any field.
      if (each.kind === 'scalar' && each.isNull && field.type.kind === 'message')
        this.#value(emptyMap(each), field, within);
      else this.#value(each, field, within);
      if (field.itemsRequired && each.kind === 'scalar' && each.text === '')
        this.#refuse(each.at, key.text, within, `an item of ${key.text} may not be empty`);
    }
  }

  #value(value: YamlNode, field: EnvoyField, within: string): void {
    const { type, name } = field;
    if (type.kind === 'message') {
      const message = this.#schema.at(type.index);
      if (message !== undefined) this.message(value, message);
      return;
    }
    if (type.kind === 'any') {
      this.#any(value);
      return;
    }
    if (type.kind === 'free') return;
    if (value.kind !== 'scalar') {
      // A wrapper or a duration may also be written as the message that it is (protobuf's allow_legacy_syntax).
      const isMessage = type.kind === 'duration' || (type.kind !== 'enum' && type.wrapped);
      if (!(value.kind === 'map' && isMessage))
        this.#refuse(value.at, name, within, `${name} is a single value`);
      return;
    }
    if (TEMPLATE.test(value.text)) return;
    const why = type.kind === 'enum' ? this.#enum(value, field, within) : faultOf(value, field);
    if (why !== undefined) this.#refuse(value.at, name, within, why);
  }

  #enum(value: YamlScalar, { type, name }: EnvoyField, within: string): string | undefined {
    if (type.kind !== 'enum') return undefined;
    const scalar = envoyScalar(value);
    if (scalar.kind === 'number') {
      const isKnown = !type.definedOnly || hasEnumNumber(type.index, scalar.value);
      return isKnown ? undefined : `${name} has no value ${value.text}`;
    }
    if (scalar.kind === 'bool') return `${name} is a name`;
    if (scalar.kind === 'string' && enumNumber(type.index, scalar.value) === undefined) {
      this.#problems.push({
        kind: 'unknown-enum',
        at: value.at,
        name,
        within,
        why: `${name} has no value ${value.text}`,
      });
    }
    return undefined;
  }

  #any(value: YamlNode): void {
    const fault = typedConfigFault(value);
    if (fault !== undefined) {
      this.#refuse(fault.at, fault.name, '', fault.why);
      return;
    }
    const name = typeOf(value);
    const message = name === undefined ? undefined : this.#schema.named(name);
    if (message !== undefined) this.message(value, message);
  }

  #oneofs(
    node: YamlNode,
    set: ReadonlyMap<EnvoyField, YamlEntry>,
    message: EnvoyMessage,
    within: string,
  ): void {
    const taken = new Map<string, EnvoyField>();
    for (const [field, { key }] of set) {
      if (field.oneof === undefined) continue;
      const other = taken.get(field.oneof);
      if (other !== undefined)
        this.#refuse(key.at, key.text, within, `${within} takes only one of ${other.name} and ${field.name}`);
      taken.set(field.oneof, field);
    }
    for (const oneof of message.requiredOneofs) {
      if (taken.has(oneof)) continue;
      const names = [...new Set([...message.fields.values()].filter((each) => each.oneof === oneof))].map(
        (each) => each.name,
      );
      this.#refuse(
        node.at,
        '',
        within,
        `${within} needs one of ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`,
      );
    }
  }

  #absent(
    node: YamlNode,
    set: ReadonlyMap<EnvoyField, YamlEntry>,
    message: EnvoyMessage,
    within: string,
  ): void {
    for (const field of new Set(message.fields.values())) {
      if (set.has(field) || field.oneof !== undefined || field.shape === 'map') continue;
      const { kind } = field.type;
      const below =
        (kind === 'int' || kind === 'uint') &&
        !field.type.wrapped &&
        field.shape === 'one' &&
        !isWithin(0, field);
      if (field.required || below) this.#refuse(node.at, '', within, `${within} needs ${field.name}`);
    }
  }

  #refuse(at: Span, name: string, within: string, why: string): void {
    this.#problems.push({ kind: 'refused', at, name, within, why });
  }
}

/** Lists within a list are joined. */
function flattened(value: YamlNode): readonly YamlNode[] {
  return value.kind === 'seq' ? value.items.flatMap(flattened) : [value];
}

function emptyMap({ at, shared }: YamlNode): YamlNode {
  return { kind: 'map', at, shared, entries: [], flow: true };
}

function shortName({ name }: EnvoyMessage): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
