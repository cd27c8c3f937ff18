// Every fix of whole configurations: the examples of all dialects and those that real gateways answered.
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { dialects } from '../../server/src/core/generated/dialects.ts';
import type { Finding, Fix } from '../../server/src/core/index.ts';
import { applyFix, moved, touches } from '../support/check-fix.ts';
import { lint } from '../support/check.ts';
import { assertValid } from './support/crd-schemas.ts';
import { gatewayExamples } from './support/examples.ts';
import { assertSameOutside } from './support/outside.ts';
import { recordedCases, recordedGateways, type RecordedCase } from './support/recorded.ts';

interface Configuration {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

/** What became of the fixes; one that the linter itself takes back when it tries it is offered to nobody. */
interface Tally {
  applied: number;
  validated: number;
  readonly takenBack: string[];
}

/** Fixes that bring into force what has a defect of its own, which is then found. */
const REVEALS: readonly string[] = [
  // The document of the profile was not read; now it is, and replaces the list of the first.
  'profile-legacy-key-inactive, frame-policy-unread: Write spring.config.activate.on-profile',
];

/** Each fix makes its finding go away, brings no error, and leaves the data outside the edit as it was. */
async function applyAll({ id, path, text }: Configuration, tally: Tally): Promise<void> {
  const { linter, workspace } = await lint({ [path]: text });
  const report = await linter.check(workspace.uri(path));
  if (report === undefined) return;
  const [verified] = await linter.verified([report]);
  const findings = verified?.findings ?? [];
  const fixes = findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
  const offered = new Set(fixes.map(({ fix }) => fix.title));
  for (const { title, safe } of report.findings.flatMap((finding) => finding.fixes)) {
    if (offered.has(title)) continue;
    assert.ok(!safe, `${id}: the safe fix “${title}” is taken back`);
    tally.takenBack.push(`${id}: ${title}`);
  }
  for (const { finding, fix } of fixes) {
    const what = `${id}, ${finding.rule}: ${fix.title}`;
    const next = applyFix({ [path]: text }, fix, workspace)[path] ?? '';
    assert.notEqual(next, text, what);
    assert.ok(errorsIn(next) <= errorsIn(text), `${what} does not parse:\n${next}`);
    assertSameOutside(text, next, fix.changes, what);
    const after = (await lint({ [path]: next })).findings.map((found) => found.finding);
    assertMended(finding, fix, findings, after, what);
    tally.validated += assertValid(text, next, what);
    tally.applied++;
  }
}

function errorsIn(text: string): number {
  const documents = parseAllDocuments(text);
  return 'empty' in documents ? 0 : documents.flatMap((document) => document.errors).length;
}

/** Where another finding stood, one may stand that says more now that this one is mended. */
function assertMended(
  finding: Finding,
  fix: Fix,
  before: readonly Finding[],
  after: readonly Finding[],
  what: string,
): void {
  const stood = before
    .filter((each) => each !== finding)
    .map(({ rule, at }) => ({ rule, at: moved(at, fix.changes) }));
  const place = moved(finding.at, fix.changes);
  for (const { rule, at, severity, message } of after) {
    const old = stood.filter((each) => touches(each.at, at));
    const isOther = old.some((each) => each.rule === rule);
    const isSame = rule === finding.rule && severity === finding.severity && touches(at, place);
    assert.ok(!isSame || isOther, `still there: ${what}: ${message}`);
    assert.ok(
      severity !== 'error' || old.length > 0 || REVEALS.includes(what),
      `new: ${what}: ${rule}: ${message}`,
    );
  }
}

/** Recordings of releases or parts of a gateway, and names that a file must have for its gateway; `web.yaml` is any. */
const NAMES: Readonly<Record<string, string>> = {
  envoy: 'envoy.yaml',
  'envoy-gateway': 'objects.yaml',
  traefik: 'dynamic.yml',
  apinto: 'router.yaml',
  'kong-deck-validate': 'kong.yml',
  'spring-webflux': 'application.yml',
  'spring-webmvc': 'application.yml',
};

/** A recording that is called as a dialect is that dialect's. */
const RECORDINGS = recordedGateways()
  .filter((gateway) => gateway in NAMES || dialects.some(({ id }) => id === gateway))
  .map((gateway) => ({ gateway, path: NAMES[gateway] ?? 'web.yaml' }));

describe('every fix of', () => {
  test('the examples', async (t) => {
    const tally: Tally = { applied: 0, validated: 0, takenBack: [] };
    for (const example of gatewayExamples()) await applyAll(example, tally);
    report(t, tally);
    assert.ok(tally.applied >= 100 && tally.validated >= 20);
  });

  for (const { gateway, path } of RECORDINGS) {
    test(`what ${gateway} answered`, async (t) => {
      const tally: Tally = { applied: 0, validated: 0, takenBack: [] };
      for (const { id, config } of distinct(recordedCases(gateway))) {
        await applyAll({ id, path, text: config }, tally);
      }
      report(t, tally);
      assert.ok(tally.applied > 0);
    });
  }
});

/** Several releases were asked with the same text. */
function distinct(cases: readonly RecordedCase[]): readonly RecordedCase[] {
  return [...new Map(cases.map((each) => [each.config, each])).values()];
}

function report(t: TestContext, { applied, takenBack, validated }: Tally): void {
  t.diagnostic(`${applied} fixes applied; ${validated} objects valid by their schemas`);
  for (const each of takenBack) t.diagnostic(`not offered: ${each}`);
}
