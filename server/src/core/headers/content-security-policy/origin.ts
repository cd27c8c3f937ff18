export interface OriginTuple {
  readonly scheme: string;
  readonly host: string;
  /** Never absent: the scheme's default where none is written. */
  readonly port: number;
}

const defaultPorts: Readonly<Record<string, number>> = { http: 80, ws: 80, https: 443, wss: 443 };

/** Reads a serialized origin; `undefined` for an opaque one (`null`: sandboxed and `data:` documents). */
export function parseOrigin(text: string): OriginTuple | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\]|[^/:[\]]+)(?::(\d+))?$/.exec(text.toLowerCase());
  if (match === null) return undefined;
  const [, scheme = '', host = '', port] = match;
  return { scheme, host, port: port === undefined ? (defaultPorts[scheme] ?? 0) : Number(port) };
}

export function sameOrigin(a: OriginTuple | undefined, b: OriginTuple | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port;
}

export function isDefaultPort(origin: OriginTuple): boolean {
  return defaultPorts[origin.scheme] === origin.port;
}
