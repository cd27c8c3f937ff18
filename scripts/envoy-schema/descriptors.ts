import { readVarint, textOf, wireFields, type WireField } from './wire.ts';

/** Numbers as in google/protobuf/descriptor.proto and validate/validate.proto. */
export interface FieldDescriptor {
  readonly name: string;
  readonly repeated: boolean;
  /** FieldDescriptorProto.Type. */
  readonly type: number;
  readonly typeName: string;
  readonly oneof: number | undefined;
  readonly rules: readonly WireField[];
}

export interface MessageDescriptor {
  readonly name: string;
  readonly fields: readonly FieldDescriptor[];
  readonly isMap: boolean;
  /** By index: whether one of the fields must be set. */
  readonly oneofRequired: readonly boolean[];
}

export interface EnumDescriptor {
  readonly name: string;
  readonly values: readonly (readonly [name: string, number: number])[];
}

export interface FileDescriptor {
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
}

/** Field 2, a length. */
const PACKAGE_TAG = 0x12;

/** Finds the descriptors that a C++ program carries: each starts with its file's name (field 1) and package (field 2). */
export function fileDescriptors(binary: Uint8Array): readonly FileDescriptor[] {
  const text = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength).toString('latin1');
  const found = new Map<string, FileDescriptor>();
  for (const match of text.matchAll(/\n(.)((?:envoy|google\/protobuf|xds|udpa)\/[\w/]+\.proto)(.)/gs)) {
    const [, length = '', name = '', next = ''] = match;
    if (length.charCodeAt(0) !== name.length || next.charCodeAt(0) !== PACKAGE_TAG) continue;
    const end = descriptorEnd(binary, match.index);
    found.set(name, fileOf(wireFields(binary.subarray(match.index, end))));
  }
  return [...found.values()];
}

/** Wire types of FileDescriptorProto's fields: what follows the descriptor in the binary has others. */
const FILE_FIELDS: Readonly<Record<number, number>> = {
  1: 2,
  2: 2,
  3: 2,
  4: 2,
  5: 2,
  6: 2,
  7: 2,
  8: 2,
  9: 2,
  10: 0,
  11: 0,
  12: 2,
  14: 0,
};

function descriptorEnd(binary: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const [tag, afterTag] = readVarint(binary, at);
    const number = Math.floor(tag / 8);
    if (FILE_FIELDS[number] !== tag % 8 || (number === 1 && at !== start)) return at;
    const [varint, end] = readVarint(binary, afterTag);
    at = tag % 8 === 2 ? end + varint : end;
  }
}

function fileOf(fields: readonly WireField[]): FileDescriptor {
  const prefix = textOf(first(fields, 2));
  const messages: MessageDescriptor[] = [];
  const enums: EnumDescriptor[] = [];
  const visit = (bytes: Uint8Array, scope: string): void => {
    const own = wireFields(bytes);
    const name = `${scope}.${textOf(first(own, 1))}`;
    messages.push(messageOf(own, name));
    for (const nested of all(own, 3)) visit(nested, name);
    for (const nested of all(own, 4)) enums.push(enumOf(nested, name));
  };
  for (const bytes of all(fields, 4)) visit(bytes, prefix);
  for (const bytes of all(fields, 5)) enums.push(enumOf(bytes, prefix));
  return { messages, enums };
}

function messageOf(own: readonly WireField[], name: string): MessageDescriptor {
  const options = wireFields(first(own, 7) ?? new Uint8Array());
  return {
    name,
    fields: all(own, 2).map(fieldOf),
    isMap: options.some((option) => option.number === 7 && option.varint === 1),
    oneofRequired: all(own, 8).map((bytes) =>
      wireFields(first(wireFields(bytes), 2) ?? new Uint8Array()).some(
        (option) => option.number === VALIDATE && option.varint === 1,
      ),
    ),
  };
}

/** The extension by which validate.proto hangs rules onto fields and oneofs. */
const VALIDATE = 1071;

function fieldOf(bytes: Uint8Array): FieldDescriptor {
  const own = wireFields(bytes);
  const number = (id: number): number | undefined => own.find((field) => field.number === id)?.varint;
  const options = wireFields(first(own, 8) ?? new Uint8Array());
  return {
    name: textOf(first(own, 1)),
    repeated: number(4) === 3,
    type: number(5) ?? 0,
    typeName: textOf(first(own, 6)).replace(/^\./, ''),
    // A oneof of its own (`optional`) is none that excludes other fields.
    oneof: number(17) === 1 ? undefined : number(9),
    rules: wireFields(first(options, VALIDATE) ?? new Uint8Array()),
  };
}

function enumOf(bytes: Uint8Array, scope: string): EnumDescriptor {
  const own = wireFields(bytes);
  return {
    name: `${scope}.${textOf(first(own, 1))}`,
    values: all(own, 2).map((value) => {
      const fields = wireFields(value);
      return [textOf(first(fields, 1)), fields.find((field) => field.number === 2)?.varint ?? 0] as const;
    }),
  };
}

function all(fields: readonly WireField[], number: number): readonly Uint8Array[] {
  return fields.filter((field) => field.number === number).map((field) => field.bytes);
}

function first(fields: readonly WireField[], number: number): Uint8Array | undefined {
  return all(fields, number)[0];
}
