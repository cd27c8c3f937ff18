import type { Random } from '../../../../nginx/generate/random.ts';
import type { Fields, Json } from './shape.ts';

interface Style {
  readonly quote: 'plain' | 'single' | 'double';
  /** How far a list stands behind its key. */
  readonly dash: 0 | 2;
  /** Below this depth everything is written in flow style. */
  readonly flowFrom: number;
}

/** Documents of one file, in one of YAML's styles. */
export function render(documents: readonly Fields[], random: Random): string {
  const style: Style = {
    quote: random.pick(['plain', 'plain', 'plain', 'single', 'double']),
    dash: random.chance(0.5) ? 2 : 0,
    flowFrom: random.pick([99, 99, 99, 8, 6]),
  };
  const isJson = random.chance(0.05);
  const texts = documents.map((each) => (isJson ? JSON.stringify(each, null, 2) : block(each, 0, style, '')));
  const text = `${texts.join('\n---\n')}\n`;
  return random.chance(0.06) ? text.replaceAll('\n', '\r\n') : text;
}

/** In flow style SnakeYAML, which Boot reads with, takes no question mark in a plain text. */
const PLAIN = /^[A-Za-z/][^\n#:]*(?::[^\s#:][^\n#:]*)*$/;
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

function scalar(value: Json, { quote }: Style, isFlow = false): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain = PLAIN.test(value) && !/\s$/.test(value) && !WORD.test(value);
  if (quote === 'plain' && isPlain && !(isFlow && /[,?[\]{}]/.test(value))) return value;
  if (quote === 'double' || value.includes('\n')) return JSON.stringify(value);
  return `'${value.replaceAll("'", "''")}'`;
}

function key(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) ? text : JSON.stringify(text);
}

function flow(value: Json, style: Style): string {
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map((item) => flow(item, style)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value, style, true);
  return `{${Object.entries(value)
    .map(([name, each]) => `${key(name)}: ${flow(each, style)}`)
    .join(', ')}}`;
}

function isEmpty(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function block(value: Json, depth: number, style: Style, indent: string): string {
  if (typeof value !== 'object' || value === null) return indent + scalar(value, style);
  if (isEmpty(value) || depth >= style.flowFrom) return indent + flow(value, style);
  if (Array.isArray(value)) {
    return (value as readonly Json[])
      .map((item) => `${indent}- ${block(item, depth + 1, style, `${indent}  `).slice(indent.length + 2)}`)
      .join('\n');
  }
  return Object.entries(value)
    .map(([name, each]) => {
      if (typeof each !== 'object' || each === null) return `${indent}${key(name)}: ${scalar(each, style)}`;
      if (isEmpty(each) || depth + 1 >= style.flowFrom) return `${indent}${key(name)}: ${flow(each, style)}`;
      const inner = Array.isArray(each) ? indent + ' '.repeat(style.dash) : `${indent}  `;
      return `${indent}${key(name)}:\n${block(each, depth + 1, style, inner)}`;
    })
    .join('\n');
}
