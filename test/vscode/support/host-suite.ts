import { openBrowser, openWindow, remote, workbenchUrl } from './browser.ts';
import { startVsCode } from './server.ts';

export interface HostRun {
  /** The extension under development, unpacked. */
  readonly extension: string;
  /** Extensions that are installed besides. */
  readonly beside: readonly string[];
  /** The bundled suite: a CommonJS file that exports `run()`. */
  readonly suite: string;
  readonly workspace: string;
  readonly onLine: (line: string) => void;
}

/** Runs a suite inside the extension host of a real VS Code; resolves to its exit code, 0 or 1. */
export async function runInExtensionHost(what: HostRun): Promise<number> {
  const server = await startVsCode({ beside: what.beside });
  const browser = await openBrowser();
  try {
    const page = await openWindow(browser);
    await page.exposeFunction('codeAutomationLog', (_level: string, args: readonly unknown[]) => {
      what.onLine(args.map(String).join(' '));
    });
    let finish: (code: number) => void;
    const exit = new Promise<number>((resolve, reject) => {
      finish = resolve;
      setTimeout(() => {
        reject(
          new Error(`The suite did not end within two minutes. VS Code said:\n${server.log().slice(-4000)}`),
        );
      }, 120_000).unref();
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      finish(code);
    });
    await page.goto(
      workbenchUrl(server.port, what.workspace, [
        ['extensionDevelopmentPath', remote(server.port, what.extension)],
        ['extensionTestsPath', remote(server.port, what.suite)],
      ]),
    );
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
  }
}
