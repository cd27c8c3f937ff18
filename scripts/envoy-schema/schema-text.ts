import type { EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor } from './descriptors.ts';
import { wireFields, type WireField } from './wire.ts';

/** What a bootstrap, or a file of listeners or routes, may hold, and the HTTP filters and transports in it. */
const ROOTS =
  /^envoy\.(config\.bootstrap\.v3\.Bootstrap|config\.listener\.v3\.Listener|config\.route\.v3\.(?:RouteConfiguration|FilterConfig)|service\.discovery\.v3\.DiscoveryResponse|extensions\.filters\.network\.http_connection_manager\.v3\.HttpConnectionManager|extensions\.filters\.http\..*|extensions\.upstreams\.http\.v3\.HttpProtocolOptions|extensions\.transport_sockets\.tls\.v3\.(Down|Up)streamTlsContext)$/;

/** Scalars in a wrapper message are written like the scalars themselves; in capitals, since an absent one is not 0. */
const WRAPPERS: Readonly<Record<string, string>> = {
  'google.protobuf.BoolValue': 'B',
  'google.protobuf.UInt32Value': 'U',
  'google.protobuf.UInt64Value': 'U',
  'google.protobuf.Int32Value': 'I',
  'google.protobuf.Int64Value': 'I',
  'google.protobuf.DoubleValue': 'D',
  'google.protobuf.FloatValue': 'D',
  'google.protobuf.StringValue': 'S',
  'google.protobuf.BytesValue': 'Y',
  'google.protobuf.Duration': 't',
  'google.protobuf.Timestamp': 's',
  'google.protobuf.Any': 'a',
  'google.protobuf.Struct': 'x',
  'google.protobuf.Value': 'x',
  'google.protobuf.ListValue': 'x',
  'google.protobuf.FieldMask': 's',
};

/** FieldDescriptorProto.Type: double, float, int64, …; 11 is a message, 14 an enum. */
const SCALARS = ' ddiuiuubs  yu iiii';

export function schemaText(files: readonly FileDescriptor[]): string {
  const messages = new Map(files.flatMap((file) => file.messages).map((each) => [each.name, each]));
  const enums = new Map(files.flatMap((file) => file.enums).map((each) => [each.name, each]));
  const reached = reachable(messages);
  const names = [...reached.keys()].sort();
  const usedEnums = [
    ...new Set(
      names
        .flatMap((name) => messages.get(name)?.fields ?? [])
        .filter((f) => f.type === 14)
        .map((f) => f.typeName),
    ),
  ].sort();
  const writer = new Writer(messages, new Map(names.map((name, index) => [name, index])), usedEnums);
  const lines = names.map((name) => {
    const message = messages.get(name);
    return `  ${JSON.stringify(`${name} ${message === undefined ? '' : writer.message(message)}`)},`;
  });
  const enumLines = usedEnums.map((name) => `  ${JSON.stringify(enumText(enums.get(name)))},`);
  return `// Generated from the descriptors in Envoy 1.40 by scripts/envoy-schema.ts; do not edit. Facts of Envoy's API
// (Apache-2.0). A line is a message: its name, then its fields as core/syntax/envoy/schema.ts reads them.

export const envoyMessages: readonly string[] = [
${lines.join('\n')}
];

export const envoyEnums: readonly string[] = [
${enumLines.join('\n')}
];
`;
}

function reachable(messages: ReadonlyMap<string, MessageDescriptor>): ReadonlyMap<string, MessageDescriptor> {
  const seen = new Map<string, MessageDescriptor>();
  const visit = (name: string): void => {
    const message = messages.get(name);
    if (message === undefined || seen.has(name) || WRAPPERS[name] !== undefined) return;
    seen.set(name, message);
    for (const field of message.fields) if (field.type === 11) visit(field.typeName);
  };
  for (const name of messages.keys()) if (ROOTS.test(name)) visit(name);
  return seen;
}

function enumText(descriptor: EnumDescriptor | undefined): string {
  return (descriptor?.values ?? []).map(([name, number]) => `${name}=${number}`).join(' ');
}

