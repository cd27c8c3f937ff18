import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import { pathLevel } from '../lower/levels.ts';
import { corsOps } from '../lower/policy-headers.ts';
import { ingressKind, ingressServers, isGrpcPath, type IngressServer } from '../read/ingress.ts';
import { NO_POLICIES, policiesNamed, type Policies } from '../read/policies.ts';
import type { ControllerWorld } from '../read/world.ts';
import { configured, writeInherit } from './common.ts';
import { addHeaderAt, writeRedirects, writeServerHeaders } from './ingress-server.ts';
import { writePreflight, writeRefusal } from './policies.ts';
import type { Writer } from './writer.ts';

/** The servers of Ingress objects (nginx.ingress.tmpl). */
export function writeIngresses(
  writer: Writer,
  world: ControllerWorld,
  refused: ReadonlySet<KubernetesObject>,
): void {
  for (const server of ingressServers(world)) {
    const { master } = server;
    if (master !== undefined && refused.has(master)) continue;
    const paths = server.paths.filter(({ object }) => !refused.has(object));
    if (master === undefined) writeUnowned(writer, paths, world);
    else writeServer(writer, { ...server, paths }, master, world);
  }
}

function writeServer(
  writer: Writer,
  { host, paths }: IngressServer,
  master: KubernetesObject,
  world: ControllerWorld,
): void {
  const place = master.nameAt;
  const policies = policiesAt(master, world);
  const snippet = snippetAt(writer, world, master, 'server-snippets');
  const level = objectLevel(master);
  const hasTls =
    host === undefined || itemsOf(at(master.node, 'spec', 'tls')).some((tls) => holds(tls, host));
  const id = { ...level, id: `${level.id} ${host ?? ''}` };
  writer.block('server', [], id, { kind: 'server', object: master, snippet }, () => {
    writer.line('server_name', [host ?? '_'], place);
    writer.line('listen', host === undefined ? ['80', 'default_server'] : ['80'], place);
    if (hasTls)
      writer.line('listen', host === undefined ? ['443', 'ssl', 'default_server'] : ['443', 'ssl'], place);
    writeRefusal(writer, policies, place);
    writeServerHeaders(writer, master, world, hasTls);
    if (writer.isForRequests) writeRedirects(writer, master, world, hasTls);
    writer.snippet(snippet);
    const root = master.annotations.get('nginx.org/app-root')?.text;
    if (writer.isForRequests && root !== undefined) {
      writer.inner('if', ['($uri', '=', '/)'], place, () => {
        writer.line('return', ['302', `$scheme://$http_host${root}`], place);
      });
    }
    for (const path of paths) writePath(writer, path, master, policies, world);
  });
}

/** Minions without a master make nothing; what theirs would set for the server is not known. */
function writeUnowned(writer: Writer, paths: readonly IngressPath[], world: ControllerWorld): void {
  const [first] = paths;
  if (first === undefined || writer.isForRequests) return;
  writer.block('server', [], objectLevel(first.object), { kind: 'server' }, () => {
    for (const path of paths) writePath(writer, path, path.object, NO_POLICIES, world);
  });
}

function holds(tls: Parameters<typeof at>[0], host: string): boolean {
  return itemsOf(at(tls, 'hosts')).some((each) => textOf(each)?.toLowerCase() === host);
}

function writePath(
  writer: Writer,
  path: IngressPath,
  master: KubernetesObject,
  around: Policies,
  world: ControllerWorld,
): void {
  const { object } = path;
  const { document } = object;
  const isMinion = ingressKind(object) === 'minion';
  const policies = isMinion ? policiesAt(object, world) : NO_POLICIES;
  // A minion without a snippet has its master's (mergeMasterAnnotationsIntoMinion).
  const key = 'nginx.org/location-snippets';
  const owner = isMinion && !object.annotations.has(key) && master.annotations.has(key) ? master : object;
  const snippet = snippetAt(writer, world, owner, 'location-snippets');
  const source = { kind: 'path', path, master, policies: [policies, around], snippet } as const;
  const place = document.place(path.head.at);
  writer.block(
    'location',
    locationOf(path),
    pathLevel(path),
    source,
    () => {
      if (isMinion) writeInherit(writer, object.annotations.get('nginx.org/add-header-inherit')?.text, place);
      writer.snippet(snippet);
      writeRefusal(writer, policies, place);
      writer.line(
        isGrpcPath(path) ? 'grpc_pass' : 'proxy_pass',
        [isGrpcPath(path) ? 'grpc://service' : 'http://service'],
        place,
      );
      const added = isMinion ? addHeaderAt(object) : [];
      const cors = corsOps(policies.cors ?? around.cors);
      writer.headers([...added, ...cors]);
      if (cors.length > 0) writePreflight(writer, [...added, ...cors], place);
    },
    document.place(path.node.at),
  );
}

/** generateIngressPath writes the `=` of an exact path first, and makeLocationPath puts `nginx.org/path-regex` around that. */
function locationOf({ object, path, pathType }: IngressPath): readonly string[] {
  const written = pathType === 'Exact' ? `= ${path}` : path;
  switch (object.annotations.get('nginx.org/path-regex')?.text) {
    case 'case_sensitive':
      return ['~', `^${written}`];
    case 'case_insensitive':
      return ['~*', `^${written}`];
    case 'exact':
      return ['=', written];
    default:
      return pathType === 'Exact' ? ['=', path] : [path];
  }
}

function policiesAt(object: KubernetesObject, world: ControllerWorld): Policies {
  const found = object.annotations.get('nginx.org/policies') ?? object.annotations.get('nginx.com/policies');
  return found === undefined ? NO_POLICIES : policiesNamed(found.text, found.node, object, world);
}

function snippetAt(
  writer: Writer,
  world: ControllerWorld,
  object: KubernetesObject,
  key: 'server-snippets' | 'location-snippets',
): ReturnType<Writer['embedded']> {
  const own = object.annotations.get(`nginx.org/${key}`);
  return own === undefined ? configured(writer, world, key) : writer.embedded(object.document, own.node);
}
