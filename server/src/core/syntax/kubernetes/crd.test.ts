import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { parseYaml } from '../yaml/parse.ts';
import { BOOLEAN, crdFaults, list, map, object, TEXT } from './crd.ts';

const SHAPE = object({ set: map(TEXT), remove: list(TEXT), append: BOOLEAN });

function faults(text: string): readonly string[] {
  const [document] = parseYaml({ uri: 'file:///a.yaml' as Uri, version: 0, text }).documents;
  return crdFaults(document?.root, SHAPE).map(
    ({ kind, node }) => `${kind} ${text.slice(node.at.start, node.at.end)}`,
  );
}

test('a field that the schema does not know is pruned', () => {
  assert.deepEqual(faults('set: {A: b}\nadd: {C: d}\n'), ['pruned {C: d}']);
  assert.deepEqual(faults('{{ .key }}: x\n'), []);
});

test('a wrong type refuses the object; plain words and numbers are no texts', () => {
  assert.deepEqual(faults('set: [{name: A, value: b}]\n'), ['refused [{name: A, value: b}]']);
  assert.deepEqual(faults('set: {A: on, B: 1, C: "1", D: 1.2.3}\n'), ['refused on', 'refused 1']);
  assert.deepEqual(faults('remove: A\n'), ['refused A']);
});

test('manifests are YAML 1.1: `no` is a boolean, "false" is none', () => {
  assert.deepEqual(faults('append: no\n'), []);
  assert.deepEqual(faults('append: "false"\n'), ['refused "false"']);
});

test('what a template has still to write is no fault', () => {
  assert.deepEqual(faults('set: {A: "{{ .Values.a }}"}\nappend: "{{ .Values.b }}"\n'), []);
});
