import { createServer, type Server, type Socket } from 'node:net';
import { CONTENT, type Answer } from './answer.ts';
import { answerFastcgi } from './fastcgi.ts';

/** The service outside the configurations: it answers as it was last told, in four protocols. */
export class Service {
  answer: Answer = { status: 200, headers: [] };
  readonly ports: {
    readonly http: number;
    readonly fastcgi: number;
    readonly scgi: number;
    readonly uwsgi: number;
  };
  readonly #servers: readonly Server[];

  private constructor(servers: readonly Server[], ports: Service['ports']) {
    this.#servers = servers;
    this.ports = ports;
  }

  static async start(): Promise<Service> {
    const told = { answer: (): Answer => ({ status: 200, headers: [] }) };
    const http = await listen((socket) => {
      answerHttp(socket, told.answer);
    });
    const fastcgi = await listen((socket) => {
      answerFastcgi(socket, told.answer);
    });
    const scgi = await listen((socket) => {
      answerGateway(socket, scgiLength, () => cgiText(told.answer()));
    });
    const uwsgi = await listen((socket) => {
      answerGateway(socket, uwsgiLength, () => httpText({ ...told.answer(), hint: [] }));
    });
    const service = new Service([http.server, fastcgi.server, scgi.server, uwsgi.server], {
      http: http.port,
      fastcgi: fastcgi.port,
      scgi: scgi.port,
      uwsgi: uwsgi.port,
    });
    told.answer = () => service.answer;
    return service;
  }

  stop(): void {
    for (const server of this.#servers) server.close();
  }
}

function listen(serve: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      // Whoever asked may be gone before the answer is.
      socket.on('error', () => socket.destroy());
      serve(socket);
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port.'));
      else resolve({ server, port: address.port });
    });
  });
}

function answerHttp(socket: Socket, answer: () => Answer): void {
  whenWhole(
    socket,
    (bytes) => {
      const end = bytes.indexOf('\r\n\r\n');
      // Not its body: nginx announces one in the name of a subrequest, and sends none.
      return end < 0 ? undefined : end + 4;
    },
    (bytes) => {
      socket.end(httpText(answer(), bytes.toString('latin1', 0, 5) === 'HEAD '), 'latin1');
    },
  );
}

function httpText({ status, headers, hint }: Answer, isHead = false): string {
  const early = (hint ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const isBare = status === 204 || status === 304;
  const lines = [
    `HTTP/1.1 ${status} Told`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(isBare ? [] : [`Content-Length: ${CONTENT.length}`]),
    'Connection: close',
  ];
  const before = early === '' ? '' : `HTTP/1.1 103 Early Hints\r\n${early}\r\n`;
  return `${before}${lines.join('\r\n')}\r\n\r\n${isBare || isHead ? '' : CONTENT}`;
}

/** SCGI and uwsgi differ in how a request begins. */
function answerGateway(
  socket: Socket,
  lengthOf: (bytes: Buffer) => number | undefined,
  text: () => string,
): void {
  whenWhole(socket, lengthOf, () => socket.end(text(), 'latin1'));
}

export function cgiText({ status, headers }: Answer): string {
  const lines = [`Status: ${status} Told`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return `${lines.join('\r\n')}\r\n\r\n${status === 204 || status === 304 ? '' : CONTENT}`;
}

/** `70:CONTENT_LENGTH…,body`. */
function scgiLength(bytes: Buffer): number | undefined {
  const [whole, digits] = /^(\d+):/.exec(bytes.toString('latin1', 0, 12)) ?? [];
  return whole === undefined ? undefined : whole.length + Number(digits) + 1;
}

/** Four bytes, of which the second and third are the size of what follows. */
function uwsgiLength(bytes: Buffer): number | undefined {
  return bytes.length < 4 ? undefined : 4 + bytes.readUInt16LE(1);
}

function whenWhole(
  socket: Socket,
  lengthOf: (bytes: Buffer) => number | undefined,
  then: (bytes: Buffer) => void,
): void {
  let bytes = Buffer.alloc(0);
  const more = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const wanted = lengthOf(bytes);
    if (wanted === undefined || bytes.length < wanted) return;
    socket.off('data', more);
    then(bytes);
    socket.resume();
  };
  socket.on('data', more);
}
