import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Configuration, Run as AnyRun, Verdict } from '../support/bench.ts';
import { ask, type Answered } from '../support/wire.ts';
import { startCluster } from './cluster.ts';
import { startEngine } from './engine.ts';
import { accepts, Ports } from '../support/ports.ts';

const PATIENCE = 20_000;
/** So long, in milliseconds, Traefik says nothing more once its routers answer with the last configuration. */
const SETTLES = 250;
const MOST_ROUNDS = 20;
/** So many rounds of nothing but 404 mean that no router takes any of the requests. */
const EMPTY_ROUNDS = 10;

export interface Run extends AnyRun {
  /** The ports of the entry points. */
  readonly ports: readonly [number, number];
  readonly engine: number;
  readonly cluster: number;
  readonly dir: string;
}

/** Starts Traefik on configurations, one process each, and asks it. */
export class TraefikJudge {
  readonly #binary: string;
  readonly #up: number;
  readonly #dir: string;
  readonly #ports = new Ports();

  constructor(binary: string, up: number, dir: string) {
    this.#binary = binary;
    this.#up = up;
    this.#dir = dir;
  }

  async prepare({ files }: Configuration, name: string): Promise<Run> {
    const dir = join(this.#dir, name);
    const ports = [await this.#ports.next(), await this.#ports.next()] as const;
    const [engine, cluster] = [await this.#ports.next(), await this.#ports.next()];
    const values: Readonly<Record<string, string | number>> = {
      __LISTEN__: ports[0],
      __LISTEN2__: ports[1],
      __UP__: this.#up,
      // Below the ports that anybody uses.
      __DEAD__: 9,
      __DOCKER__: engine,
      __K8S__: cluster,
      __DIR__: dir,
    };
    // Where a port stands alone it is a number, whatever the style quoted.
    const filled = (text: string): string =>
      text
        .replace(/"(__UP__)"/g, '$1')
        .replace(/__[A-Z0-9]+__/g, (placeholder) => String(values[placeholder] ?? placeholder));
    const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, filled(text)]));
    return { ports, engine, cluster, dir, files: texts };
  }

  async verdict(run: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    const { dir, files } = run;
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    const compose = files['compose.yml'];
    const objects = files['objects.yml'];
    const others = [
      ...(compose === undefined ? [] : [await startEngine(run.engine, compose)]),
      ...(objects === undefined ? [] : [await startCluster(run.cluster, objects)]),
    ];
    const traefik = spawn(this.#binary, ['--configFile', join(dir, 'traefik.yml')], { cwd: dir });
    let log = '';
    for (const stream of [traefik.stdout, traefik.stderr])
      stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
    try {
      const providers = Object.keys(
        (parse(files['traefik.yml'] ?? '') as { readonly providers: object }).providers,
      );
      if (!(await settled(traefik, run, () => log, providers)))
        return { kind: 'refused', why: log.trim().split('\n').at(-1) ?? '' };
      return { kind: 'answered', answers: await steadyAnswers(requests) };
    } finally {
      traefik.kill('SIGKILL');
      await gone(traefik);
      for (const stop of others) stop();
      rmSync(dir, { recursive: true, force: true });
    }
  }
}

/** The answers once they are the same twice: the routers are exchanged a while after the configuration was taken. */
async function steadyAnswers(requests: readonly GatewayRequest[]): Promise<readonly Answered[]> {
  let before: readonly Answered[] = [];
  for (let round = 1; ; round++) {
    const answers: Answered[] = [];
    for (const request of requests) answers.push(await ask(Number(new URL(request.url).port), request));
    const isSteady = answers.every(({ status }, index) => status === before[index]?.status);
    const isServed = answers.some(({ status }) => status !== 404) || round >= EMPTY_ROUNDS;
    if ((isSteady && isServed) || round === MOST_ROUNDS) return answers;
    before = answers;
    await wait(SETTLES);
  }
}

/** Waits until Traefik listens and has heard from each of its providers. @returns false where it ended instead */
async function settled(
  traefik: ChildProcess,
  { ports }: Run,
  log: () => string,
  providers: readonly string[],
): Promise<boolean> {
  const end = Date.now() + PATIENCE;
  // A file that is refused keeps its provider from starting.
  const heard = (): boolean => {
    const lines = log().toLowerCase().split('\n');
    return providers
      .filter((name) => name !== 'providersThrottleDuration')
      .every((name) =>
        lines.some(
          (line) =>
            (line.includes(`error while building configuration`) &&
              line.includes(`providername=${name.toLowerCase()}`)) ||
            (line.includes('configuration received') && line.includes(`providername=${name.toLowerCase()}`)),
        ),
      );
  };
  let [length, quietSince] = [0, Date.now()];
  while (Date.now() < end) {
    if (traefik.exitCode !== null) return false;
    if (log().length !== length) [length, quietSince] = [log().length, Date.now()];
    const isQuiet = Date.now() - quietSince > SETTLES;
    if (isQuiet && heard() && (await accepts(ports[0])) && (await accepts(ports[1]))) return true;
    await wait(20);
  }
  throw new Error(`Traefik did not take its configuration within ${PATIENCE / 1000} s:\n${log()}`);
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}
