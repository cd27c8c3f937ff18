import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Format, getDirectives } from '@nginx/reference-lib';
import { core, generatedNote, type Product } from './product.ts';

const library = '@nginx/reference-lib';

/** What a hover tells of a directive, trimmed from nginx's own reference to what fits one. */
export function nginxReference(): Product {
  const rows = getDirectives(Format.Markdown).map(
    ({ name, module, syntax, default: preset, contexts, description }) => ({
      name,
      row: JSON.stringify([
        module,
        syntax.map(plain),
        plain(preset),
        contexts.filter(Boolean),
        firstParagraph(description),
      ]),
    }),
  );
  const lines = rows
    .toSorted((a, b) => (a.name === b.name ? compare(a.row, b.row) : compare(a.name, b.name)))
    .map(({ name, row }) => `${name}\t${row}\n`);
  const text = `${generatedNote(library)}//
// The texts are part of nginx's documentation as published in ${library} ${version()} (Apache License 2.0,
// http://www.apache.org/licenses/LICENSE-2.0), shortened to the first paragraph and stripped of links.

/** By line: the name, a tab, then JSON: module, syntax, default, contexts, first paragraph. */
export const referenceLines = ${JSON.stringify(lines.join(''))};
`;
  return { path: `${core}/generated/nginx-reference.ts`, text };
}

function version(): string {
  const entry = createRequire(import.meta.url).resolve(library);
  const manifest = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Up to the first empty line, example or list; a text that is nothing but a list is taken whole. */
function firstParagraph(markdown: string): string {
  const [first = ''] = markdown.trim().split(/\n\s*\n|\n(?=```|- )/);
  return first.startsWith('- ') ? plain(markdown) : plain(first).replace(/:$/, '…');
}

/** Links become their text, hard line breaks spaces, and emphasised code just code. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*(`[^`]*`)\*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
