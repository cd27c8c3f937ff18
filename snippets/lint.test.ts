// Every nginx snippet, expanded with its defaults where it is meant to stand, leaves nothing to warn of.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { warningsIn, wrapSnippets } from '../test/nginx/wrapped-snippets.ts';

describe('lints clean', () => {
  for (const snippet of wrapSnippets().wrapped) {
    test(`${snippet.prefix} in ${snippet.place}`, async () => {
      assert.deepEqual(await warningsIn(snippet), []);
    });
  }

  test('which a snippet without a policy would not', async () => {
    const text = 'events {}\nhttp { server { listen 127.0.0.1:18099; } }\n';
    assert.match((await warningsIn({ prefix: '', place: 'http', text })).join(), /^frame-policy-missing: /);
  });
});
