// What NGINX Gateway Fabric makes of snippets: nginx's own rules, over the text that the controller writes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACKEND, fixed, gateway, modifier, route, says } from './testing/says.ts';

const REF = `    - type: ExtensionRef
      extensionRef: {group: gateway.nginx.org, kind: SnippetsFilter, name: frame}
`;

const filtered = (snippets: string, more = '    filters:\n'): string =>
  `${route(more + REF + BACKEND)}${gateway('nginx')}---
apiVersion: gateway.nginx.org/v1alpha1
kind: SnippetsFilter
metadata: {name: frame}
spec:
  snippets:
${snippets}`;

const policy = (rule: string, snippets: string): string => `${route(rule + BACKEND)}${gateway('nginx')}---
apiVersion: gateway.nginx.org/v1alpha1
kind: SnippetsPolicy
metadata: {name: frame}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
  snippets:
${snippets}`;

const snippet = (context: string, value: string): string => `  - context: ${context}\n    value: ${value}\n`;
const DENY = 'add_header X-Frame-Options DENY always;';

describe('snippets of NGINX Gateway Fabric', () => {
  for (const context of ['http', 'http.server', 'http.server.location']) {
    it(`a filter's header in ${context} is sent`, () => {
      assert.deepEqual(says(filtered(snippet(context, DENY))), []);
    });
  }

  it("a Gateway's policy reaches every rule", () => {
    assert.deepEqual(says(policy('', snippet('http.server', DENY))), []);
  });

  it('a snippet of other headers leaves the policy missing', () => {
    assert.deepEqual(says(filtered(snippet('http.server.location', 'add_header X-Other yes;'))), [
      'frame-policy-missing: matches',
    ]);
  });

  it("a rule's modifier cuts off what the server's snippet adds", () => {
    const other = modifier('set: [{name: X-Other, value: "1"}]');
    assert.deepEqual(says(policy(other, snippet('http.server', DENY))), ['frame-policy-lost: matches']);
  });

  it("a location's snippet cuts off what the server's adds, and the fix repeats it there", () => {
    const text = filtered(
      snippet('http.server', DENY) +
        snippet('http.server.location', '|\n      add_header X-Other yes always;'),
    );
    assert.equal(says(text).length, 1);
    assert.match(String(says(text)), /^frame-policy-lost: /);
    const mended = fixed(text, /./);
    assert.match(mended, / {6}add_header X-Other yes always;\n {6}add_header X-Frame-Options DENY always;/);
    assert.deepEqual(says(mended), []);
  });

  it('a bad value is told of where it is written, and corrected there', () => {
    const text = filtered(snippet('http.server.location', '"add_header X-Frame-Options DENI always;"'));
    assert.deepEqual(says(text), ['frame-policy-invalid: DENI']);
    assert.match(fixed(text, /DENY/), /value: "add_header X-Frame-Options DENY always;"/);
  });

  it('headers-more is not there', () => {
    const text = filtered(snippet('http.server.location', '\'more_set_headers "X-Frame-Options: DENY";\''));
    assert.deepEqual(says(text), ['frame-policy-missing: matches', 'frame-policy-unread: more_set_headers']);
  });

  it('what nginx does not take is told of by context', () => {
    const text = filtered(snippet('http.server.location', '|\n      listen 80;\n') + snippet('http', DENY));
    assert.deepEqual(says(text), ['nginx-directive: listen']);
  });
});
