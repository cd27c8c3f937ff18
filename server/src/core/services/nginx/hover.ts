import type { ScopeReport } from '../../engine/report.ts';
import type { Place, Span, Uri } from '../../model/place.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import type { Hover } from '../answers.ts';
import { headerHere, scopesAround, scopeTable } from '../effective.ts';
import { headerDoc, valueDoc } from '../header-doc.ts';
import { headerFact } from '../header-facts.ts';
import { paragraphs } from '../markdown.ts';
import { contextIn, wordAt, type Hit } from './cursor.ts';
import { directiveDoc } from './directive-doc.ts';
import { directiveFacts } from './facts.ts';
import { headerMentions, type HeaderUse } from './header-mentions.ts';

type Headers = () => Promise<readonly ScopeReport[]>;

export async function hoverNginx(
  tree: NginxTree,
  uri: Uri,
  offset: number,
  headers: Headers,
): Promise<Hover | undefined> {
  const hit = wordAt(tree, offset);
  if (hit === undefined) return undefined;
  if (contextIn(tree, uri, hit.blocks) === 'data') return undefined;
  return hit.index === 0
    ? hoverDirective(tree, uri, hit, headers)
    : hoverHeader(tree, uri, hit, offset, headers);
}

async function hoverDirective(
  tree: NginxTree,
  uri: Uri,
  { directive, blocks }: Hit,
  headers: Headers,
): Promise<Hover | undefined> {
  const name = wordText(tree.text, directive.name);
  const facts = directiveFacts(name, contextIn(tree, uri, blocks));
  const { body } = directive;
  const reports = body && answering.has(name) ? scopesAround(await headers(), uri, body.start) : [];
  // The innermost scope at the brace is another one where the block itself answers nothing.
  const own = reports.filter(({ block }) => block.start >= directive.start);
  const sent = [...new Set(own.map(scopeTable))].slice(0, 3);
  const markdown = paragraphs(...sent, sent.length > 0 && facts ? '---' : '', facts && directiveDoc(facts));
  return markdown === '' ? undefined : { markdown, at: spanOf(directive.name) };
}

/** Blocks whose keyword tells what they send. */
const answering: ReadonlySet<string> = new Set(['server', 'location', 'if']);

async function hoverHeader(
  tree: NginxTree,
  uri: Uri,
  { directive }: Hit,
  offset: number,
  headers: Headers,
): Promise<Hover | undefined> {
  const mention = headerMentions(tree.text, directive).find(
    ({ nameAt, valueAt }) => holds(nameAt, offset) || (valueAt !== undefined && holds(valueAt, offset)),
  );
  if (mention === undefined) return undefined;
  const onName = holds(mention.nameAt, offset);
  const statement: Place = { uri, start: directive.start, end: directive.end };
  const all = onResponse.has(mention.use) ? await headers() : [];
  const here = headerHere(mention.name, statement, scopesAround(all, uri, offset), all);
  const markdown = paragraphs(
    headerDoc(mention.name),
    onName ? undefined : valueDoc(mention.name, mention.value),
    headerFact(mention.name) && notes[mention.use],
    all.length > 0 ? here : undefined,
  );
  return markdown === ''
    ? undefined
    : { markdown, at: spanOf((onName ? undefined : mention.valueAt) ?? mention.nameAt) };
}

/** Where it matters what the response carries in the end. */
const onResponse: ReadonlySet<HeaderUse> = new Set(['send', 'clear', 'hide', 'pass']);

const notes: Readonly<Record<HeaderUse, string | undefined>> = {
  send: undefined,
  clear: undefined,
  hide: 'Removed from what the service behind answers; headers that nginx adds itself are sent all the same.',
  pass: 'Let through from the service behind.',
  request: 'Set on the request to the service behind: browsers never see it.',
  trailer: 'Sent after the body, where browsers do not look for it.',
};

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
