import { createServer, type Server } from 'node:http';
import type { Headers } from './bench.ts';

/** Tells the service what to answer; the gateway hands it on. */
export const TELL = 'x-lab-answer';

/** The service behind: it answers as each request says. */
export async function startService(): Promise<{ readonly port: number; readonly stop: () => void }> {
  const server: Server = createServer((request, response) => {
    const told = request.headers[TELL];
    const { status, headers } = JSON.parse(
      typeof told === 'string' ? told : '{"status":200,"headers":[]}',
    ) as {
      readonly status: number;
      readonly headers: Headers;
    };
    response.writeHead(status, [...headers, ['X-Service', 'asked'], ['Content-Length', '2']].flat());
    response.end(request.method === 'HEAD' ? '' : 'ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
  return {
    port: address.port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
