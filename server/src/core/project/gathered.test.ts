import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../../test/support/workspace.ts';
import { dialect as contour } from '../dialects/contour/dialect.ts';
import { Gathered } from './gathered.ts';

const proxy = (name: string): string =>
  `apiVersion: projectcontour.io/v1\nkind: HTTPProxy\nmetadata: {name: ${name}, namespace: default}\n`;

test('all files of a folder share one unit, until one of them changes', async () => {
  const workspace = memoryWorkspace({ 'a.yaml': proxy('a'), 'b.yaml': proxy('b'), 'other.yaml': 'a: 1\n' });
  const gathered = new Gathered(workspace, [contour]);
  const [first] = await gathered.units(workspace.uri('a.yaml'));
  const [same] = await gathered.units(workspace.uri('b.yaml'));
  assert.ok(first !== undefined);
  assert.equal(same, first);
  assert.deepEqual(await gathered.units(workspace.uri('other.yaml')), []);

  gathered.changed(workspace.write('b.yaml', proxy('c')));
  const [next] = await gathered.units(workspace.uri('a.yaml'));
  assert.notEqual(next, first);
  assert.equal(next?.files.length, 2);
  assert.equal(next.files[0], first.files[0]);
});

test('a file that comes belongs to the unit', async () => {
  const workspace = memoryWorkspace({ 'a.yaml': proxy('a') });
  const gathered = new Gathered(workspace, [contour]);
  await gathered.units(workspace.uri('a.yaml'));
  const uri = workspace.write('new.yaml', proxy('new'));
  gathered.changed(uri);
  const [unit] = await gathered.units(uri);
  assert.equal(unit?.files.length, 2);
  assert.equal((await gathered.units(workspace.uri('a.yaml')))[0], unit);
});
