import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Files, Verdict } from '../support/bench.ts';
import { EnvoyJudge, type Run } from '../envoy/judge.ts';
import { GATEWAY, SERVICE } from './base.ts';
import { staticFile, type Generated } from './static.ts';

/** The port of the Gateway whose listener is asked. */
const PORT = 80;

export interface Programs {
  readonly generator: string;
  readonly envoy: string;
}

/** Has Istio translate objects, one process each, starts Envoy with what comes of them, and asks it. */
export class IstioJudge {
  readonly #generator: string;
  readonly #envoy: EnvoyJudge;
  readonly #up: number;

  constructor({ generator, envoy }: Programs, up: number, dir: string) {
    this.#generator = generator;
    this.#envoy = new EnvoyJudge(envoy, up, dir);
    this.#up = up;
  }

  prepare(files: Files, name: string): Promise<Run> {
    return this.#envoy.prepare(files, name);
  }

  async verdict(run: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    const { dir, listen, files } = run;
    const texts = Object.values(files);
    const all = [...texts, SERVICE, ...(texts.some((text) => GATEWAY_KIND.test(text)) ? [] : [GATEWAY])];
    const generated = await this.#generate(dir, all);
    if (typeof generated === 'string') return { kind: 'refused', why: generated };
    const envoy = staticFile(generated, { listen, up: this.#up, port: PORT });
    return this.#envoy.verdict({ ...run, files: { 'envoy.yaml': JSON.stringify(envoy) } }, requests);
  }

  /** @returns why Istio refuses, as text */
  async #generate(dir: string, texts: readonly string[]): Promise<Generated | string> {
    mkdirSync(dir, { recursive: true });
    const paths = texts.map((text, index) => {
      const path = join(dir, `${index}.yaml`);
      writeFileSync(path, text);
      return path;
    });
    const child = spawn(this.#generator, paths);
    const [said, told]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    rmSync(dir, { recursive: true, force: true });
    // What it logs goes to the same stream.
    const line = said
      .join('')
      .split('\n')
      .find((each) => each.startsWith('{"listeners"'));
    if (code === 0 && line !== undefined) return JSON.parse(line) as Generated;
    const why = told.join('').trim();
    if (!why.startsWith('error:')) throw new Error(`The generator ended with ${code}:\n${why}`);
    // What was read stands behind it.
    return why.split('\n', 1)[0] ?? why;
  }
}

const GATEWAY_KIND = /kind"?: "?Gateway\b/;
