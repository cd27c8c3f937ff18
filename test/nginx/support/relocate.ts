import { scan, type Directive } from './scan.ts';

/**
 * Moves every `listen` to a free loopback port. Equal addresses stay equal, so that server selection by name works as in
 * the given text; the parameters (`ssl`, `default_server`) stay. `ports` is filled: address as written → port.
 */
export async function relocateListens(
  text: string,
  ports: Map<string, number>,
  freePort: () => Promise<number>,
): Promise<string> {
  const directives = scan(text);
  const portOf = async (key: string): Promise<number> => {
    const known = ports.get(key);
    if (known !== undefined) return known;
    // Nothing listens yet, so the same port may be offered again.
    const taken = new Set(ports.values());
    let port = await freePort();
    while (taken.has(port)) port = await freePort();
    ports.set(key, port);
    return port;
  };
  let result = '';
  let last = 0;
  for (const [index, d] of directives.entries()) {
    const [address] = d.args;
    if (d.name === 'listen' && address !== undefined && !address.text.startsWith('unix:')) {
      result += text.slice(last, address.start) + moved(address.text, await portOf(canonical(address.text)));
      last = address.end;
    } else if (listensByDefault(directives, index)) {
      result += `${text.slice(last, d.end)} listen 127.0.0.1:${String(await portOf('*:80'))};`;
      last = d.end;
    }
  }
  return result + text.slice(last);
}

/** A `server` of `http{}` without a `listen`: nginx takes `*:80`, as root (ngx_http_core_server). */
function listensByDefault(directives: readonly Directive[], index: number): boolean {
  const server = directives[index];
  if (server?.name !== 'server' || server.args.length > 0) return false;
  if (!['http', undefined].includes(server.context.at(-1))) return false;
  const depth = server.context.length;
  const after = directives.slice(index + 1);
  const end = after.findIndex((d) => d.context.length <= depth);
  const inside = end < 0 ? after : after.slice(0, end);
  return !inside.some((d) => d.name === 'listen' && d.context.length === depth + 1);
}

/** `80`, `*:80` and `0.0.0.0:80` are one address; without a port it is 80. */
function canonical(address: string): string {
  if (/^\d+$/.test(address)) return `*:${address}`;
  const withPort = /:\d+$/.test(address) ? address : `${address}:80`;
  return withPort.replace(/^0\.0\.0\.0:/, '*:');
}

/** IPv6 stays IPv6 (`ipv6only` is only allowed there), on loopback. */
function moved(address: string, port: number): string {
  return address.startsWith('[') ? `[::1]:${String(port)}` : `127.0.0.1:${String(port)}`;
}
