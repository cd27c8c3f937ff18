// What is said of whole configurations of every dialect: test/fixtures/gateway-examples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../support/check.ts';
import { crdFaults } from './support/crd-schemas.ts';
import { gatewayExamples } from './support/examples.ts';

for (const { id, title, path, text, expected } of gatewayExamples()) {
  test(`${id}: ${title}`, async () => {
    const { findings, linter, workspace } = await lint({ [path]: text });
    const said = findings.map(({ finding: { at, rule } }) => {
      const line = text.slice(0, at.start).split('\n').length;
      return `${line} ${rule}: ${text.slice(at.start, at.end).split('\n')[0] ?? ''}`;
    });
    assert.deepEqual(said, expected);
    const uri = workspace.uri(path);
    const claimants = (await linter.claims(uri)).map(({ dialect }) => dialect.id);
    for (const { site } of await linter.sites(uri))
      assert.ok(
        claimants.includes(site.dialect),
        `${site.dialect} made a site, claimed by ${claimants.join()}`,
      );
  });
}

test("objects whose schema is known pass it, those that the dialects' own fixes would write among them", (t) => {
  const faults = gatewayExamples().flatMap(({ id, text }) => crdFaults(text).map((fault) => ({ id, fault })));
  assert.deepEqual(
    faults.filter(({ fault }) => fault !== undefined),
    [],
  );
  assert.ok(faults.length >= 40);
  t.diagnostic(`${faults.length} objects`);
});
