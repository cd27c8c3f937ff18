import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { PredictionsJson } from '../../server/src/cli/reporters/predictions-json.ts';
import { headerCases } from '../prediction/header-cases.ts';
import { invoke } from './support/invoke.ts';
import { recorded, shownResponse } from './support/recorded.ts';

test('what a real nginx answered: folders of files, a list of requests on standard input, JSON out', async (t) => {
  const wrong: string[] = [];
  const counts = { asked: 0, unknown: [] as string[] };
  for (const { id, path, version, asked } of recorded(t, headerCases())) {
    const { code, stdout, stderr } = await invoke(
      ['headers', `${path}/conf`, '--requests', '-', '--nginx-version', version],
      { cwd: tmpdir(), stdin: JSON.stringify(asked.map(({ request }) => request)) },
    );
    assert.deepEqual([code, stderr], [0, ''], id);
    const { responses } = JSON.parse(stdout) as PredictionsJson;
    assert.deepEqual(responses.map(({ url }) => url), asked.map(({ request }) => request.url)); // prettier-ignore
    assert.ok(!responses.some(({ refused }) => refused), `${id}: nginx took it`);
    for (const [index, { request, header, answer }] of asked.entries()) {
      const response = responses[index];
      const shown = response && shownResponse(response, header);
      counts.asked++;
      if (shown === undefined) counts.unknown.push(`${id} ${request.url}`);
      else if (shown !== answer) wrong.push(`${id} ${request.url}: ${shown}, not ${answer}`);
    }
  }
  assert.deepEqual(wrong, []);
  t.diagnostic(`${counts.asked} requests, ${counts.unknown.length} not known: ${counts.unknown.join(', ')}`);
  assert.ok(counts.asked > 550 && counts.unknown.length < counts.asked * 0.1);
});
