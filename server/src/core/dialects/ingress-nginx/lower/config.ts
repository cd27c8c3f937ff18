import { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import type { GeneratedConfig } from '../../../nginx/embedded/generated-config.ts';
import type { EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { controllerSnippet, writeHttp } from './http.ts';
import { GENERATED, pathId } from './levels.ts';
import { usesPatterns, writeLocation } from './location.ts';

/** What a block of the generated text stands for; absent `path`: a server, or what no path takes. */
export interface Source {
  readonly ingress: ServedIngress;
  readonly path?: IngressPath;
}

/**
 * The configuration by which scopes are judged: each Ingress as it is written, with a server for each of its hosts. How
 * the controller merges several of one host, and makes two locations of a prefix, is left to predictions.
 */
export function judgedConfig(world: NginxWorld): GeneratedConfig<Source> | undefined {
  const [first] = world.ingresses;
  if (first === undefined) return undefined;
  const text = new GeneratedNginx<Source>('ingress-nginx');
  writeHttp(text, world, first.object.nameAt);
  for (const ingress of world.ingresses) {
    if (ingress.state !== 'serves') continue;
    for (const host of new Set(ingress.paths.map((path) => path.host))) {
      writeServer(text, world, ingress, host);
    }
  }
  return text.finish({ foreignModules: true });
}

function writeServer(
  text: GeneratedNginx<Source>,
  world: NginxWorld,
  ingress: ServedIngress,
  host: string | undefined,
): void {
  const { object } = ingress;
  const at = object.nameAt;
  text.open('server', [], {
    at,
    source: { ingress },
    id: `${GENERATED}server ${host ?? '_'} ${at.uri}#${at.start}`,
  });
  text.line('server_name', [host ?? '_'], { at });
  const own = serverSnippetFor(world, ingress, host);
  if (own !== undefined) text.snippet(own);
  const common = controllerSnippet(world.controller, 'server-snippet');
  if (common !== undefined) text.snippet(common);
  for (const path of ingress.paths) {
    if (path.host !== host || (path.kind === 'rule' && path.service === undefined)) continue;
    const place = object.document.place(path.head.at);
    const args = usesPatterns(ingress, path.path) ? ['~*', `^${path.path}`] : [path.path];
    text.open('location', args, {
      at: place,
      source: { ingress, path },
      id: pathId(place),
    });
    writeLocation(text, world, ingress, { at: place, hasService: true });
    text.close();
  }
  text.open('location', ['/'], {
    at,
    source: { ingress },
    id: `${GENERATED}rest ${host ?? '_'} ${at.uri}#${at.start}`,
  });
  text.line('return', ['404'], { at });
  text.close();
  text.close();
}

/** The one in force for the paths of an Ingress. Several of one name are one object, as several clusters have it. */
function serverSnippetFor(
  world: NginxWorld,
  ingress: ServedIngress,
  host: string | undefined,
): EmbeddedNginx | undefined {
  const owner = serverSnippetOwner(world, host);
  const isOwn = ingress.isPartial || (owner !== undefined && isSameObject(owner, ingress));
  return isOwn ? ingress.serverSnippet : owner?.serverSnippet;
}

export function isSameObject({ object: a }: ServedIngress, { object: b }: ServedIngress): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** The first Ingress of a host that has one: the controller skips all others (controller.go, `createServers`). */
export function serverSnippet(world: NginxWorld, host: string | undefined): EmbeddedNginx | undefined {
  return serverSnippetOwner(world, host)?.serverSnippet;
}

export function serverSnippetOwner(world: NginxWorld, host: string | undefined): ServedIngress | undefined {
  return world.ingresses.find(
    ({ state, isPartial, serverSnippet: own, paths }) =>
      state === 'serves' && !isPartial && own !== undefined && paths.some((path) => path.host === host),
  );
}
