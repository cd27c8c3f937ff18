import type { Unit } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { parseListen } from '../simulate/listen.ts';
import { pathOf } from '../simulate/locations.ts';
import { expand } from './located.ts';
import { outward, type NginxLevel } from './level.ts';
import type { Pass } from './pass.ts';

/** What the paths that a service is asked for begin with; empty where that is not known. */
export function askedPath({ item, owner }: Pass): string {
  const [, uri] = /^http:\/\/[^/]+(\/.*)$/.exec(item.arg(0) ?? '') ?? [];
  if (uri !== undefined) return uri;
  const location = owner.kind === 'if' ? owner.parent : owner;
  if (location?.kind !== 'location' || location.telling.some(({ name }) => name === 'rewrite')) return '';
  const { modifier, text } = pathOf(location);
  return modifier === '' || modifier === '^~' || modifier === '=' ? text : '';
}

/** The scopes that a path with this beginning may lead to (ngx_http_core_find_location, as far as a beginning tells). */
export function answeringTo<T extends { readonly level: NginxLevel }>(
  path: string,
  server: NginxLevel,
  answering: readonly T[],
): readonly T[] {
  if (path === '') return answering;
  const locations = [...new Set(answering.map(({ level }) => outermostLocation(level)))].flatMap((level) =>
    level === undefined ? [] : [{ level, ...pathOf(level) }],
  );
  const named = locations.filter(({ modifier }) => modifier === '' || modifier === '^~' || modifier === '=');
  const around = named.filter(({ modifier, text }) => modifier !== '=' && path.startsWith(text));
  const [longest] = around.toSorted((a, b) => b.text.length - a.text.length);
  const inside = named.filter((each) => each !== longest && each.text.startsWith(path));
  const patterns = locations.filter(({ modifier }) => modifier === '~' || modifier === '~*');
  const taken = new Set([longest, ...inside, ...patterns].map((each) => each?.level));
  return answering.filter(({ level }) => {
    const location = outermostLocation(level);
    return location === undefined ? longest === undefined && level === server : taken.has(location);
  });
}

function outermostLocation(level: NginxLevel): NginxLevel | undefined {
  return outward(level).findLast(({ kind }) => kind === 'location');
}

/** Servers without TLS, by the ports that they listen on. */
export function byPort(servers: readonly NginxLevel[]): ReadonlyMap<number, readonly NginxLevel[]> {
  const found = new Map<number, NginxLevel[]>();
  for (const server of servers) {
    const listens = server.telling.filter(({ name }) => name === 'listen').map(({ args }) => args);
    const plain = (listens.length === 0 ? [['80']] : listens).filter((args) => !args.includes('ssl'));
    const ports = plain.flatMap((args) => parseListen(args[0] ?? '')?.port ?? []);
    for (const port of new Set(ports)) found.set(port, [...(found.get(port) ?? []), server]);
  }
  return found;
}

/** By the name of an `upstream` block: its different servers. */
export function upstreamServers(
  top: NginxLevel | undefined,
  unit: Unit<NginxTree>,
): ReadonlyMap<string, readonly string[]> {
  const blocks = top?.kind === 'http' ? top.items.filter(({ name }) => name === 'upstream') : [];
  return new Map(
    blocks.map((block) => {
      const lines = expand(block.file, block.directive.body?.directives ?? [], unit);
      const servers = lines.filter(({ name, args }) => name === 'server' && !args.includes('down'));
      return [block.args[0] ?? '', [...new Set(servers.map(({ args }) => args[0] ?? ''))]];
    }),
  );
}
