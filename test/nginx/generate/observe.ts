import { createServer, type Server } from 'node:http';
import { findNginx, type NginxBinary } from '../support/binary.ts';
import type { HttpResponse } from '../support/request.ts';
import { serve } from '../support/serve.ts';
import { upstreamAddress } from './compose.ts';

/** A request to one `listen` address of a configuration, as its text writes it. */
export interface Aim {
  readonly listen: string;
  readonly method?: string;
  readonly host?: string;
  readonly path: string;
}

export type Line = readonly [name: string, value: string];

/** What the real nginx answered. */
export interface Seen<Of extends Aim = Aim> {
  readonly ask: Of;
  readonly status: number;
  /** In wire order, without the lines that nginx writes of itself. */
  readonly lines: readonly Line[];
}

/**
 * The installed nginx, and a service behind it that sends no header of interest and knows every path but those that
 * say `none`. `gone` makes it hang up, a POST breaks it.
 */
export interface Lab {
  readonly nginx: NginxBinary;
  /** Where the service behind listens. */
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const ofNginx = new Set(
  `server date content-type content-length content-range last-modified etag expires connection keep-alive
  accept-ranges location transfer-encoding`.split(/\s+/),
);

/** Without an nginx this fails, and says what to install. */
export function openLab(): Promise<Lab> {
  const nginx = findNginx();
  const server: Server = createServer(({ url = '', method }, response) => {
    if (url.includes('gone')) {
      response.destroy();
      return;
    }
    response.sendDate = false;
    response.statusCode = method === 'POST' ? 500 : url.includes('none') ? 404 : 200;
    response.end('<!doctype html><title>upstream</title>');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      const stop = (): Promise<void> =>
        new Promise((done) => {
          server.closeAllConnections();
          server.close(() => {
            done();
          });
        });
      resolve({ nginx, port: address.port, stop });
    });
  });
}

/** Serves the files (the first is the main one) with a real nginx and asks it all. Refused files reject with its words. */
export async function observe<Of extends Aim>(
  files: Readonly<Record<string, string>>,
  asks: readonly Of[],
  lab: Lab,
): Promise<readonly Seen<Of>[]> {
  const real = Object.entries(files).map(([path, text]): [string, string] => [
    path,
    text.replaceAll(upstreamAddress, `127.0.0.1:${lab.port}`),
  ]);
  const [[, main] = ['', ''], ...included] = real;
  const nginx = await serve(main, {
    files: Object.fromEntries(included),
    www: pages(asks),
    nginx: lab.nginx,
  });
  try {
    const seen: Seen<Of>[] = [];
    for (const ask of asks) {
      const port = nginx.ports.get(ask.listen);
      if (port === undefined) throw new Error(`Nothing listens on ${ask.listen}.`);
      const answer = await nginx.request({
        port,
        method: ask.method ?? 'GET',
        host: ask.host ?? 'localhost',
        path: ask.path,
      });
      seen.push({ ask, status: answer.status, lines: linesOf(answer) });
    }
    return seen;
  } finally {
    await nginx.stop();
  }
}

export function linesOf({ headers }: HttpResponse): readonly Line[] {
  return headers.filter(([name]) => !ofNginx.has(name.toLowerCase()));
}

/** A file for every path, except those that say `none`. */
function pages(asks: readonly Aim[]): Readonly<Record<string, string>> {
  const paths = asks.map(({ path }) => path.replace(/\?.*$/, '').replace(/\/$/, '/index.html').slice(1));
  return Object.fromEntries(
    paths
      .filter((path) => !path.includes('none'))
      .map((path) => [path, '<!doctype html><title>page</title>\n']),
  );
}

/** The jobs' results, in order; as many at once as keep two cores busy. */
export async function inParallel<T, R>(
  items: readonly T[],
  job: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results.set(index, await job(item));
    }
  };
  await Promise.all(Array.from({ length: 3 }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
