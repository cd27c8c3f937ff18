import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODIFIED } from './generate/requests.ts';
import { OTHER, PLACE, WWW } from './generate/vocabulary.ts';
import { lay, PortTaken, startNginx, type Nginx, type Running } from './nginx.ts';
import type { Ports } from './ports.ts';
import { Service } from './service.ts';

/** A folder, ports and a service: all that one configuration at a time needs to run. */
export class Bench {
  readonly dir: string;
  readonly service: Service;
  readonly #ports: Ports;
  /** Placeholder → what stands for it here. */
  #places: ReadonlyMap<string, string> = new Map();

  private constructor(dir: string, service: Service, ports: Ports) {
    this.dir = dir;
    this.service = service;
    this.#ports = ports;
  }

  static async set(ports: Ports): Promise<Bench> {
    const dir = mkdtempSync(join(tmpdir(), 'gateway-lint-conformance-'));
    layRoots(dir);
    const bench = new Bench(dir, await Service.start(), ports);
    await bench.#place();
    return bench;
  }

  async #place(): Promise<void> {
    const { ports } = this.service;
    const free = async (): Promise<string> => String(await this.#ports.free());
    this.#places = new Map([
      [PLACE.www, join(this.dir, 'www')],
      [PLACE.other, join(this.dir, 'other')],
      [PLACE.passwords, join(this.dir, 'passwords')],
      [PLACE.first, await free()],
      [PLACE.second, await free()],
      [PLACE.inside, await free()],
      [PLACE.dead, await free()],
      [PLACE.outside, String(ports.http)],
      [PLACE.fastcgi, String(ports.fastcgi)],
      [PLACE.scgi, String(ports.scgi)],
      [PLACE.uwsgi, String(ports.uwsgi)],
    ]);
  }

  /** A text with its placeholders filled in. */
  filled(text: string): string {
    return text.replace(/@[A-Z\d]+@/g, (place) => this.#places.get(place) ?? place);
  }

  /** Starts nginx on the files (with placeholders), and does something meanwhile. */
  async run<T>(
    nginx: Nginx,
    files: Readonly<Record<string, string>>,
    meanwhile: (filled: Record<string, string>) => Promise<T>,
  ): Promise<T> {
    const { running, filled } = await this.#start(nginx, files);
    try {
      return await meanwhile(filled);
    } finally {
      await running.stop();
    }
  }

  async #start(
    nginx: Nginx,
    files: Readonly<Record<string, string>>,
  ): Promise<{ running: Running; filled: Record<string, string> }> {
    for (let attempt = 0; ; attempt++) {
      const filled = Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, this.filled(text)]),
      );
      lay(this.dir, filled);
      try {
        return { running: await startNginx(nginx, this.dir), filled };
      } catch (error) {
        if (!(error instanceof PortTaken) || attempt === 5) throw error;
        await this.#place();
      }
    }
  }

  clear(): void {
    this.service.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The document roots, all of one age: a conditional request can then be predicted. */
function layRoots(dir: string): void {
  const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  const files = { ...under('www', WWW), ...under('other', OTHER) };
  lay(dir, { ...files, passwords: 'user:{PLAIN}right\n' });
  const when = new Date(MODIFIED);
  for (const path of Object.keys(files)) utimesSync(join(dir, path), when, when);
}
