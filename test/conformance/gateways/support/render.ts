import type { Random } from '../../../nginx/generate/random.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Fields = Record<string, Json>;

/**
 * YAML in one of its styles: block, flow from some depth on, JSON; snake_case or lowerCamelCase.
 * @param keepsNames every name is spelled as it is
 */
export function render(value: Json, random: Random, { keepsNames = false } = {}): string {
  const spelled = !keepsNames && random.chance(0.15) ? camel(value) : value;
  if (random.chance(0.08)) return `${JSON.stringify(spelled, null, 2)}\n`;
  const flowFrom = random.pick([4, 7, 10, 99]);
  return `${block(spelled, 0, flowFrom, random.chance(0.5) ? 0 : 2)}\n`;
}

/** Messages whose keys are names of their own, not fields. */
const MAPS = /^(?:typed_per_filter_config|typed_extension_protocol_options|policies)$/;

function camel(value: Json, keepKeys = false): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => camel(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      keepKeys || key.startsWith('@')
        ? key
        : key.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()),
      camel(each, MAPS.test(key)),
    ]),
  );
}

function scalar(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (value.includes('\n')) return JSON.stringify(value);
  return /^[A-Za-z_/][\w/.-]*$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

function key(text: string): string {
  return /^[A-Za-z_][\w.]*$/.test(text) ? text : JSON.stringify(text);
}

function flow(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${key(name)}: ${flow(each)}`)
    .join(', ')}}`;
}

function isEmpty(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** @param dash how far a list stands behind its key */
function block(value: Json, depth: number, flowFrom: number, dash: number, indent = ''): string {
  if (isEmpty(value) || depth >= flowFrom) return indent + flow(value);
  if (Array.isArray(value)) {
    return (value as readonly Json[])
      .map(
        (item) =>
          `${indent}- ${block(item, depth + 1, flowFrom, dash, `${indent}  `).slice(indent.length + 2)}`,
      )
      .join('\n');
  }
  return Object.entries(value as Record<string, Json>)
    .map(([name, each]) => {
      if (isEmpty(each) || depth + 1 >= flowFrom) return `${indent}${key(name)}: ${flow(each)}`;
      const inner = Array.isArray(each) ? indent + ' '.repeat(dash) : `${indent}  `;
      return `${indent}${key(name)}:\n${block(each, depth + 1, flowFrom, dash, inner)}`;
    })
    .join('\n');
}
