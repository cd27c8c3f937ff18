import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface HttpRequest {
  readonly method?: string;
  /** Path and query, sent as written. */
  readonly path?: string;
  /** The Host line; `null` leaves it out. */
  readonly host?: string | null;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly version?: '1.0' | '1.1';
  readonly body?: string;
  /** Everything to send, byte for byte, instead of the above. */
  readonly raw?: string;
  readonly port?: number;
  readonly tls?: boolean;
}

export interface HttpResponse {
  /** 0 where no status line came: the connection was closed, or HTTP/0.9 answered. */
  readonly status: number;
  /** In wire order, duplicates kept, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** All values of one header, in wire order. */
  readonly values: (name: string) => readonly string[];
  /** Responses with a 1xx status that came before. */
  readonly informational: readonly { readonly status: number; readonly headers: HttpResponse['headers'] }[];
  readonly body: string;
}

/** One exchange on its own connection. A plain client, because libraries merge, sort and rename header lines. */
export async function request(to: HttpRequest & { readonly port: number }): Promise<HttpResponse> {
  const bytes = await exchange(to, to.raw ?? requestText(to));
  return parse(bytes.toString('latin1'));
}

function requestText(to: HttpRequest): string {
  const { method = 'GET', path = '/', host = 'localhost', headers = [], version = '1.1', body = '' } = to;
  const lines = [
    `${method} ${path} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function exchange(to: HttpRequest & { readonly port: number }, text: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const at = { host: '127.0.0.1', port: to.port };
    const name = (to.host ?? 'localhost').replace(/:\d+$/, '');
    const socket = to.tls
      ? connectTls({ ...at, servername: name, rejectUnauthorized: false })
      : connectPlain(at);
    const chunks: Buffer[] = [];
    // A request that the server waits on for more (a raw one, half sent) ends here with what has come.
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: Error) => {
      // After an early answer the server may reset the connection; what it said stands.
      if (chunks.length === 0 && !/ECONNRESET|EPIPE/.test(error.message)) reject(error);
    });
    socket.on('close', () => {
      resolve(Buffer.concat(chunks));
    });
    socket.write(Buffer.from(text, 'latin1'));
  });
}

function parse(text: string): HttpResponse {
  const informational: { status: number; headers: HttpResponse['headers'] }[] = [];
  for (let rest = text; ;) {
    const end = rest.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = (end < 0 ? rest : rest.slice(0, end)).split('\r\n');
    const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(statusLine)?.[1] ?? 0);
    const headers = status === 0 ? [] : lines.map(headerLine);
    const body = status === 0 ? rest : rest.slice(end < 0 ? rest.length : end + 4);
    if (status >= 100 && status < 200 && status !== 101) {
      informational.push({ status, headers });
      rest = body;
      continue;
    }
    const values = (name: string): readonly string[] =>
      headers.filter(([n]) => n.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
    return { status, headers, values, informational, body };
  }
}

/** Only the separator goes: blanks inside and after a value are what some tests are about. */
function headerLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
