// `npm run test:vscode:electron`: the same suite in the desktop VS Code, where its download site can be reached.
import { runTests } from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { bundleSuite, copyWorkspace, otherExtension } from './support/suite-bundle.ts';

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const workspace = copyWorkspace();
try {
  // `--vscode 1.91.0` runs the oldest version that the manifest promises.
  const asked = process.argv.indexOf('--vscode');
  process.exitCode = await runTests({
    version: (asked < 0 ? undefined : process.argv[asked + 1]) ?? 'stable',
    extensionDevelopmentPath: [resolve('.'), otherExtension],
    extensionTestsPath: await bundleSuite(),
    launchArgs: [workspace.folder, '--disable-extensions', '--disable-workspace-trust'],
  });
} finally {
  workspace.remove();
}
