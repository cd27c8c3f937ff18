import { readFileSync } from 'node:fs';
import { type Locator, type Page } from 'playwright-core';
import { openBrowser, openWindow, workbenchUrl } from './browser.ts';
import { startVsCode } from './server.ts';

/** A visible VS Code with a VSIX installed, driven by keyboard and mouse as a user does. */
export interface Window {
  readonly page: Page;
  /** Ctrl+P, the name, Enter. */
  readonly openFile: (name: string) => Promise<void>;
  readonly squiggles: () => Locator;
  /** Points at a squiggle and returns what the hover says. */
  readonly hover: (on: Locator) => Promise<string>;
  /** Ctrl+. at a squiggle: the titles of the menu, which stays open. */
  readonly fixMenu: (on: Locator) => Promise<readonly string[]>;
  /** Takes the entry that the menu has selected, the first. */
  readonly takeFix: () => Promise<void>;
  /** The text on the screen, line by line. */
  readonly text: () => Promise<string>;
  /** Ctrl+S; resolves when the file on the disk has changed. */
  readonly save: (file: string) => Promise<void>;
  readonly screenshot: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openVsCode(vsix: string, folder: string): Promise<Window> {
  const server = await startVsCode({ vsix });
  const browser = await openBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    const page = await openWindow(browser);
    await page.goto(workbenchUrl(server.port, folder, []));
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    return { page, ...hands(page), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function hands(page: Page): Omit<Window, 'page' | 'close'> {
  const squiggles = (): Locator =>
    page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error');
  const menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
  return {
    squiggles,
    async openFile(name) {
      await page.keyboard.press('Control+P');
      const input = page.locator('.quick-input-widget input');
      await input.fill(name);
      await page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await page.locator('.monaco-editor .view-line').first().waitFor();
    },
    async hover(on) {
      const { x, y } = await middle(on);
      await page.mouse.move(x, y);
      const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
      await hover.waitFor();
      const all = await page.locator('.monaco-hover:not(.hidden) .hover-contents').allInnerTexts();
      return all.join('\n');
    },
    async fixMenu(on) {
      const first = menu.locator('.monaco-list-row.action').first();
      // A machine under load may lose the key to a hover that is just closing: a person would press it again.
      for (let tries = 1; ; tries++) {
        // By coordinates: a squiggle is painted below the text and never gets the click itself.
        const { x, y } = await middle(on);
        await page.mouse.click(x, y);
        await page.keyboard.press('Control+.');
        try {
          await first.waitFor({ timeout: 10_000 });
          break;
        } catch (error) {
          if (tries === 4) throw error;
          await page.keyboard.press('Escape');
        }
      }
      return menu.locator('.monaco-list-row.action').allInnerTexts();
    },
    async takeFix() {
      await page.keyboard.press('Enter');
      await menu.waitFor({ state: 'hidden' });
    },
    async text() {
      const lines: { readonly top: number; readonly text: string }[] = [];
      for (const line of await page.locator('.editor-instance .view-lines .view-line').all()) {
        const text = (await line.textContent()) ?? '';
        // The editor paints blanks that do not break, and keeps its lines in no order.
        lines.push({ top: (await line.boundingBox())?.y ?? 0, text: text.replace(/\u00a0/g, ' ') });
      }
      return lines
        .sort((a, b) => a.top - b.top)
        .map((line) => line.text)
        .join('\n');
    },
    async save(file) {
      const before = readFileSync(file, 'utf8');
      await page.keyboard.press('Control+S');
      for (const deadline = Date.now() + 10_000; readFileSync(file, 'utf8') === before;) {
        if (Date.now() > deadline) throw new Error(`${file} was not saved within 10 s.`);
        await page.waitForTimeout(50);
      }
    },
    async screenshot(path) {
      await page.screenshot({ path });
    },
  };
}

/** The middle of an element; the editor repaints its squiggles at times, so that one may be gone for a moment. */
async function middle(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const box = await of.boundingBox().catch(() => null);
    if (box !== null && box.width > 0) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await of.page().waitForTimeout(50);
  }
  throw new Error('The squiggle is not on the screen.');
}
