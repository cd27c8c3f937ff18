import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import type { DocumentSymbol } from '../answers.ts';

const kinds: Readonly<Record<string, DocumentSymbol['kind']>> = {
  http: 'gateway',
  stream: 'gateway',
  mail: 'gateway',
  server: 'host',
  location: 'route',
  if: 'condition',
};

/** The outline: every block, as a person would name it. */
export function symbolsOf(tree: NginxTree): readonly DocumentSymbol[] {
  return outline(tree.template?.source ?? tree.text, tree.directives);
}

function outline(text: string, directives: readonly Directive[]): readonly DocumentSymbol[] {
  return directives.flatMap((directive) => (directive.body ? [symbolOf(text, directive)] : []));
}

function symbolOf(text: string, directive: Directive): DocumentSymbol {
  const { name, body, headEnd, start, end } = directive;
  const keyword = wordText(text, name);
  const isServer = keyword === 'server';
  return {
    name: isServer ? serverName(text, directive) : headText(text, directive),
    detail: isServer ? settingOf(text, directive, 'listen').join(', ') : '',
    kind: (Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined) ?? 'block',
    at: { start: name.start, end: headEnd },
    block: { start, end },
    children: outline(text, body?.directives ?? []),
  };
}

/** By its names, as requests ask for it; by its addresses where it has none, or only the catch-all `_`. */
function serverName(text: string, server: Directive): string {
  const names = settingOf(text, server, 'server_name').join(' ').trim();
  const known = names === '' || names === '_' ? settingOf(text, server, 'listen').join(', ') : names;
  return oneLine(`server ${known}`);
}

/** The arguments of each directive of that name directly in the block. */
function settingOf(text: string, block: Directive, name: string): readonly string[] {
  return (block.body?.directives ?? [])
    .filter((directive) => wordText(text, directive.name) === name)
    .map((directive) => directive.args.map((arg) => wordText(text, arg)).join(' '));
}

/** The head as written. A block whose head was lost still has a name. */
function headText(text: string, { name, headEnd }: Directive): string {
  return oneLine(text.slice(name.start, headEnd)) || '{ }';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
