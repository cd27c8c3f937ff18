// Every nginx snippet, expanded with its defaults, is accepted by the real nginx where it is meant to stand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nginxTest, prepare } from './support/judge.ts';
import { warningsIn, wrapSnippets } from './wrapped-snippets.ts';

const { wrapped, unmatched } = wrapSnippets();

test('every nginx snippet says where it belongs', () => {
  assert.deepEqual(unmatched, []);
  assert.ok(wrapped.length > 0);
});

describe('nginx accepts the snippet', () => {
  for (const { prefix, place, text } of wrapped) {
    test(`${prefix} in ${place}`, () => {
      // The certificate paths lead to a self-made pair; nothing else is replaced.
      const { accepted, message, line } = nginxTest(prepare(text));
      assert.ok(accepted, `${message} (line ${line ?? '?'})\n${text}`);
    });
  }
});

// Also part of the everyday tests (snippets/lint.test.ts); here beside nginx's word on the very same texts.
describe('the linter has nothing to warn of in the snippet', () => {
  for (const snippet of wrapped) {
    test(`${snippet.prefix} in ${snippet.place}`, async () => {
      assert.deepEqual(await warningsIn(snippet), []);
    });
  }
});

describe('the judge would notice', () => {
  const text = wrapped.find(({ prefix }) => prefix === 'nginx-tls-server-modern')?.text ?? '';
  for (const [fault, broken] of [
    ['a missing semicolon', text.replace('TLSv1.3;', 'TLSv1.3')],
    ['a protocol that does not exist', text.replace('TLSv1.3;', 'TLSv9;')],
    ['a snippet in the wrong place', `events {}\nserver {\n}\n${text}`],
  ] as const) {
    test(fault, () => {
      assert.equal(nginxTest(prepare(broken)).accepted, false);
    });
  }

  test('the map that the WebSocket location needs', () => {
    const location = wrapped.find(({ prefix }) => prefix === 'nginx-proxy-websocket')?.text ?? '';
    const without = location.replace(/map [^}]*\}/, '');
    assert.match(nginxTest(prepare(without)).message, /unknown "connection_upgrade" variable/);
  });
});
