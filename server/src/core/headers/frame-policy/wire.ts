import type { Engine } from './engine.ts';

export interface ReceivedLine {
  readonly name: string;
  readonly value: string;
}

/** The lines as an engine hands them on; `undefined` where it refuses the whole message. */
export function receivedLines(
  lines: readonly ReceivedLine[],
  engine: Engine,
): readonly ReceivedLine[] | undefined {
  if (!lines.some((line) => /[\0\r]/.test(line.value))) return lines;
  // RFC 9110 5.5: NUL and bare CR make a field value invalid, so the specification knows no such field.
  if (engine === 'spec') return lines.filter((line) => !/[\0\r]/.test(line.value));
  if (lines.some((line) => line.value.includes('\0'))) return undefined;
  // Chromium ends a header line at a bare CR too (HttpUtil::AssembleRawHeaders).
  if (engine === 'chromium')
    return lines.map((line) => ({ ...line, value: line.value.replace(/\r.*/s, '') }));
  return lines;
}
