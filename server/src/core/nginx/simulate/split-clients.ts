import type { Located } from '../lower/located.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** ngx_http_split_clients_variable: MurmurHash2 of the key against the cumulated shares. The values are plain text. */
export function splitValue(block: Located, lines: readonly Located[], t: Transaction): string | undefined {
  const parts = lines.flatMap((line) =>
    line.args[0] === undefined ? [] : [{ share: line.name, value: line.args[0] }],
  );
  const [only] = parts;
  if (parts.length === 1 && only?.share === '*') return only.value;
  const key = evaluate(block.args[0] ?? '', t);
  if (key === undefined) return undefined;
  const hash = murmurHash2(utf8(key));
  let limit = 0;
  for (const { share, value } of parts) {
    if (share === '*') return value;
    // Shares have two decimals (ngx_atofp with point 2).
    limit += Math.floor((Math.round(Number.parseFloat(share) * 100) * 0xffffffff) / 10_000);
    if (hash < limit) return value;
  }
  return '';
}

/** The bytes of a text in UTF-8, without a platform's encoder. */
function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const [, hex, char = ''] of encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|([^%])/g)) {
    bytes.push(hex === undefined ? char.charCodeAt(0) : Number.parseInt(hex, 16));
  }
  return bytes;
}

/** ngx_murmur_hash2. */
export function murmurHash2(bytes: readonly number[]): number {
  const m = 0x5bd1e995;
  const byte = (index: number): number => bytes[index] ?? 0;
  let h = bytes.length >>> 0;
  let i = 0;
  for (; bytes.length - i >= 4; i += 4) {
    let k = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    h = Math.imul(h, m) ^ k;
  }
  const left = bytes.length - i;
  if (left >= 3) h ^= byte(i + 2) << 16;
  if (left >= 2) h ^= byte(i + 1) << 8;
  if (left >= 1) h = Math.imul(h ^ byte(i), m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return (h ^ (h >>> 15)) >>> 0;
}
