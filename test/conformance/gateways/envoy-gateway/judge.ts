import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Configuration, Files, Run as AnyRun, Verdict } from '../support/bench.ts';
import { ask, type Answered } from '../support/wire.ts';
import { accepts, Ports } from '../support/ports.ts';
import { staticFile, type Dump } from './static.ts';

const PATIENCE = 20_000;

export interface Run extends AnyRun {
  /** The ports of the Gateway's listeners. */
  readonly ports: readonly number[];
  readonly dir: string;
}

/** Has Envoy Gateway translate objects, starts an Envoy on what comes out, and asks it. */
export class EnvoyGatewayJudge {
  readonly #translator: string;
  readonly #envoy: string;
  readonly #up: number;
  readonly #dir: string;
  readonly #ports = new Ports();

  constructor(programs: { readonly translator: string; readonly envoy: string }, up: number, dir: string) {
    this.#translator = programs.translator;
    this.#envoy = programs.envoy;
    this.#up = up;
    this.#dir = dir;
  }

  prepare({ files }: Configuration, name: string): Promise<Run> {
    return Promise.resolve({ files, ports: listenerPorts(files), dir: join(this.#dir, name) });
  }

  async verdict({ files, dir }: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    mkdirSync(dir, { recursive: true });
    try {
      const input = join(dir, 'objects.yaml');
      writeFileSync(input, Object.values(files).join('---\n'));
      const translated = await output(this.#translator, [
        ...['x', 'translate', '--from', 'gateway-api', '--to', 'xds', '-t', 'all', '-o', 'json', '-f'],
        input,
      ]);
      if (translated.code !== 0) return { kind: 'refused', why: lastLine(translated.stderr) };
      const dump = JSON.parse(translated.stdout) as Dump;
      const { text, ports } = await staticFile(dump, this.#up, () => this.#ports.next());
      const bootstrap = join(dir, 'envoy.json');
      writeFileSync(bootstrap, text);
      return await this.#answers(bootstrap, ports, requests);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }

  async #answers(
    bootstrap: string,
    ports: ReadonlyMap<number, number>,
    requests: readonly GatewayRequest[],
  ): Promise<Verdict> {
    const envoy = spawn(this.#envoy, [
      ...['-c', bootstrap, '--use-dynamic-base-id', '--concurrency', '1', '-l', 'critical'],
      ...['--drain-time-s', '0', '--parent-shutdown-time-s', '0'],
    ]);
    let log = '';
    envoy.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    try {
      if (!(await isUp(envoy, [...ports.values()]))) return { kind: 'refused', why: lastLine(log) };
      const answers: Answered[] = [];
      for (const request of requests) {
        const port = ports.get(containerPort(Number(new URL(request.url).port || 80)));
        if (port === undefined) throw new Error(`Nothing listens for ${request.url}.`);
        answers.push(await ask(port, request));
      }
      return { kind: 'answered', answers };
    } finally {
      envoy.kill('SIGKILL');
      await gone(envoy);
    }
  }
}

/** Ports that only root may open are moved in Envoy's container. */
function containerPort(port: number): number {
  return port < 1024 ? port + 10_000 : port;
}

interface GatewayObject {
  readonly kind?: string;
  readonly spec?: { readonly listeners?: readonly { readonly port: number }[] };
}

function listenerPorts(files: Files): readonly number[] {
  const objects = Object.values(files)
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as GatewayObject | null);
  const listeners = objects
    .filter((object) => object?.kind === 'Gateway')
    .flatMap((object) => object?.spec?.listeners ?? []);
  return [...new Set(listeners.map(({ port }) => port))];
}

function output(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** @returns false where Envoy ended instead */
async function isUp(envoy: ChildProcess, ports: readonly number[]): Promise<boolean> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (envoy.exitCode !== null) return false;
    const open = await Promise.all(ports.map(accepts));
    if (open.every((each) => each)) return true;
    await wait(15);
  }
  throw new Error(`Envoy did not listen within ${PATIENCE / 1000} s.`);
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}

function lastLine(log: string): string {
  return log.trim().split('\n').at(-1) ?? '';
}
