import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { at, booleanOf, entryOf, textOf } from '../../../syntax/yaml/node.ts';
import { fitted, NO_POLICIES, policiesOf } from '../read/policies.ts';
import type { ControllerWorld, RouteItem, VirtualServer } from '../read/world.ts';
import { writeAction } from './actions.ts';
import { configured, writeInherit } from './common.ts';
import { errorPagesOf } from './error-pages.ts';
import { writeHsts, writeRefusal } from './policies.ts';
import { RouteTable } from './route-table.ts';
import type { ServerContext } from './server-context.ts';
import type { Writer } from './writer.ts';

/** The server of a VirtualServer (nginx.virtualserver.tmpl). */
export function writeVirtualServer(writer: Writer, server: VirtualServer, world: ControllerWorld): void {
  const { object, spec, host } = server;
  const { nameAt: place } = object;
  const written = policiesOf(at(spec, 'policies'), object, object.namespace, world);
  const policies = fitted(written, { hasTls: at(spec, 'tls') !== undefined });
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

function writeItems(context: ServerContext, items: readonly RouteItem[]): void {
  const { table } = context;
  table.writeRedirects();
  for (const item of items) {
    const own = entryOf(item.node, 'policies');
    const list = own ?? (item.delegate && entryOf(item.delegate, 'policies'));
    const owner = (own === undefined ? context.server?.object : undefined) ?? item.object;
    const policies = fitted(policiesOf(list?.value, owner, owner.namespace, context.world), 'route');
    const pages = errorPagesOf(context, item);
    for (const { action, path } of table.actionsOf(item)) writeAction(context, action, path, policies, pages);
  }
  table.writeTosses();
}
