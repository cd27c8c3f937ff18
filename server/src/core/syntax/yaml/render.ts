/** A value to be written into a file. Keys keep their order. */
export type YamlValue =
  string | boolean | number | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** A text that YAML 1.1 and 1.2 both read as that text without quotes. */
function isPlain(text: string): boolean {
  if (!/^[A-Za-z_/.][\w ./@-]*$/.test(text) || /\s$|\s#|: /.test(text)) return false;
  return !/^(y|n|yes|no|on|off|true|false|null|~|\.inf|\.nan)$/i.test(text) && !/^\.?\d/.test(text);
}

export function renderScalar(value: string | boolean | number): string {
  if (typeof value !== 'string') return String(value);
  return isPlain(value) ? value : JSON.stringify(value);
}

export function renderKey(key: string): string {
  return /^[A-Za-z_][\w./@-]*$/.test(key) && isPlain(key) ? key : JSON.stringify(key);
}

/** One line: `{a: b}`, `[x, y]`. */
export function renderFlow(value: YamlValue): string {
  if (isList(value)) return `[${value.map(renderFlow).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${renderKey(key)}: ${renderFlow(each)}`)
      .join(', ')}}`;
  }
  return renderScalar(value);
}

/**
 * What follows `key:` or `-`: ` scalar`, or an end of line and an indented block.
 * @param indent the column of the block's own lines
 * @param unit one level of indentation
 */
export function renderAfterKey(value: YamlValue, indent: string, unit: string, eol: string): string {
  if (typeof value === 'string' && /^\S[^\r]*\n$/.test(value)) return renderLiteral(value, indent, eol);
  if (typeof value !== 'object') return ` ${renderScalar(value)}`;
  return eol + renderBlock(value, indent, unit, eol);
}

/** Lines (the text ends with a line break) as a literal block scalar; what follows begins a line of its own. */
function renderLiteral(text: string, indent: string, eol: string): string {
  const lines = text.slice(0, -1).split('\n');
  return ` |${lines.map((line) => (line === '' ? eol : `${eol}${indent}${line}`)).join('')}`;
}

/** Whole lines without a final end of line. */
export function renderBlock(value: YamlValue, indent: string, unit: string, eol: string): string {
  if (isList(value)) return value.map((item) => indent + renderItem(item, indent, unit, eol)).join(eol);
  if (typeof value !== 'object') return indent + renderScalar(value);
  return Object.entries(value)
    .map(([key, each]) => `${indent}${renderKey(key)}:${renderAfterKey(each, indent + unit, unit, eol)}`)
    .join(eol);
}

/** `- item`, its further lines two columns deeper than the dash. */
export function renderItem(value: YamlValue, indent: string, unit: string, eol: string): string {
  if (typeof value !== 'object') return `- ${renderScalar(value)}`;
  const inner = `${indent}  `;
  return `- ${renderBlock(value, inner, unit, eol).slice(inner.length)}`;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
