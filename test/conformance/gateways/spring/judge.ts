import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Configuration, Run as AnyRun, Verdict } from '../support/bench.ts';
import { ask, type Answered } from '../support/wire.ts';
import type { Lab } from './lab-process.ts';

export interface Run extends AnyRun {
  readonly dir: string;
  readonly args: readonly string[];
}

/** Starts a gateway on configurations, one after the other in one JVM, and asks it. */
export class SpringJudge {
  readonly #lab: Lab;
  readonly #up: number;
  readonly #dir: string;

  constructor(lab: Lab, up: number, dir: string) {
    this.#lab = lab;
    this.#up = up;
    this.#dir = dir;
  }

  prepare({ files, args = [] }: Configuration, name: string): Run {
    const filled = Object.entries(files).map(([path, text]) => [
      path,
      text.replaceAll('__UP__', String(this.#up)),
    ]);
    return {
      dir: join(this.#dir, name),
      args,
      files: Object.fromEntries(filled) as Run['files'],
    };
  }

  async verdict({ dir, files, args }: Run, requests: readonly GatewayRequest[]): Promise<Verdict> {
    mkdirSync(dir, { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
    const started = await this.#lab.start([
      `--spring.config.location=file:${dir}/`,
      '--logging.level.root=OFF',
      ...args,
    ]);
    try {
      if (started.kind === 'failed') return { kind: 'refused', why: started.why };
      const answers: Answered[] = [];
      for (const request of requests) answers.push(await ask(started.port, request));
      return { kind: 'answered', answers };
    } finally {
      await this.#lab.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  }
}
