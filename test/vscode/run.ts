// `npm run test:vscode`: the suite in the extension host of a real VS Code, then the packaged VSIX in its window.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { packagedSteps } from './packaged.ts';
import { runInExtensionHost } from './support/host-suite.ts';
import { Steps } from './support/steps.ts';
import { bundleSuite, copyWorkspace, otherExtension } from './support/suite-bundle.ts';

const steps = new Steps();
// A broken-off run still ends what it has started: `exit` listeners do that, and signals alone do not reach them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

function command(program: string, ...args: readonly string[]): void {
  const run = spawnSync(program, args, { encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(
      `${[program, ...args].join(' ')}: ${run.error?.message ?? ''}\n${run.stdout}${run.stderr}`,
    );
  }
}

// `npm run test:vscode -- --extension <folder> --vsix <file>` tries other builds with the same tests.
function option(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}
const extension = resolve(option('--extension') ?? '.');
const vsix = resolve(option('--vsix') ?? 'gateway-lint.vsix');

const ready =
  (await steps.run('VS Code is installed', () => {
    command(process.execPath, 'scripts/fetch-vscode.mjs');
  })) &&
  (option('--vsix') !== undefined ||
    (await steps.run('the extension builds and packages', () => {
      rmSync(vsix, { force: true });
      command('npm', 'run', '--silent', 'package');
      if (!existsSync(vsix)) throw new Error('no gateway-lint.vsix');
    })));

if (ready) {
  const workspace = copyWorkspace();
  let reported = 0;
  const other: string[] = [];
  await steps.run('the suite ran in the extension host', async () => {
    const code = await runInExtensionHost({
      extension,
      beside: [otherExtension],
      suite: await bundleSuite(),
      workspace: workspace.folder,
      onLine: (line) => {
        const [, verdict, name = '', why = ''] = /^suite (ok|not ok) (.*)(?:\n([^]*))?$/.exec(line) ?? [];
        if (verdict === 'ok') steps.pass(`in the extension host: ${name}`);
        else if (verdict === 'not ok') steps.fail(`in the extension host: ${name}`, why);
        else other.push(line);
        if (verdict !== undefined) reported++;
      },
    });
    // Failures of single steps are counted already; what counts here is that the suite came to its end.
    if (
      !other.some(
        (line) => line === `suite end ${String(reported)} ${code === 0 ? '0' : (line.split(' ')[3] ?? '')}`,
      )
    ) {
      throw new Error(
        `The suite ended with code ${String(code)} after ${String(reported)} steps:\n${other.slice(-30).join('\n')}`,
      );
    }
  });
  workspace.remove();
  await packagedSteps(steps, vsix);
}
process.exitCode = steps.close();
