/** One field of a protobuf message on the wire. Only what descriptors use: varints and lengths. */
export interface WireField {
  readonly number: number;
  readonly varint: number;
  readonly bytes: Uint8Array;
}

export function readVarint(bytes: Uint8Array, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let i = start, scale = 1; i < bytes.length && i < start + 10; i++, scale *= 128) {
    const byte = bytes[i] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, i + 1];
  }
  throw new RangeError('no varint');
}

const NONE = new Uint8Array();
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

export function wireFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  for (let at = 0; at < bytes.length;) {
    const [tag, afterTag] = readVarint(bytes, at);
    const number = Math.floor(tag / 8);
    const type = tag % 8;
    const fixed = FIXED[type];
    if (fixed !== undefined) {
      fields.push({ number, varint: 0, bytes: bytes.subarray(afterTag, afterTag + fixed) });
      at = afterTag + fixed;
      continue;
    }
    const [varint, end] = readVarint(bytes, afterTag);
    at = type === 2 ? end + varint : end;
    fields.push({ number, varint, bytes: type === 2 ? bytes.subarray(end, at) : NONE });
  }
  return fields;
}

export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes ?? NONE);
}
