import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

// As root there is no sandbox; the rest keeps the browser from talking to anybody but the server.
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `The VS Code tests need a Chromium, and ${executablePath} does not exist. ` +
        'Install it (Debian: apt-get install chromium) or name one in CHROMIUM.',
    );
  }
  return chromium.launch({ executablePath, args: flags });
}

/** A window of the size that the pictures in the README have. */
export function openWindow(browser: Browser): Promise<Page> {
  return browser.newPage({ viewport: { width: 1180, height: 620 }, deviceScaleFactor: 2 });
}

/** The workbench's address with a folder open and what the workbench is told by its `payload`. */
export function workbenchUrl(
  port: number,
  folder: string,
  payload: readonly (readonly [key: string, value: string])[],
): string {
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${String(port)}/?${query.toString()}`;
}

/** A file of this machine as the workbench calls it. */
export function remote(port: number, path: string): string {
  return `vscode-remote://127.0.0.1:${String(port)}${encodeURI(path)}`;
}
