const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** ngx_parse_offset, in bytes; 0 where it is none. */
export function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return digits === undefined ? 0 : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
}
