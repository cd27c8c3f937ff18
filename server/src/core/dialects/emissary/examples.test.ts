import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { dialect } from './dialect.ts';
import { mapping, moduleWith } from './testing.ts';

function findings(text: string): readonly string[] {
  return told(judged(dialect, { 'web.yaml': text }), { 'web.yaml': text });
}

const SET = 'add_response_headers: {X-Frame-Options: {value: DENY, append: false}}';

test('missing', () => {
  assert.deepEqual(findings(mapping()), ['frame-policy-missing: web']);
});

test('invalid', () => {
  assert.deepEqual(findings(mapping('add_response_headers: {X-Frame-Options: {value: same-origin}}')), [
    'frame-policy-invalid: same-origin',
  ]);
});

test('correct', () => {
  const text = mapping('add_response_headers: {x-frame-options: {value: SAMEORIGIN, append: false}}');
  assert.deepEqual(findings(text), []);
  assert.deepEqual(findings(mapping(SET)), []);
});

test('appended, as by default: beside whatever the service sends', () => {
  const text = mapping('add_response_headers: {X-Frame-Options: {value: SAMEORIGIN}}');
  assert.deepEqual(findings(text), ['frame-policy-conflict: X-Frame-Options: {value: SAMEORIGIN}']);
  const first =
    'remove_response_headers: [X-Frame-Options]\nadd_response_headers: {X-Frame-Options: {value: SAMEORIGIN}}';
  assert.deepEqual(findings(mapping(first)), []);
});

test("removed by mistake: a Mapping's own map replaces the Module's", () => {
  const defaults = moduleWith(`{${SET}}`);
  assert.deepEqual(findings(defaults + mapping()), []);
  assert.deepEqual(
    findings(defaults + mapping('add_response_headers: {X-Robots-Tag: {value: noindex, append: false}}')),
    ['frame-policy-lost: web'],
  );
  assert.deepEqual(findings(defaults + mapping('add_response_headers: {}')), ['frame-policy-missing: web']);
});

test("a Module's removal takes the service's policy away", () => {
  const found = findings(moduleWith('{remove_response_headers: [X-Frame-Options]}') + mapping());
  assert.deepEqual(found, ['frame-policy-removed: X-Frame-Options']);
});

test('Mappings for the same requests are one route with the headers of all', () => {
  assert.deepEqual(findings(mapping(SET, 'v3alpha1', 'a') + mapping('weight: 10', 'v3alpha1', 'b')), []);
  assert.deepEqual(
    findings(mapping(SET) + mapping('', 'v3alpha1', 'other').replace('prefix: /', 'prefix: /x')),
    ['frame-policy-missing: other'],
  );
});

test('of members the one whose name sorts last has the last word', async () => {
  const other = SET.replace('DENY', 'SAMEORIGIN');
  const text = mapping(other, 'v3alpha1', 'b') + mapping(SET, 'v3alpha1', 'a');
  const report = await predicted(
    dialect,
    { 'web.yaml': text },
    { url: 'http://web.example/', upstream: { status: 200, headers: [] } },
  );
  assert.deepEqual(
    report.headers.map(({ values }) => values),
    [['SAMEORIGIN']],
  );
});

test('redirects, gRPC and shadows show no page', () => {
  for (const option of ['host_redirect', 'grpc', 'shadow'])
    assert.deepEqual(findings(mapping(`${option}: true`)), [], option);
});

test('on the request no browser sees it', () => {
  assert.deepEqual(findings(mapping(SET.replace('response', 'request'))), [
    'frame-policy-request-side: X-Frame-Options',
  ]);
});

test('an empty value neither sets nor removes', () => {
  assert.deepEqual(findings(mapping(SET.replace('DENY', '""'))), ['frame-policy-invalid: ""']);
});

test('the short form is refused in v3alpha1, and appends before', () => {
  const short = 'add_response_headers: {X-Frame-Options: DENY}';
  assert.deepEqual(findings(mapping(short)), ['frame-policy-unread: DENY']);
  assert.deepEqual(findings(mapping(short, 'v2')), []);
});

test('append is a boolean, and `no` is one', () => {
  assert.deepEqual(findings(mapping(SET.replace('false', '"false"'))), ['frame-policy-unread: "false"']);
  assert.deepEqual(findings(mapping(SET.replace('false', 'no'))), []);
});

