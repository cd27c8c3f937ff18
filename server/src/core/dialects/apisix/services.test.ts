import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../../../test/support/workspace.ts';
import { createLinter } from '../../engine/linter.ts';
import { defaultSettings } from '../../engine/report.ts';
import { createServices } from '../../services/services.ts';

/** What is offered at the `¦`. */
async function offered(marked: string): Promise<readonly string[]> {
  const path = '/repo/apisix.yaml';
  const workspace = memoryWorkspace({ [path]: marked.replace('¦', '') });
  const services = createServices(createLinter({ workspace, settings: defaultSettings }));
  const found = await services.complete(workspace.uri(path), marked.indexOf('¦'));
  return found.map(({ insert }) => insert);
}

function within(lines: string): string {
  return `global_rules:\n- id: 1\n  plugins:\n    response-rewrite:\n      headers:\n        ${lines}\nroutes:\n- uri: /*\n#END\n`;
}

test('names and values of headers are completed in response-rewrite', async () => {
  assert.ok((await offered(within('set:\n          X-Fr¦'))).includes('X-Frame-Options: '));
  assert.ok((await offered(within('set:\n          X-Frame-Options: ¦'))).includes('SAMEORIGIN'));
  assert.ok((await offered(within('X-Fr¦'))).includes('X-Frame-Options: '));
  assert.deepEqual(await offered(within('remove:\n        - X-Fr¦')), []);
});
