import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Files, Run as AnyRun, Verdict } from '../support/bench.ts';
import { accepts, Ports } from '../support/ports.ts';
import { ask, type Answered } from '../support/wire.ts';

/** A file's text with the ports and the folder of one run. */
export function filled(
  text: string,
  run: { readonly listen: number; readonly up: number; readonly dir: string },
): string {
  return text
    .replaceAll('__LISTEN__', String(run.listen))
    .replaceAll('__UP__', String(run.up))
    .replaceAll('__DIR__', run.dir);
}

const PATIENCE = 20_000;

/** Starts Envoy on configurations, one process each, and asks it. */
export class EnvoyJudge {
  readonly #binary: string;
  readonly #up: number;
  readonly #dir: string;
  readonly #ports = new Ports();

  constructor(binary: string, up: number, dir: string) {
    this.#binary = binary;
    this.#up = up;
    this.#dir = dir;
  }

  /** A port and a folder for a run, and the files as they are there. */
  async prepare(files: Files, name: string): Promise<Run> {
    const listen = await this.#ports.next();
    const dir = join(this.#dir, name);
    const run = { listen, up: this.#up, dir };
    return {
      listen,
      dir,
      files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, filled(text, run)])),
    };
  }

  async verdict({ listen, dir, files }: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    mkdirSync(dir, { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
    const envoy = spawn(this.#binary, [
      ...['-c', join(dir, 'envoy.yaml'), '--use-dynamic-base-id', '--concurrency', '1', '-l', 'critical'],
      ...['--drain-time-s', '0', '--parent-shutdown-time-s', '0'],
    ]);
    const log: string[] = [];
    envoy.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    try {
      const isUp = await Promise.race([gone(envoy).then(() => false), listening(listen).then(() => true)]);
      if (!isUp) return { kind: 'refused', why: reasonOf(log.join('')) };
      const answers: Answered[] = [];
      for (const request of requests) answers.push(await ask(listen, request));
      return { kind: 'answered', answers };
    } finally {
      const ended = gone(envoy);
      if (envoy.exitCode === null) envoy.kill('SIGKILL');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    }
  }
}

export interface Run extends AnyRun {
  readonly listen: number;
  readonly dir: string;
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}

async function listening(port: number): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await accepts(port)) return;
    await wait(15);
  }
  throw new Error(`Envoy did not listen on ${port} within ${PATIENCE / 1000} s.`);
}

function reasonOf(log: string): string {
  return (
    /\[critical\][^\n]*?\] (?:error initializing[^:]*:? )?(.*)/.exec(log)?.[1] ??
    log.trim().split('\n').at(-1) ??
    ''
  );
}
