import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { parseYaml } from '../yaml/parse.ts';
import { checkMessage } from './check.ts';
import { boolField, envoyScalar, items, numberField, stringField } from './fields.ts';
import { EnvoySchema } from './schema.ts';

function rootOf(text: string) {
  const [document] = parseYaml({ uri: 'file:///a.yaml' as Uri, version: 0, text }).documents;
  assert.ok(document?.root);
  return document.root;
}

function faults(type: string, text: string): readonly string[] {
  const schema = new EnvoySchema();
  const message = schema.named(type);
  assert.ok(message);
  return checkMessage(rootOf(text), message, schema).map(({ kind, why }) => `${kind}: ${why}`);
}

const ROUTE = 'envoy.config.route.v3.Route';
const OPTION = 'envoy.config.core.v3.HeaderValueOption';

test('fields in both spellings, lists of one, enums by name and number, wrapped values', () => {
  assert.deepEqual(
    faults(
      ROUTE,
      'match: {prefix: /}\nroute: {cluster: a, hashPolicy: {terminal: true, header: {headerName: x}}}',
    ),
    [],
  );
  for (const action of ['OVERWRITE_IF_EXISTS', 'overwrite_if_exists', '3']) {
    assert.deepEqual(faults(OPTION, `header: {key: a, value: b}\nappendAction: ${action}`), []);
  }
  for (const append of ['no', '"false"', '{value: false}', 'null']) {
    assert.deepEqual(faults(OPTION, `header: {key: a}\nappend: ${append}`), []);
  }
});

test('names of enums that have small letters themselves', () => {
  const PARAMETERS = 'envoy.extensions.transport_sockets.tls.v3.TlsParameters';
  for (const version of ['TLSv1_3', 'TLSV1_3', 'tlsv1_3', 'TLS_AUTO'])
    assert.deepEqual(faults(PARAMETERS, `tls_minimum_protocol_version: ${version}`), []);
  assert.deepEqual(faults(PARAMETERS, 'tls_minimum_protocol_version: TLSv1.3'), [
    'unknown-enum: tls_minimum_protocol_version has no value TLSv1.3',
  ]);
});

test('a duration as text and as the message that it is', () => {
  const WEIGHED = 'envoy.config.route.v3.RouteAction';
  for (const timeout of ['5s', '0.25s', '{seconds: 5}', '{nanos: 500000000}'])
    assert.deepEqual(faults(WEIGHED, `cluster: a\ntimeout: ${timeout}`), []);
  assert.match(faults(WEIGHED, 'cluster: a\ntimeout: 5').join(), /timeout is a duration/);
});

test('unknown fields and enum names are told apart from what is refused everywhere', () => {
  assert.deepEqual(
    faults(ROUTE, 'match: {prefix: /}\ndirect_response: {status: 200, response_headers_to_add: []}'),
    ['unknown-field: DirectResponseAction has no field response_headers_to_add'],
  );
  assert.deepEqual(faults(OPTION, 'header: {key: a}\nappend_action: OVERWRITE'), [
    'unknown-enum: append_action has no value OVERWRITE',
  ]);
  assert.deepEqual(faults(OPTION, 'base: &b {append_action: 2}\nheader: {key: a}').slice(0, 1), [
    'unknown-field: HeaderValueOption has no field base',
  ]);
});

test('constraints: what must be there, what excludes each other, ranges, texts', () => {
  const refused = (type: string, text: string) => faults(type, text).join('; ');
  assert.match(refused(OPTION, 'keep_empty_value: true'), /needs header/);
  assert.match(refused(OPTION, 'header: {value: b}'), /HeaderValue needs key/);
  assert.match(refused(OPTION, 'header: {key: a, value: 10}'), /value is a text, so 10 needs quotes/);
  assert.match(refused(OPTION, 'header: {key: a, value: on}'), /needs quotes/);
  assert.match(refused(OPTION, 'header: {key: a}\nappend_action: 9'), /append_action has no value 9/);
  assert.match(refused(ROUTE, 'match: {prefix: /}'), /Route needs one of route, redirect, direct_response/);
  assert.match(
    refused(ROUTE, 'match: {prefix: /, path: /}\nroute: {cluster: a}'),
    /only one of prefix and path/,
  );
  assert.match(refused(ROUTE, 'match: {prefix: /}\ndirect_response: {status: 99}'), /status may not be 99/);
  assert.match(
    refused(ROUTE, 'match: {prefix: /}\ndirect_response: {}'),
    /DirectResponseAction needs status/,
  );
  assert.match(refused(ROUTE, 'match: {prefix: /}\nroute: {cluster: ""}'), /cluster may not be empty/);
  assert.match(
    refused(ROUTE, 'match: {prefix: /}\nroute: {cluster: a}\nresponse_headers_to_remove: [""]'),
    /may not be empty/,
  );
  assert.match(refused(ROUTE, 'match: {prefix: /}\nroute: {cluster: a, timeout: 5}'), /a duration such as/);
});

test('what is filled in before Envoy reads the file is not judged', () => {
  assert.deepEqual(faults(OPTION, 'header: {key: a, value: "{{ x }}"}\nappend: ${APPEND}'), []);
});

test('scalars as Envoy reads them', () => {
  const kinds = (text: string) => {
    const node = rootOf(text);
    assert.ok(node.kind === 'scalar');
    const scalar = envoyScalar(node);
    return scalar.kind === 'null' ? 'null' : `${scalar.kind} ${String(scalar.value)}`;
  };
  assert.deepEqual(['yes', 'Off', 'yEs', '010', '0x10', '1.5', '"1"', '~', '3000000000'].map(kinds), [
    'bool true',
    'bool false',
    'string yEs',
    'number 8',
    'number 16',
    'string 1.5',
    'string 1',
    'null',
    'string 3000000000',
  ]);
});

test('a list in two spellings is joined, a merge key brings nothing', () => {
  const node = rootOf('a_b: [1]\naB: 2\n<<: {c: 3}\nd: {value: true}\ne: "7"');
  assert.equal(items(node, 'a_b').length, 2);
  assert.equal(numberField(node, 'c'), undefined);
  assert.equal(boolField(node, 'd'), true);
  assert.equal(numberField(node, 'e'), 7);
  assert.equal(stringField(node, 'e'), '7');
});
