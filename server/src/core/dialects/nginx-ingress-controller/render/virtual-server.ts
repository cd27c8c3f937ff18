import type { Place } from '../../../model/place.ts';
import type { Level } from '../../../model/scope.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import {
  at,
  booleanOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlMap,
} from '../../../syntax/yaml/node.ts';
import { addedOps, errorPageOps, hiddenOps } from '../lower/headers.ts';
import { actionLevel } from '../lower/levels.ts';
import { corsOps } from '../lower/policy-headers.ts';
import { isGrpc, passedNames, type Action } from '../read/actions.ts';
import { NO_POLICIES, policiesOf, type Policies } from '../read/policies.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { ControllerWorld, RouteItem, VirtualServer } from '../read/world.ts';
import { writeHsts, writeRefusal } from './policies.ts';
import { RouteTable } from './route-table.ts';
import type { Writer } from './writer.ts';

/** A service that answers everything with 418, through which the controller redirects and returns (nginx418Server). */
export const TEAPOT = '127.0.0.1:18418';

interface ServerContext {
  readonly writer: Writer;
  readonly world: ControllerWorld;
  readonly server?: VirtualServer;
  readonly policies: Policies;
  readonly table: RouteTable;
  /** By the list of `errorPages`: several subroutes may have that of the item that delegates to them. */
  readonly pages: Map<YamlEntry, ErrorPageLines>;
}

/** The server of a VirtualServer (nginx.virtualserver.tmpl). */
export function writeVirtualServer(writer: Writer, server: VirtualServer, world: ControllerWorld): void {
  const { object, spec, host } = server;
  const { nameAt: place } = object;
  const policies = policiesOf(at(spec, 'policies'), object, object.namespace, world);
  const snippet =
    writer.embedded(object.document, world.snippets === 'off' ? undefined : at(spec, 'server-snippets')) ??
    configured(writer, world, 'server-snippets');
  const table = new RouteTable(writer, server.items);
  table.writeMaps();
  writer.block('server', [], objectLevel(object), { kind: 'server', object, snippet }, () => {
    writer.line('server_name', [host], place);
    writer.line('listen', ['80'], place);
    if (at(spec, 'tls') !== undefined) writer.line('listen', ['443', 'ssl'], place);
    writeInherit(writer, textOf(at(spec, 'add-header-inherit')), place);
    if (writer.isForRequests) writeTlsRedirect(writer, server);
    writeRefusal(writer, policies, place);
    writeHsts(writer, policies.hsts);
    writer.snippet(snippet);
    writeItems({ writer, world, server, policies, table, pages: new Map() }, server.items);
  });
}

/** Routes that no VirtualServer of the workspace delegates to: what is around them is not known. */
export function writeOrphans(writer: Writer, items: readonly RouteItem[], world: ControllerWorld): void {
  const [first] = items;
  if (first === undefined || writer.isForRequests) return;
  writer.block('server', [], objectLevel(first.object), { kind: 'server' }, () => {
    const table = new RouteTable(writer, items);
    writeItems({ writer, world, policies: NO_POLICIES, table, pages: new Map() }, items);
  });
}

function writeTlsRedirect(writer: Writer, { spec, object }: VirtualServer): void {
  const redirect = at(spec, 'tls', 'redirect');
  if (booleanOf(at(redirect, 'enable'), true) !== true) return;
  const variable =
    textOf(at(redirect, 'basedOn')) === 'x-forwarded-proto' ? '$http_x_forwarded_proto' : '$scheme';
  writer.inner('if', [`(${variable}`, '=', 'http)'], object.nameAt, () => {
    const code = textOf(at(redirect, 'code')) ?? '301';
    writer.line('return', [code, 'https://$host$request_uri'], object.nameAt);
  });
}

export function writeInherit(writer: Writer, mode: string | undefined, place: Place): void {
  if (mode !== undefined && /^(?:on|off|merge)$/i.test(mode)) {
    writer.line('add_header_inherit', [mode.toLowerCase()], place);
  }
}

/** A snippet of the ConfigMap, for what has none of its own. */
export function configured(
  writer: Writer,
  { configuration }: ControllerWorld,
  key: string,
): ReturnType<Writer['embedded']> {
  return configuration && writer.embedded(configuration.document, at(configuration.node, 'data', key));
}

function writeItems(context: ServerContext, items: readonly RouteItem[]): void {
  const { table } = context;
  table.writeRedirects();
  for (const item of items) {
    const own = entryOf(item.node, 'policies');
    const list = own ?? (item.delegate && entryOf(item.delegate, 'policies'));
    const owner = (own === undefined ? context.server?.object : undefined) ?? item.object;
    const policies = policiesOf(list?.value, owner, owner.namespace, context.world);
    const pages = errorPagesOf(context, item);
    for (const { action, path } of table.actionsOf(item)) writeAction(context, action, path, policies, pages);
  }
  table.writeTosses();
}

/** The locations of pages, and the lines that lead to them. */
type ErrorPageLines = readonly { readonly args: readonly string[]; readonly at: Place }[];

function errorPagesOf({ writer, server, pages }: ServerContext, item: RouteItem): ErrorPageLines {
  // A subroute without pages has those of the item that delegates to it (vsrErrorPagesFromVs).
  const isOwn = entryOf(item.node, 'errorPages') !== undefined;
  const holder = isOwn ? item.node : (item.delegate ?? item.node);
  const object = isOwn ? item.object : (server?.object ?? item.object);
  const list = entryOf(holder, 'errorPages');
  if (list === undefined) return [];
  const known = pages.get(list) ?? writeErrorPages(writer, object, holder, list);
  pages.set(list, known);
  return known;
}

