import type { Place } from '../../../model/place.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import { addedOps, hiddenOps } from '../lower/headers.ts';
import { actionLevel } from '../lower/levels.ts';
import { corsOps } from '../lower/policy-headers.ts';
import { isGrpc, passedNames, type Action } from '../read/actions.ts';
import type { Policies } from '../read/policies.ts';
import type { RouteItem } from '../read/world.ts';
import { configured, TEAPOT, writeInherit } from './common.ts';
import type { ErrorPageLines } from './error-pages.ts';
import { writeHsts, writePreflight, writeRefusal } from './policies.ts';
import type { ServerContext } from './server-context.ts';
import type { Writer } from './writer.ts';

/** The location of an action, and the one of what it returns. */
export function writeAction(
  context: ServerContext,
  action: Action,
  path: readonly string[],
  policies: Policies,
  pages: ErrorPageLines,
): void {
  const { writer, world, policies: around } = context;
  const { item, kind, entry } = action;
  const { document } = item.object;
  const place = document.place(action.node.at);
  // What `return` answers with has the ConfigMap's snippet, whatever the route says (generateLocation).
  const snippet =
    (kind === 'return' ? undefined : ownSnippet(context, item)) ??
    configured(writer, world, 'location-snippets');
  const level = actionLevel(action);
  const source = { kind: 'action', action, policies: [policies, around], snippet } as const;
  const whole = document.place((action.match ?? action.split ?? item).node.at);
  const located: Located = { action, policies, snippet, place };
  if (kind === 'return') {
    const name = writer.name('@return_');
    const returned = (): void => {
      writer.headers(addedOps(action));
      writer.line('return', ['200', textOf(at(entry.value, 'body')) ?? ''], place);
    };
    writer.block('location', [name], level, source, returned, whole);
    if (!writer.isForRequests) return;
    writer.inner('location', path, place, () => {
      writeTeapot(writer, located, [textOf(at(entry.value, 'code')) ?? '200', name]);
    });
    return;
  }
  const answer = (): void => {
    if (writer.isForRequests && (action.match ?? action.split ?? isInternal(path)))
      writer.line('internal', [], place);
    if (kind === 'redirect') writeRedirect(writer, located);
    else writeProxy(context, located, pages);
  };
  writer.block('location', path, level, source, answer, whole);
}

interface Located {
  readonly action: Action;
  readonly policies: Policies;
  readonly snippet: ReturnType<Writer['embedded']>;
  readonly place: Place;
}

function writeRedirect(writer: Writer, located: Located): void {
  const { action, snippet, place } = located;
  const code = textOf(at(action.entry.value, 'code')) ?? '301';
  const url = textOf(at(action.entry.value, 'url')) ?? '';
  if (writer.isForRequests) {
    writeTeapot(writer, located, [code, url]);
    return;
  }
  writer.snippet(snippet);
  writer.line('return', [code, url], place);
}

function writeProxy(
  { writer, policies: around }: ServerContext,
  { action, policies, snippet, place }: Located,
  pages: ErrorPageLines,
): void {
  const mode = inheritOf(action);
  writeInherit(writer, mode, place);
  writer.snippet(snippet);
  writeRefusal(writer, policies, place);
  for (const page of pages) writer.line('error_page', page.args, page.at);
  if (pages.length > 0) writer.line('proxy_intercept_errors', ['on'], place);
  writer.hides(hiddenOps(action));
  for (const name of passedNames(action)) writer.line('proxy_pass_header', [name], place);
  const added = addedOps(action);
  const cors = corsOps(policies.cors ?? around.cors);
  writer.headers([...added, ...cors]);
  if (cors.length > 0) writePreflight(writer, [...added, ...cors], place);
  // A location with lines of its own is given the server's HSTS line again (addHSTSToLocationsWithAddHeaders).
  const repeats = added.length + cors.length > 0 && mode !== 'on' && mode !== 'merge';
  writeHsts(writer, repeats ? around.hsts : undefined);
  const asked = action.item.object.document.place(action.entry.key.at);
  if (isGrpc(action)) writer.line('grpc_pass', ['grpc://service'], asked);
  else writer.line('proxy_pass', ['http://service'], asked);
}

/** The snippet of a route; a subroute without one has that of the item that delegates to it. */
function ownSnippet(
  { writer, world, server }: ServerContext,
  item: RouteItem,
): ReturnType<Writer['embedded']> {
  if (world.snippets === 'off') return undefined;
  const own = writer.embedded(item.object.document, at(item.node, 'location-snippets'));
  if (own !== undefined || item.delegate === undefined || server === undefined) return own;
  return writer.embedded(server.object.document, at(item.delegate, 'location-snippets'));
}

function isInternal(path: readonly string[]): boolean {
  return path.at(-1)?.startsWith('/internal_location_') === true;
}

function inheritOf({ item }: Action): string | undefined {
  return textOf(
    at(item.node, 'add-header-inherit') ?? (item.delegate && at(item.delegate, 'add-header-inherit')),
  );
}

/** A request is handed to the service that answers 418, and that status to what is to be answered. */
function writeTeapot(
  writer: Writer,
  { action, policies, snippet, place }: Located,
  [code, to]: readonly [code: string, to: string],
): void {
  writeInherit(writer, inheritOf(action), place);
  writer.snippet(snippet);
  writeRefusal(writer, policies, place);
  writer.line('error_page', ['418', `=${code}`, to], place);
  writer.line('proxy_intercept_errors', ['on'], place);
  writer.line('proxy_pass', [`http://${TEAPOT}`], place);
}
