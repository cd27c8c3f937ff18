/** What the command line asks of the process; tests pass their own. */
export interface Io {
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  /** True on a terminal whose user did not ask for no colour (https://no-color.org). */
  readonly colour: boolean;
}

/** 0: nothing at or above the threshold. 1: findings. 2: usage, input that cannot be read, or a fault of our own. */
export type ExitCode = 0 | 1 | 2;

/** The command line is wrong; the message says how, and `--help` says what is right. */
export class UsageError extends Error {}

/** Says each failure of a rule or dialect once; afterwards tells whether there were any. */
export function failureLog(io: Io): {
  readonly log: (message: string) => void;
  readonly failed: () => boolean;
} {
  const said = new Set<string>();
  return {
    log: (message) => {
      if (!said.has(message)) io.stderr(`gateway-lint: ${message}\n`);
      said.add(message);
    },
    failed: () => said.size > 0,
  };
}
