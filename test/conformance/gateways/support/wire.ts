import { connect } from 'node:net';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import { TELL } from './service.ts';

export interface Answered {
  readonly status: number;
  /** In wire order, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Sends a request as it stands and reads the head of the answer, byte for byte. */
export async function ask(
  port: number,
  { url, method = 'GET', headers = [], upstream }: GatewayRequest,
): Promise<Answered> {
  const told = JSON.stringify({ status: upstream?.status ?? 200, headers: upstream?.headers ?? [] });
  const target = url.replace(/^https?:\/\/[^/?]*/, '');
  const lines = [
    `${method} ${target.startsWith('/') ? target : `/${target}`} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `${TELL}: ${told}`,
    ...(method === 'POST' ? ['Content-Length: 0'] : []),
    'Connection: close',
  ];
  const bytes = await exchange(port, `${lines.join('\r\n')}\r\n\r\n`);
  return parsed(bytes.slice(0, Math.max(0, bytes.indexOf('\r\n\r\n'))));
}

function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'));
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(10_000, () => socket.destroy(new Error('The gateway did not answer.')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      // The head is all that is asked for; a gateway may keep the connection for a while.
      if (!text.includes('\r\n\r\n')) return;
      resolve(text);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`The gateway closed the connection without an answer to:\n${request}`));
    });
  });
}

function parsed(head: string): Answered {
  const [first = '', ...lines] = head.split('\r\n');
  return {
    status: Number(first.split(' ')[1]),
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  };
}
