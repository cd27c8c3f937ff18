// Runs inside the extension host of a real VS Code: the server build from npm (run.ts) or the desktop build (electron.ts).
import { steps as nginxSteps } from './steps.ts';
import { yamlSteps } from './yaml-steps.ts';

const steps = [...yamlSteps, ...nginxSteps];

/** The contract of `extensionTestsPath`: resolves when all is well, rejects otherwise. */
export async function run(): Promise<void> {
  let failed = 0;
  for (const [name, body] of steps) {
    try {
      await body();
      console.log(`suite ok ${name}`);
    } catch (error) {
      failed++;
      console.log(
        `suite not ok ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  console.log(`suite end ${steps.length} ${failed}`);
  if (failed > 0) throw new Error(`${failed} of ${steps.length} steps failed.`);
}
