import { connect } from 'node:net';

export interface Received {
  /** 0: the connection was closed without an answer; undefined: nothing listens there; -1: it did not come to an end. */
  readonly status: number | undefined;
  /** In wire order, duplicates kept, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Sends bytes on a connection of their own and reads until the other side closes. */
export function exchange(address: string, port: number, text: string): Promise<Received> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const chunks: Buffer[] = [];
    socket.setTimeout(4000, () => {
      resolve({ status: -1, headers: [], body: '' });
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve({ status: undefined, headers: [], body: '' });
      // After an early answer the server may reset the connection; what it said stands.
      else if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      resolve(received(Buffer.concat(chunks).toString('utf8')));
    });
    socket.write(Buffer.from(text, 'utf8'));
  });
}

export function requestText(
  method: string,
  target: string,
  headers: readonly (readonly [string, string])[],
  body = '',
  protocol = 'HTTP/1.1',
): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${target} ${protocol}`, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
}

function received(text: string): Received {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(statusLine)?.[1] ?? 0);
  // An early hint comes before the answer proper.
  if (status >= 100 && status < 200 && end >= 0) return received(text.slice(end + 4));
  const body = status === 0 ? text : text.slice(end < 0 ? text.length : end + 4);
  return { status, headers: status === 0 ? [] : lines.map(headerLine), body };
}

/** Only the separator goes: blanks inside and after a value are part of it. */
function headerLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
