import { createServer } from 'node:net';

/** Below the ports that systems give away by themselves, so that nobody else's connection takes one. */
const LOWEST = 15_000;
const HIGHEST = 31_000;

/** Loopback ports that are free now, and that this process has not given away before. */
export class Ports {
  #next = LOWEST + (process.pid % 997) * 16;

  async free(): Promise<number> {
    for (;;) {
      this.#next = this.#next >= HIGHEST ? LOWEST : this.#next + 1;
      if (await isFree(this.#next)) return this.#next;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
