import { flatten, type HeaderText } from './header-text.ts';

/** A header line of a response. */
export interface PolicyLine {
  readonly name: string;
  readonly value: HeaderText;
}

/** A line that has to do with framing: its flattened value, and its place among all lines. */
export interface FramingLine {
  readonly index: number;
  readonly value: string;
}

export interface FramingLines {
  readonly xfo: readonly FramingLine[];
  readonly csp: readonly FramingLine[];
  readonly reportOnly: readonly FramingLine[];
}

export type FramingHeader = keyof FramingLines;

/** Names are compared without regard to ASCII case. Their lengths differ, which spares most comparisons. */
export function framingHeader(name: string): FramingHeader | undefined {
  switch (name.length) {
    case 15:
      return name.toLowerCase() === 'x-frame-options' ? 'xfo' : undefined;
    case 23:
      return name.toLowerCase() === 'content-security-policy' ? 'csp' : undefined;
    case 35:
      return name.toLowerCase() === 'content-security-policy-report-only' ? 'reportOnly' : undefined;
    default:
      return undefined;
  }
}

export function framingLines(lines: readonly PolicyLine[]): FramingLines {
  const sorted: Record<FramingHeader, FramingLine[]> = { xfo: [], csp: [], reportOnly: [] };
  lines.forEach(({ name, value }, index) => {
    const header = framingHeader(name);
    if (header !== undefined) sorted[header].push({ index, value: flatten(value) });
  });
  return sorted;
}
