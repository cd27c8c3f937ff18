import { readFileSync, writeFileSync } from 'node:fs';
import type { Schema } from './schema.ts';

const path = new URL('../../../docs/cli-json.md', import.meta.url);

/** The fenced block of docs/cli-json.md with this info string. */
export function block(info: string): string {
  const text = pattern(info).exec(readFileSync(path, 'utf8'))?.[2];
  if (text === undefined) throw new Error(`docs/cli-json.md has no block “${info}”`);
  return text;
}

/** Rewrites a block, for `UPDATE=1`. */
export function replaceBlock(info: string, text: string): void {
  const doc = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    doc.replace(pattern(info), (_, head: string, __, tail: string) => head + text + tail),
  );
}

export function documentedSchema(document: 'check' | 'headers' | 'requests' | 'predictions'): Schema {
  return JSON.parse(block(`json schema ${document}`)) as Schema;
}

function pattern(info: string): RegExp {
  return new RegExp(`(^\`\`\`${info}\n)([^]*?)(^\`\`\`$)`, 'm');
}
