import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { adding, configMap, controller, route, server } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

const PASS = '- path: /\n  action: {pass: app}';
const DENY = 'add_header X-Frame-Options DENY always;';

test('a snippet of the server, of the route, of all', () => {
  assert.deepEqual(findings(server(PASS, `server-snippets: |\n  ${DENY}`)), []);
  assert.deepEqual(findings(server(`${PASS}\n  location-snippets: "${DENY}"`)), []);
  assert.deepEqual(findings(server(PASS, `http-snippets: |\n  ${DENY}`)), []);
  assert.deepEqual(findings(configMap(`http-snippets: |\n  ${DENY}`) + server(PASS)), []);
});

test('a header of the action drops those of the server’s snippet', () => {
  const text = server(adding('no-store', '', 'Cache-Control'), `server-snippets: |\n  ${DENY}`);
  assert.deepEqual(findings(text), ['frame-policy-lost: path']);
});

test('a snippet of the object takes the place of the ConfigMap’s', () => {
  const all = configMap(`server-snippets: |\n  ${DENY}`);
  assert.deepEqual(findings(all + server(PASS)), []);
  assert.deepEqual(findings(all + server(PASS, 'server-snippets: "sub_filter_once off;"')), [
    'frame-policy-missing: path',
  ]);
});

test('what is returned stands in a location that the route’s snippet does not reach', () => {
  const page = `- path: /
  location-snippets: "${DENY}"
  action: {return: {type: text/html, body: hello}}`;
  assert.deepEqual(findings(server(page)), ['frame-policy-missing: path']);
  assert.deepEqual(findings(server(page, `server-snippets: |\n  ${DENY}`)), []);
});

test('a delegating route hands its snippet on to subroutes without one', () => {
  const root = server(`- path: /\n  route: tea\n  location-snippets: "${DENY}"`);
  assert.deepEqual(findings(root + route('tea', PASS)), []);
  assert.deepEqual(findings(root + route('tea', `${PASS}\n  location-snippets: "# none"`)), [
    'frame-policy-missing: path',
  ]);
});

test('a snippet that nginx does not read', () => {
  assert.deepEqual(findings(server(PASS, 'server-snippets: |\n  add_headr X-Frame-Options DENY;')), [
    'nginx-directive: add_headr',
    'frame-policy-missing: path',
  ]);
  assert.deepEqual(findings(server(adding('DENY'), 'server-snippets: |\n  add_header X-Test a')), [
    'nginx-syntax: add_header X-Test a',
  ]);
});

test('where snippets are off, only the ConfigMap’s are read', () => {
  const text = server(PASS, `server-snippets: |\n  ${DENY}`);
  assert.deepEqual(findings(controller() + text).toSorted(), [
    'frame-policy-missing: path',
    'frame-policy-unread: server-snippets',
  ]);
  assert.deepEqual(findings(controller('-enable-snippets=true') + text), []);
});

test('a location of the server’s own snippet answers, too', () => {
  const text = server(adding('DENY'), 'server-snippets: |\n  location /old { proxy_pass http://old; }');
  assert.deepEqual(findings(text), ['frame-policy-missing: location /old']);
});
