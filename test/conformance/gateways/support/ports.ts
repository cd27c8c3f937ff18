import { connect, createServer } from 'node:net';

/** Free ports, each once: several configurations run at a time. */
export class Ports {
  /** Below the ports that systems give away by themselves. */
  #next = 15_000 + (process.pid % 900) * 16;

  async next(): Promise<number> {
    for (;;) {
      // Taken before anybody waits: others ask for one at the same time.
      const port = this.#next++;
      if (await isFree(port)) return port;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