function writeErrorPages(
  writer: Writer,
  object: KubernetesObject,
  holder: YamlMap,
  list: YamlEntry,
): ErrorPageLines {
  const { document } = object;
  return itemsOf(list.value).flatMap((node, index) => {
    if (node.kind !== 'map' || list.value.kind !== 'seq') return [];
    const codes = itemsOf(at(node, 'codes')).flatMap((each) => textOf(each) ?? []);
    const place = document.place(node.at);
    const redirect = at(node, 'redirect');
    if (redirect !== undefined) {
      const code = textOf(at(redirect, 'code')) ?? '301';
      return [{ args: [...codes, `=${code}`, textOf(at(redirect, 'url')) ?? ''], at: place }];
    }
    const page = entryOf(node, 'return');
    if (page === undefined) return [];
    const name = writer.name('@error_page_');
    const level: Level = {
      id: `errorPages ${place.uri}#${place.start}`,
      kind: 'condition',
      label: `errorPages[${index}] of ${textOf(at(holder, 'path')) ?? object.name}`,
      at: document.place(page.key.at),
    };
    const ops = errorPageOps(document, node, [
      { parent: list.value, child: node },
      { parent: holder, child: list },
    ]);
    writer.block(
      'location',
      [name],
      level,
      { kind: 'page', node, object, level },
      () => {
        writer.headers(ops);
        writer.line('return', ['200', textOf(at(page.value, 'body')) ?? ''], place);
      },
      place,
    );
    const code = textOf(at(page.value, 'code'));
    return [{ args: [...codes, ...(code === undefined ? [] : [`=${code}`]), name], at: place }];
  });
}

function writeAction(
  context: ServerContext,
  action: Action,
  path: readonly string[],
  policies: Policies,
  pages: ErrorPageLines,
): void {
  const { writer, world, policies: around } = context;
  const { item, kind, entry } = action;
  const { document } = item.object;
  const isProxied = kind === 'pass' || kind === 'proxy';
  const place = document.place(action.node.at);
  // What `return` answers with has the ConfigMap's snippet, whatever the route says (generateLocation).
  const snippet =
    (kind === 'return' ? undefined : ownSnippet(context, item)) ??
    configured(writer, world, 'location-snippets');
  const level = actionLevel(action);
  const source = { kind: 'action', action, policies: [policies, around], snippet } as const;
  const whole = document.place((action.match ?? action.split ?? item).node.at);
  if (kind === 'return') {
    const name = writer.name('@return_');
    const code = textOf(at(entry.value, 'code')) ?? '200';
    writer.block(
      'location',
      [name],
      level,
      source,
      () => {
        writer.headers(addedOps(action));
        writer.line('return', ['200', textOf(at(entry.value, 'body')) ?? ''], place);
      },
      whole,
    );
    if (!writer.isForRequests) return;
    writer.inner('location', path, place, () => {
      writeTeapot(writer, snippet, policies, [code, name], place, action);
    });
    return;
  }
  writer.block(
    'location',
    path,
    level,
    source,
    () => {
      if (action.match !== undefined || action.split !== undefined || isInternal(path)) {
        if (writer.isForRequests) writer.line('internal', [], place);
      }
      if (kind === 'redirect') {
        const code = textOf(at(entry.value, 'code')) ?? '301';
        const url = textOf(at(entry.value, 'url')) ?? '';
        if (writer.isForRequests) writeTeapot(writer, snippet, policies, [code, url], place, action);
        else {
          writer.snippet(snippet);
          writer.line('return', [code, url], place);
        }
        return;
      }
      const mode = inheritOf(action);
      writeInherit(writer, mode, place);
      writer.snippet(snippet);
      writeRefusal(writer, policies, place);
      for (const page of isProxied ? pages : []) writer.line('error_page', page.args, page.at);
      if (pages.length > 0) writer.line('proxy_intercept_errors', ['on'], place);
      writer.hides(hiddenOps(action));
      for (const name of passedNames(action)) writer.line('proxy_pass_header', [name], place);
      const added = addedOps(action);
      const lines = [...added, ...corsOps(policies.cors ?? around.cors)];
      writer.headers(lines);
      if (lines.length > added.length && writer.isForRequests) {
        writer.inner('if', ['($request_method', '=', 'OPTIONS)'], place, () => {
          writer.headers(lines.map((op) => ({ ...op, reach: { statuses: [] } })));
          writer.line('return', ['204'], place);
        });
      }
      // A location with lines of its own is given the server's HSTS line again (addHSTSToLocationsWithAddHeaders).
      const repeats = lines.length > 0 && mode !== 'on' && mode !== 'merge';
      writeHsts(writer, policies.hsts ?? (repeats ? around.hsts : undefined));
      writer.line(
        isGrpc(action) ? 'grpc_pass' : 'proxy_pass',
        [isGrpc(action) ? 'grpc://service' : 'http://service'],
        document.place(entry.key.at),
      );
    },
    whole,
  );
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
  snippet: ReturnType<Writer['embedded']>,
  policies: Policies,
  [code, to]: readonly [code: string, to: string],
  place: Place,
  action: Action,
): void {
  writeInherit(writer, inheritOf(action), place);
  writer.snippet(snippet);
  writeRefusal(writer, policies, place);
  writer.line('error_page', ['418', `=${code}`, to], place);
  writer.line('proxy_intercept_errors', ['on'], place);
  writer.line('proxy_pass', [`http://${TEAPOT}`], place);
}
