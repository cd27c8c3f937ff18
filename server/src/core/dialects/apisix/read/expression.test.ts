import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../../model/place.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import { holds, statusesOf } from './expression.ts';
import { requestVariables } from './variables.ts';

function node(text: string): ReturnType<typeof parseYaml>['documents'][number]['root'] {
  return parseYaml({ uri: 'file:///a.yaml' as Uri, version: 0, text }).documents[0]?.root;
}

function says(text: string, query = 'a=1&b=x%20y&c'): boolean | undefined {
  const request = {
    method: 'GET',
    host: 'web.example',
    path: '/p/q',
    query,
    headers: [['X-A', 'v']] as const,
  };
  return holds(node(text), requestVariables(request));
}

test('all triples of a list have to hold', () => {
  assert.equal(says('[[arg_a, "==", "1"], [http_x_a, "==", v]]'), true);
  assert.equal(says('[[arg_a, "==", "1"], [http_x_a, "==", w]]'), false);
  assert.equal(says('[[arg_a, "==", "2"], [remote_addr, "==", w]]'), false);
  assert.equal(says('[[arg_a, "==", "1"], [remote_addr, "==", w]]'), undefined);
  assert.equal(says('[]'), true);
});

test('words join lists', () => {
  assert.equal(says('[OR, [arg_a, "==", "2"], [uri, "~~", "^/p/"]]'), true);
  assert.equal(says('[AND, [arg_a, "==", "1"], [OR, [host, "==", a], [request_method, in, [GET]]]]'), true);
  assert.equal(says('["!OR", [arg_a, "==", "2"], [arg_a, "==", "3"]]'), true);
  assert.equal(says('["!AND", [arg_a, "==", "1"], [host, "==", web.example]]'), false);
});

test('comparisons', () => {
  assert.equal(says('[[arg_a, "==", 1]]'), true);
  assert.equal(says('[[arg_a, ">", 0]]'), true);
  assert.equal(says('[[arg_z, "~=", "1"]]'), true);
  assert.equal(says('[[arg_z, ">", 0]]'), false);
  assert.equal(says('[[arg_b, "==", "x y"]]'), true);
  assert.equal(says('[[host, "~*", "^WEB"]]'), true);
  assert.equal(says('[[host, "!", in, [a, b]]]'), true);
});

test('what cannot be told', () => {
  assert.equal(says('[[arg_c, "==", "1"]]'), undefined);
  assert.equal(says('[[uri, "~~", "(?<=a)b"]]'), undefined);
  assert.equal(says('[[uri, ipmatch, [10.0.0.1]]]'), undefined);
  assert.equal(says('[[http_user_agent, "~~", curl]]'), undefined);
  assert.equal(says('[[arg_a, "==", "${{A}}"]]'), undefined);
});

test('the statuses that a condition lets through', () => {
  assert.deepEqual(statusesOf(node('[[status, "==", 200]]')), [[200, 200]]);
  assert.deepEqual(statusesOf(node('[[status, ">=", 200], [status, "<", 300]]')), [[200, 299]]);
  assert.deepEqual(statusesOf(node('[OR, [status, in, [404, 405]], [status, "==", 500]]')), [
    [404, 405],
    [500, 500],
  ]);
  assert.equal(statusesOf(node('[[arg_a, "==", "1"]]')), undefined);
});
