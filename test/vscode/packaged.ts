import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nginxTest } from '../nginx/support/judge.ts';
import { serve } from '../nginx/support/serve.ts';
import type { Steps } from './support/steps.ts';
import { copyWorkspace } from './support/suite-bundle.ts';
import { openVsCode, type Window } from './support/window.ts';

const lastOfServer = '        root /var/www/shop;\n';
const header = '        add_header X-Frame-Options "SAMEORIGIN" always;\n';

/** The story of the product, as a user lives it: install the VSIX, open a file, read, press Ctrl+., save. */
export async function packagedSteps(steps: Steps, vsix: string): Promise<void> {
  // The README's pictures change only when asked to; every run would differ by a pixel.
  const pictures = process.env['SCREENSHOTS'] === '1' ? 'docs/images' : '.cache/images';
  mkdirSync(pictures, { recursive: true });
  const workspace = copyWorkspace();
  const file = join(workspace.folder, 'nginx.conf');
  const before = readFileSync(file, 'utf8');
  let window: Window | undefined;
  const step = async (name: string, body: (window: Window) => Promise<void>): Promise<void> => {
    await steps.run(`packaged: ${name}`, async () => {
      if (window === undefined) throw new Error('There is no window.');
      await body(window);
    });
  };
  try {
    await steps.run('packaged: the VSIX is below 1 MB', () => {
      assert.ok(statSync(vsix).size < 1_000_000, `${statSync(vsix).size} bytes`);
    });
    await steps.run('packaged: VS Code installs the VSIX and opens a folder', async () => {
      window = await openVsCode(vsix, workspace.folder);
    });
    await step('nginx.conf shows one squiggle', async (w) => {
      await w.openFile('nginx.conf');
      await w.squiggles().first().waitFor({ timeout: 30_000 });
      assert.equal(await w.squiggles().count(), 1);
    });
    await step('the hover says what is wrong', async (w) => {
      const text = await w.hover(w.squiggles().first());
      assert.match(text, /fram/);
      assert.match(text, /frame-policy-missing/);
      await w.screenshot(join(pictures, 'squiggle.png'));
      await w.page.keyboard.press('Escape');
    });
    await step('Ctrl+. offers the fix first', async (w) => {
      const [first] = await w.fixMenu(w.squiggles().first());
      assert.match(first ?? '', /^Insert add_header X-Frame-Options "SAMEORIGIN" always/);
      await w.screenshot(join(pictures, 'fix-menu.png'));
    });
    await step('the fix adds one line, and the squiggle goes', async (w) => {
      await w.takeFix();
      await w.squiggles().first().waitFor({ state: 'detached' });
      const after = before.replace(lastOfServer, lastOfServer + header);
      assert.equal(await w.text(), after);
      await w.save(file);
      assert.equal(readFileSync(file, 'utf8'), after);
    });
    await steps.run('packaged: nginx accepts the saved file', () => {
      const verdict = nginxTest(readFileSync(file, 'utf8'));
      assert.ok(verdict.accepted, verdict.output);
    });
    await steps.run(
      'packaged: the real nginx sends the header with every answer of that server',
      async () => {
        const nginx = await serve(readFileSync(file, 'utf8'));
        try {
          for (const what of [
            { path: '/' },
            { path: '/api/x' },
            { method: 'TRACE' },
            { raw: 'GARBAGE\r\n\r\n' },
          ]) {
            const answer = await nginx.request(what);
            assert.notEqual(answer.status, 0);
            assert.deepEqual(
              answer.values('X-Frame-Options'),
              ['SAMEORIGIN'],
              `${JSON.stringify(what)} → ${answer.status}`,
            );
          }
        } finally {
          await nginx.stop();
        }
      },
    );
  } finally {
    await window?.close();
    workspace.remove();
  }
}
