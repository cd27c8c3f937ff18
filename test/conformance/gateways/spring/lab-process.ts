import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

export type Started =
  { readonly kind: 'ready'; readonly port: number } | { readonly kind: 'failed'; readonly why: string };

/** The first start, on a busy machine. */
const PATIENCE = 90_000;

/** One warm JVM in which a gateway is started for each configuration: a fresh JVM takes seconds, a fresh context less. */
export class Lab {
  readonly #java: ChildProcess;
  readonly #lines: Interface;
  readonly #log: string[] = [];

  constructor(classPath: string) {
    const java = spawn('java', [
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m', '-cp', classPath, 'lab.Driver'],
    ]);
    java.stderr.on('data', (chunk: Buffer) => {
      this.#log.push(chunk.toString());
      this.#log.splice(0, this.#log.length - 20);
    });
    // A write to a JVM that has ended says so through `exit`.
    java.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: java.stdout });
    this.#java = java;
  }

  /** @param args as on the command line of a Spring Boot application */
  async start(args: readonly string[]): Promise<Started> {
    const [word, text = '', ...rest] = (await this.#ask(args.join('\t'))).split('\t');
    return word === 'READY'
      ? { kind: 'ready', port: Number(text) }
      : { kind: 'failed', why: innermost([text, ...rest.slice(0, -1)].join(' ')) };
  }

  async stop(): Promise<void> {
    await this.#ask('stop');
  }

  end(): void {
    this.#lines.close();
    this.#java.kill('SIGKILL');
  }

  #ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        settle();
        reject(new Error(`${why}\n${this.#log.join('')}`));
      };
      const timer = setTimeout(() => {
        fail(`The Spring lab did not answer within ${PATIENCE / 1000} s.`);
      }, PATIENCE);
      const onExit = (): void => {
        fail('The Spring lab has ended.');
      };
      const onError = (error: Error): void => {
        fail(`java cannot be started (${error.message}); a JDK 17 and Maven are needed.`);
      };
      const onLine = (answer: string): void => {
        settle();
        resolve(answer);
      };
      const settle = (): void => {
        clearTimeout(timer);
        this.#java.off('exit', onExit).off('error', onError);
        this.#lines.off('line', onLine);
      };
      this.#java.once('exit', onExit).once('error', onError);
      this.#lines.once('line', onLine);
      this.#java.stdin?.write(`${line}\n`);
    });
  }
}

/** The cause of all the others. */
function innermost(causes: string): string {
  return causes.split(' <- ').findLast((cause) => cause.trim() !== '') ?? '';
}
