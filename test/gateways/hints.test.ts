// The editor starts the server for what a hint finds, so no claim may go without one.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dialects } from '../../server/src/core/generated/dialects.ts';
import type { Uri } from '../../server/src/core/model/place.ts';
import { mayBeGateway } from '../../server/src/protocol.ts';
import { corpusFiles, corpusIsAbsent, corpusIsHere } from '../support/corpus.ts';

const inYaml = dialects.filter(({ id }) => id !== 'nginx');

function claimants(path: string, text: string): readonly string[] {
  const file = { uri: `file:///repo/${path}` as Uri, version: 0, text };
  return inYaml.filter((dialect) => dialect.claim(file) > 0).map(({ id }) => id);
}

test('a hint stands in every recorded configuration that is claimed', (t) => {
  let claimed = 0;
  const folder = new URL('../fixtures/gateway-cases/', import.meta.url);
  for (const name of readdirSync(folder)) {
    const { cases } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
      readonly cases?: readonly { readonly id: string; readonly config?: unknown }[];
    };
    for (const { id, config } of cases ?? []) {
      if (typeof config !== 'string') continue;
      const found = claimants('application.yml', config);
      if (found.length === 0) continue;
      claimed++;
      assert.ok(mayBeGateway(config), `${name} ${id}: ${found.join()}`);
    }
  }
  assert.ok(claimed > 500);
  t.diagnostic(`${claimed} configurations`);
});

test(
  'a hint stands in every real file that is claimed',
  { skip: corpusIsHere ? false : corpusIsAbsent },
  (t) => {
    const claimed = corpusFiles().filter(({ path, text }) => claimants(path, text).length > 0);
    assert.ok(claimed.length > 100);
    for (const { path, text } of claimed) assert.ok(mayBeGateway(text), path);
    t.diagnostic(`${claimed.length} files`);
  },
);

test('none in a text of other matters', () => {
  for (const text of [
    'name: ci\non: push\njobs: {build: {runs-on: ubuntu-latest}}\n',
    'title: Notes\ntags: [a, b]\n',
  ])
    assert.equal(mayBeGateway(text), false);
});
