import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from '../../../server/src/cli/run.ts';
import type { ExitCode } from '../../../server/src/cli/io.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function invoke(
  argv: readonly string[],
  { cwd = process.cwd(), stdin = '', colour = false } = {},
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    cwd,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    stdin: () => Promise.resolve(stdin),
    colour,
  });
  return { code, stdout, stderr };
}

/** A folder with these files, gone when the test is over. Texts are written as they are, bytes too. */
export function folder(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'gateway-lint-')));
  t.after(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Runs as a user whom file modes hold back, which root is not. */
export async function unprivileged<Result>(action: () => Promise<Result>): Promise<Result> {
  const isRoot = process.geteuid?.() === 0;
  const nobody = 65_534;
  if (isRoot) process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
