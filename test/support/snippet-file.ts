import { readFileSync } from 'node:fs';

/** A snippet of a contributed file, its lines joined. */
export interface Snippet {
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  readonly source: string;
}

/** Reads a snippet file as the editor does. */
export function readSnippets(path: string): readonly Snippet[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<
    string,
    { readonly prefix: string; readonly description: string; readonly body: readonly string[] }
  >;
  return Object.entries(file).map(([name, { prefix, description, body }]) => ({
    name,
    prefix,
    description,
    source: body.join('\n'),
  }));
}