class Writer {
  readonly #messages: ReadonlyMap<string, MessageDescriptor>;
  readonly #index: ReadonlyMap<string, number>;
  readonly #enums: readonly string[];

  constructor(
    messages: ReadonlyMap<string, MessageDescriptor>,
    index: ReadonlyMap<string, number>,
    enums: readonly string[],
  ) {
    this.#messages = messages;
    this.#index = index;
    this.#enums = enums;
  }

  /** `name[|oneof][*][!][~]:type[>=n][<n]`, separated by blanks; `!k` says that one of oneof k must be set. */
  message(message: MessageDescriptor): string {
    const required = message.oneofRequired.flatMap((is, index) => (is ? [`!${index}`] : []));
    return [...required, ...message.fields.map((field) => this.#field(field))].join(' ');
  }

  #field(field: FieldDescriptor): string {
    const rules = new Rules(field.rules);
    const map = field.repeated ? this.#messages.get(field.typeName) : undefined;
    const isMap = map?.isMap === true;
    const value = isMap ? map.fields.find((each) => each.name === 'value') : field;
    const type = value === undefined ? 'x' : this.#type(value, rules);
    const flags = [
      field.oneof === undefined ? '' : `|${field.oneof}`,
      isMap ? '%' : field.repeated ? '*' : '',
      rules.required ? '!' : '',
      rules.itemsRequired ? '~' : '',
    ];
    return `${field.name}${flags.join('')}:${type}${rules.bounds}`;
  }

  #type({ type, typeName }: FieldDescriptor, rules: Rules): string {
    if (type === 14) return `e${this.#enums.indexOf(typeName)}${rules.definedOnly ? '=' : ''}`;
    if (type === 11) return WRAPPERS[typeName] ?? `m${this.#index.get(typeName) ?? -1}`;
    return rules.isHeaderText ? 'h' : (SCALARS[type] ?? 'x');
  }
}

/** The rules of validate.proto that decide whether a file is taken. */
class Rules {
  readonly #of: (number: number) => readonly WireField[] | undefined;

  constructor(rules: readonly WireField[]) {
    this.#of = (number) => {
      const found = rules.find((rule) => rule.number === number);
      return found && wireFields(found.bytes);
    };
  }

  get required(): boolean {
    return (
      has(this.#of(17), 2, 1) ||
      has(this.#of(21), 1, 1) ||
      has(this.#of(20), 1, 1) ||
      atLeastOne(this.#of(14)) ||
      atLeastOne(this.#of(18), 1)
    );
  }

  get itemsRequired(): boolean {
    const items = this.#items();
    return atLeastOne(
      items.find((rule) => rule.number === 14) &&
        wireFields(items.find((rule) => rule.number === 14)?.bytes ?? new Uint8Array()),
    );
  }

  get isHeaderText(): boolean {
    const items = this.#items().find((rule) => rule.number === 14);
    return [this.#of(14), items && wireFields(items.bytes)].some(
      (text) => text?.some((rule) => rule.number === 24) === true,
    );
  }

  get definedOnly(): boolean {
    return has(this.#of(16), 2, 1);
  }

  /** Of whole numbers: validate.proto's lt, lte, gt, gte. */
  get bounds(): string {
    const numbers = this.#of(5) ?? this.#of(3) ?? this.#of(6) ?? this.#of(4) ?? [];
    const signs = ['', '', '<', '<=', '>', '>='];
    return numbers
      .map(({ number, varint }) => (signs[number] ?? '') && `${signs[number] ?? ''}${varint}`)
      .join('');
  }

  #items(): readonly WireField[] {
    const items = this.#of(18)?.find((rule) => rule.number === 4);
    return items === undefined ? [] : wireFields(items.bytes);
  }
}

function has(rules: readonly WireField[] | undefined, number: number, value: number): boolean {
  return rules?.some((rule) => rule.number === number && rule.varint === value) === true;
}

/** min_len (2) or min_bytes (4) of a string, min_items (1) of a list. */
function atLeastOne(rules: readonly WireField[] | undefined, ...numbers: readonly number[]): boolean {
  const asked = numbers.length === 0 ? [2, 4] : numbers;
  return rules?.some((rule) => asked.includes(rule.number) && rule.varint > 0) === true;
}
