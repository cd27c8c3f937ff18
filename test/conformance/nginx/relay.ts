import { connect, createServer, type Server, type Socket } from 'node:net';

/** Who is asked for the framed page, and with what bytes. */
export interface Asked {
  readonly address: string;
  readonly port: number;
  readonly bytes: string;
}

/** Two origins as a browser sees them: each has pages that frame any url, and one path that relays nginx byte for byte. */
export class Relay {
  readonly origins: readonly [string, string];
  asked: Asked = { address: '127.0.0.1', port: 0, bytes: '' };
  /** How often a page was asked for. */
  served = 0;
  readonly #servers: Server[] = [];

  private constructor() {
    this.origins = ['', ''];
  }

  static async start(): Promise<Relay> {
    const relay = new Relay();
    const ports = [await relay.#listen(), await relay.#listen()] as const;
    return Object.assign(relay, { origins: ports.map((port) => `http://127.0.0.1:${port}`) });
  }

  #listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', (request) => {
          this.#serve(socket, /^GET (\S+)/.exec(request.toString('latin1'))?.[1] ?? '');
        });
      });
      this.#servers.push(server);
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : 0);
      });
    });
  }

  #serve(socket: Socket, path: string): void {
    if (path.startsWith(SERVED)) {
      const { address, port, bytes } = this.asked;
      const behind = connect({ host: address, port }, () => behind.write(bytes));
      behind.on('error', () => socket.destroy());
      behind.pipe(socket);
      return;
    }
    const url = /^\/frame\?(.*)$/.exec(path)?.[1];
    const page = url === undefined ? '' : `<!doctype html><iframe src="${decodeURIComponent(url)}"></iframe>`;
    const head = `HTTP/1.1 ${url === undefined ? 404 : 200} OK\r\nContent-Type: text/html\r\nConnection: close`;
    socket.end(`${head}\r\nContent-Length: ${page.length}\r\n\r\n${page}`);
  }

  stop(): void {
    for (const server of this.#servers) server.close();
  }
}

/** The path whose answer is nginx's. */
export const SERVED = '/served';

/** A page of an origin that frames a url. */
export function framing(origin: string, url: string): string {
  return `${origin}/frame?${encodeURIComponent(url)}`;
}