test('a lone percent sign: Envoy takes nothing at all', () => {
  const text = mapping(SET.replace('}}', '}, X-A: {value: "100%"}}'));
  assert.deepEqual(findings(text), ['frame-policy-unread: "100%"']);
});

test('a field that is not there is dropped', () => {
  assert.deepEqual(findings(mapping('add_response_header: {X-Frame-Options: {value: DENY}}')).toSorted(), [
    'frame-policy-missing: web',
    'frame-policy-unread: add_response_header',
  ]);
});

test('a script of the Module that is a list of calls is read; another one may do anything', () => {
  const findingsWith = (body: string): readonly string[] =>
    findings(
      moduleWith('{}').replace(
        '{config: ',
        `{config: {lua_scripts: 'function envoy_on_response(h) ${body} end'}, ignored: `,
      ) + mapping(),
    );
  assert.deepEqual(findingsWith(''), ['frame-policy-missing: web']);
  assert.deepEqual(findingsWith('h:headers():add("X-Robots-Tag", "none")'), ['frame-policy-missing: web']);
  assert.deepEqual(findingsWith('h:headers():replace("X-Frame-Options", "DENY")'), []);
  assert.deepEqual(findingsWith('if h:streamInfo() then h:headers():remove("x") end'), []);
});

test('of several Mappings for the same requests, the value of the last by name is sent for all', () => {
  const own = (name: string, value: string): string =>
    mapping(`add_response_headers: {X-Frame-Options: {value: ${value}, append: false}}`, 'v3alpha1', name);
  assert.deepEqual(findings(own('stable', 'DENY') + own('canary', 'SAMEORIGIN')), [
    'frame-policy-unread: X-Frame-Options',
  ]);
  assert.deepEqual(findings(own('stable', 'DENY') + own('canary', 'DENY')), []);
  assert.deepEqual(findings(own('stable', 'DENY') + mapping('weight: 10', 'v3alpha1', 'canary')), []);
});

test('of one name in two spellings, the last in the text is sent', () => {
  const both = (value: string): string =>
    mapping(
      `add_response_headers: {x-frame-options: {value: DENY, append: false}, X-Frame-Options: {value: ${value}, append: false}}`,
    );
  assert.deepEqual(findings(both('SAMEORIGIN')), ['frame-policy-unread: x-frame-options']);
  assert.deepEqual(findings(both('DENY')), []);
});

test('where certificates are issued no page is shown', () => {
  const text = mapping('rewrite: ""').replace('prefix: /', 'prefix: /.well-known/acme-challenge/');
  assert.deepEqual(findings(text), []);
});

test('templates and patches are not missing anything', () => {
  assert.deepEqual(findings(mapping(SET.replace('DENY', '"{{ .Values.policy }}"'))), []);
  assert.deepEqual(judged(dialect, { 'mapping-patch.yaml': mapping() }), []);
});

test('a preflight request may be answered by the gateway where it has a policy for it', async () => {
  const complete = async (
    text: string,
    ...headers: readonly (readonly [string, string])[]
  ): Promise<boolean> => {
    const request = { url: 'http://web.example/', method: 'OPTIONS', headers, upstream: { headers: [] } };
    return (await predicted(dialect, { 'web.yaml': text }, request)).complete;
  };
  const cors = mapping(`${SET}\ncors: {origins: ["https://a.example"]}`);
  const preflight = ['Access-Control-Request-Method', 'GET'] as const;
  assert.equal(await complete(mapping(SET), preflight), true);
  assert.equal(await complete(cors), true);
  assert.equal(await complete(cors, preflight), false);
});

test('dots of a path are resolved before routing; a name that begins with one is none', async () => {
  const text = mapping(SET).replace('prefix: /', 'prefix: /.well-known/');
  const sent = async (path: string): Promise<unknown> => {
    const request = { url: `http://web.example${path}`, upstream: { headers: [] } };
    const { complete, headers } = await predicted(dialect, { 'web.yaml': text }, request);
    return complete ? headers.flatMap(({ values }) => values) : 'unknown';
  };
  assert.deepEqual(await sent('/.well-known/x'), ['DENY']);
  assert.deepEqual(await sent('/a/../.well-known/x'), ['DENY']);
  assert.deepEqual(await sent('/.well-known/../x'), []);
  assert.equal(await sent('//.well-known/x'), 'unknown');
});
