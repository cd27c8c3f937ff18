import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Files, Run as AnyRun, Verdict } from '../support/bench.ts';
import { ask, type Answered } from '../support/wire.ts';

export interface Run extends AnyRun {
  readonly listen: number;
}

/** The file that every configuration is: bodies of the open API, each below a comment that says where it goes. */
export const FILE = 'apinto.yaml';

const PATIENCE = 30_000;
/** What the worker needs to take over what the open API took. */
const SETTLED = 250;

/** One Apinto that is given one configuration after the other by its open API. */
export class ApintoJudge {
  readonly #binary: string;
  readonly #dir: string;
  readonly #up: number;
  #api = 0;
  listen = 0;

  constructor(binary: string, dir: string, up: number) {
    this.#binary = binary;
    this.#dir = dir;
    this.#up = up;
  }

  async start(): Promise<void> {
    const [api, listen, peer] = [await freePort(), await freePort(), await freePort()];
    this.#api = api;
    this.listen = listen;
    for (const folder of ['data', 'pid', 'log', 'sock', 'ext'])
      mkdirSync(join(this.#dir, folder), { recursive: true });
    const folders = 'data_dir: data\npid_dir: pid\nlog_dir: log\nsocket_dir: sock\nextends_dir: ext\n';
    writeFileSync(
      join(this.#dir, 'apinto.yml'),
      `${folders}config: config.yml\nerror_log_name: error.log\nerror_log_level: error\n`,
    );
    const urls = (port: number): string => `{listen_urls: ["http://127.0.0.1:${port}"]}`;
    writeFileSync(
      join(this.#dir, 'config.yml'),
      `version: 2\nclient: ${urls(api)}\ngateway: ${urls(listen)}\npeer: ${urls(peer)}\n`,
    );
    const started = spawnSync(this.#binary, ['start'], { cwd: this.#dir, encoding: 'utf8', stdio: 'ignore' });
    if (started.status !== 0) throw new Error(`Apinto did not start (${started.status}).`);
    const end = Date.now() + PATIENCE;
    while ((await this.#call('GET', '/profession').catch(() => 0)) !== 200) {
      if (Date.now() > end) throw new Error(`Apinto did not answer within ${PATIENCE / 1000} s.`);
      await wait(100);
    }
    const service = `name: up\ndriver: http\nscheme: http\nbalance: round-robin\nnodes: ["127.0.0.1:${this.#up} weight=1"]\ntimeout: 3000\n`;
    if ((await this.#call('POST', '/api/service', service)) !== 200)
      throw new Error('Apinto took no service.');
  }

  stop(): void {
    spawnSync(this.#binary, ['stop'], { cwd: this.#dir, stdio: 'ignore' });
  }

  prepare(files: Files): Run {
    return {
      listen: this.listen,
      files: Object.fromEntries(
        Object.entries(files).map(([path, text]) => [
          path,
          text.replaceAll('__LISTEN__', String(this.listen)),
        ]),
      ),
    };
  }

  async verdict({ files }: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    const made: string[] = [];
    try {
      for (const { path, body } of bodies(files[FILE] ?? '')) {
        const status = await this.#call('POST', path, body);
        if (path === '/setting/plugin' && status !== 200)
          return { kind: 'refused', why: `${path} ${status}` };
        const name = nameOf(body);
        if (path.startsWith('/api/') && status === 200 && name !== undefined) made.push(`${path}/${name}`);
      }
      await this.#settled();
      const answers: Answered[] = [];
      for (const request of requests) answers.push(withoutHops(await ask(this.listen, request)));
      return { kind: 'answered', answers };
    } finally {
      for (const path of made.toReversed()) await this.#call('DELETE', path);
    }
  }

  /** Waits until a router that was made last answers. */
  async #settled(): Promise<void> {
    const marker = `name: settled\ndriver: http\nlisten: ${this.listen}\nlocation: /settled\n`;
    await this.#call('POST', '/api/router', marker);
    const end = Date.now() + PATIENCE;
    for (;;) {
      const { status } = await ask(this.listen, {
        url: `http://127.0.0.1:${this.listen}/settled`,
        headers: [['Host', 'settled.example']],
      });
      if (status !== 404) break;
      // A plugin for all answers may make a 404 of everything.
      if (Date.now() > end - PATIENCE + 1_500) break;
      await wait(20);
    }
    await this.#call('DELETE', '/api/router/settled');
    await wait(SETTLED);
  }

  async #call(method: string, path: string, body?: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.#api}${path}`, {
      method,
      ...(body !== undefined && { body, headers: { 'Content-Type': 'application/yaml' } }),
    });
    await response.arrayBuffer();
    return response.status;
  }
}

/** Of the lines that are of one connection only, the order changes with what stands beside them. */
function withoutHops(answered: Answered): Answered {
  const headers = answered.headers.filter(([name]) => !/^(?:connection|keep-alive|date)$/i.test(name));
  return { ...answered, headers: headers.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}

/** The documents of a file, each with the path that its comment names. */
function bodies(text: string): readonly { readonly path: string; readonly body: string }[] {
  return text.split(/^---\n/m).flatMap((body) => {
    const path = /^# POST (\S+)/m.exec(body)?.[1];
    return path === undefined ? [] : [{ path, body }];
  });
}

function nameOf(body: string): string | undefined {
  const data = parse(body) as { readonly name?: unknown } | null;
  return typeof data?.name === 'string' ? data.name : undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
