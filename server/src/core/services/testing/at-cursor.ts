// For the tests of this folder: a file with `|` at the cursor, and a linter that has parsed it.
import type { ScopeReport } from '../../engine/report.ts';
import type { Dialect } from '../../model/dialect.ts';
import type { Uri } from '../../model/place.ts';
import { nginxGrammar } from '../../syntax/nginx/directive-table.ts';
import { parseNginx } from '../../syntax/nginx/parser.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import type { Completion, DocumentSymbol, Hover } from '../answers.ts';
import { createServices, type Asked, type Services } from '../services.ts';

export const uri = 'file:///etc/nginx/nginx.conf' as Uri;

export interface Case {
  readonly text: string;
  readonly offset: number;
  readonly services: Services;
}

/** Takes the first `|` out of the text. @param reports what the scopes of the file are said to send */
export function atCursor(marked: string, reports: (text: string) => readonly ScopeReport[] = () => []): Case {
  const offset = Math.max(0, marked.indexOf('|'));
  const text = marked.replace('|', '');
  return { text, offset, services: servicesFor(text, reports(text)) };
}

export function complete(marked: string, at = uri): Promise<readonly Completion[]> {
  const { text, offset } = atCursor(marked);
  return servicesFor(text, [], at).complete(at, offset);
}

/** The text after the completion of that label was taken, with its placeholders. */
export async function taken(marked: string, label: string): Promise<string> {
  const { text, offset, services } = atCursor(marked);
  const found = (await services.complete(uri, offset)).find((completion) => completion.label === label);
  if (found === undefined) return `nothing offered as ${label}`;
  return text.slice(0, found.at.start) + found.insert + text.slice(found.at.end);
}

export function hover(
  marked: string,
  reports?: (text: string) => readonly ScopeReport[],
): Promise<Hover | undefined> {
  const { services, offset } = atCursor(marked, reports);
  return services.hover(uri, offset);
}

/** The outline as indented lines of `kind: name — detail`. */
export async function outline(text: string): Promise<string> {
  return drawn(await servicesFor(text, []).symbols(uri), '');
}

function drawn(symbols: readonly DocumentSymbol[], indent: string): string {
  return symbols
    .map(({ kind, name, detail, children }) => {
      const line = `${indent}${kind}: ${name}${detail === '' ? '' : ` — ${detail}`}\n`;
      return line + drawn(children, `${indent}  `);
    })
    .join('');
}

export function servicesFor(text: string, reports: readonly ScopeReport[], at = uri): Services {
  const file = { uri: at, version: 1, text };
  const tree = parseNginx(text, nginxGrammar);
  const dialect: Pick<Dialect<NginxTree>, 'id'> = { id: 'nginx' };
  // The services look at the dialect's id alone.
  const parsed = { dialect: dialect as Dialect<unknown>, parsed: { file, tree, includes: [] } };
  const linter: Asked = {
    parsed: (asked) => Promise.resolve(asked === at ? parsed : undefined),
    claims: (asked) => Promise.resolve(asked === at ? [parsed] : []),
    headers: () => Promise.resolve(reports),
    dependents: () => [],
    sites: () => Promise.resolve([]),
  };
  return createServices(linter);
}
