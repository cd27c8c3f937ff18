import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { framingCases, type FramingCase } from '../../../../../test/support/framing-cases.ts';
import { framePolicy, type FramePolicy } from './policy.ts';

/** Rows that header lines describe whole; the others say something of how a message is written or cached. */
const cases = framingCases().filter(
  (row) => !row.rawHeaderLines && row.rawHeaderText === undefined && !row.revalidation && !row.thenHeaders,
);

function policyOf(headers: FramingCase['headers']): FramePolicy {
  return framePolicy(headers.map(([name, value]) => ({ name, value })));
}

function policy(
  ...lines: readonly (readonly [name: string, value: string | readonly (string | undefined)[]])[]
) {
  return framePolicy(lines.map(([name, value]) => ({ name, value })));
}

describe('the verdict agrees with what the weakest browser did', () => {
  // A status, an element or a content type may add to it, and there is no such thing in header lines.
  const plain = cases.filter(
    (row) => row.status === 200 && !row.embed && !row.parentKind && !row.finalOrigin,
  );
  const documents = plain.filter((row) =>
    Object.values(row.worst).every((v) => v === 'allowed' || v === 'blocked'),
  );

  test('whatever lets all ancestors in is open, and nothing else lets an ancestor in unasked', (t) => {
    for (const row of documents) {
      const { verdict } = policyOf(row.headers);
      const allowed = Object.entries(row.worst).flatMap(([context, v]) => (v === 'allowed' ? [context] : []));
      const all = allowed.length === Object.keys(row.worst).length;
      if (all) assert.equal(verdict, 'open', row.id);
      if (verdict === 'deny') assert.deepEqual(allowed, [], row.id);
      if (verdict === 'same-origin')
        assert.ok(
          allowed.every((c) => c === 'sameOrigin'),
          row.id,
        );
      if (allowed.length === 0) assert.notEqual(verdict, 'unknown', row.id);
    }
    t.diagnostic(`${documents.length} header sets compared.`);
    assert.ok(documents.length > 470);
  });

  test('open is not said of what some browser blocks, but for ports and schemes that the recording lacks', () => {
    const blockedSomewhere = documents.filter(
      (row) => policyOf(row.headers).verdict === 'open' && Object.values(row.worst).includes('blocked'),
    );
    assert.deepEqual(
      blockedSomewhere.map((row) => row.id),
      ['c-https-scheme', 'c-star-port', 'c-http-star', 'c-http-star-port'],
    );
  });
});

describe('the codes agree with the recorded diagnosis', () => {
  // What header lines cannot show.
  const unseen = new Set([
    'malformed-field',
    'meta-only',
    'redirect-only',
    'not-final-response',
    'error-page-unprotected',
    'no-location-3xx',
    'cache-304',
    'no-document',
    'missing',
  ]);

  function recorded(row: FramingCase): ReadonlySet<string> {
    const codes = new Set(row.diagnosis.filter((code) => !unseen.has(code) && !code.startsWith('ok-')));
    // The record repeats what these say already.
    if (codes.has('weakened-by-csp')) codes.delete('csp-open');
    if (codes.has('weakened-by-csp') || codes.has('differs-from-csp')) codes.delete('overridden-by-csp');
    return codes;
  }

  // The recorded codes are a heuristic of the person who measured; here we judge otherwise.
  const disagreements: Readonly<Record<string, readonly string[]>> = {
    'one ALLOW-FROM with several origins is one mistake': [
      'val-ALLOW-FROM-two-comma',
      'val-ALLOW-FROM-x2-comma',
      '2-AF-AF',
    ],
    'repeating what browsers ignore is no second fault': [
      'val-ALLOW-FROM-same-x2',
      'q-dq-pair',
      'l-only-comma',
      'l-only-commas',
      'l-INVALID-INVALID',
      '2-empty-empty',
      '2-AF-AF-same',
    ],
    'an empty member beside an invalid one adds nothing': ['l-trail-invalid', '2-INVALID-empty'],
    'any host at one port is any site: its owner chooses the port': ['c-star-port', 'c-http-star-port'],
    'a host without a port is how hosts are written': ['c-B-noport', 'c-B-host', 'c-wild-noport'],
    'an open policy that another one narrows is not open': [
      'c2-self-star',
      'c2-star-none',
      'b-DENY+2csp-star-none',
    ],
  };
  const disagreeing = new Set(Object.values(disagreements).flat());

  test('exactly, but for the rows that we judge otherwise', (t) => {
    let agreed = 0;
    for (const row of cases) {
      const codes = [...new Set(policyOf(row.headers).diagnoses.map((d) => d.code))].sort();
      const expected = [...recorded(row)].sort();
      if (disagreeing.has(row.id)) assert.notDeepEqual(codes, expected, `${row.id} agrees by now`);
      else {
        assert.deepEqual(codes, expected, `${row.id}: ${JSON.stringify(row.headers)}`);
        agreed++;
      }
    }
    t.diagnostic(`${agreed} of ${cases.length} rows have the recorded codes exactly.`);
    for (const [reason, ids] of Object.entries(disagreements))
      t.diagnostic(`Otherwise, since ${reason}: ${ids.join(', ')}`);
    assert.equal(agreed, cases.length - disagreeing.size);
  });

  test('so does the gravest severity', (t) => {
    const names = { error: 'error', warning: 'warning', information: 'info' } as const;
    let compared = 0;
    for (const row of cases) {
      // A row without a policy is a warning in the record; for us it is a verdict.
      if (disagreeing.has(row.id) || row.diagnosis.some((code) => unseen.has(code))) continue;
      const found = new Set(policyOf(row.headers).diagnoses.map((d) => d.severity));
      const gravest = (['error', 'warning', 'information'] as const).find((severity) => found.has(severity));
      assert.equal(gravest === undefined ? 'ok' : names[gravest], row.severity, row.id);
      compared++;
    }
    t.diagnostic(`${compared} severities compared.`);
    assert.ok(compared > 500);
  });
});

describe('a mend mends', () => {
  test('every replacement removes its fault and brings no new error', (t) => {
    let mended = 0;
    for (const row of cases) {
      for (const found of policyOf(row.headers).diagnoses) {
        if (found.replace === undefined) continue;
        const headers = row.headers.map(
          ([name, value], i) => [name, i === found.line ? (found.replace ?? '') : value] as const,
        );
        const before = policyOf(row.headers).diagnoses.filter((d) => d.severity === 'error').length;
        const after = policyOf(headers).diagnoses;
        const same = after.filter(
          (d) => d.code === found.code && d.line === found.line && d.span?.start === found.span?.start,
        );
        assert.deepEqual(same, [], `${row.id}: ${found.replace}`);
        assert.ok(
          after.filter((d) => d.severity === 'error').length <= before,
          `${row.id}: ${found.replace}`,
        );
        mended++;
      }
    }
    t.diagnostic(`${mended} replacements tried.`);
    assert.ok(mended > 100);
  });

  test('spans lie in the value and are not reversed', () => {
    for (const row of cases) {
      for (const { span, line, code } of policyOf(row.headers).diagnoses) {
        const length = row.headers[line]?.[1].length ?? -1;
        if (span)
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= length, `${row.id} ${code}`);
      }
    }
  });

  const suggestions: readonly (readonly [value: string, suggestion: string | undefined, replace?: string])[] =
    [
      ['"DENY"', 'respell', 'DENY'],
      ['DENY;', 'respell', 'DENY'],
      ['SAMEORIGIN always', 'respell', 'SAMEORIGIN'],
      ['SAME-ORIGIN', 'respell', 'SAMEORIGIN'],
      ['sameorgin', 'respell', 'SAMEORIGIN'],
      ["'none'", 'respell', 'DENY'],
      ['SAMEORIGIN,', 'respell', 'SAMEORIGIN'],
      ['SELF', 'guess', 'SAMEORIGIN'],
      ['NONE', 'guess', 'DENY'],
      ['DENY\u00a0', 'respell', 'DENY'],
      ['ALLOW-FROM https://a.example', 'move-to-csp'],
      ['ALLOWALL', 'drop-line'],
      // Nobody can tell which.
      ['DENY SAMEORIGIN', undefined],
      ['OFF', undefined],
      ['ANY', undefined],
    ];
  for (const [value, suggestion, replace] of suggestions) {
    test(`X-Frame-Options: ${JSON.stringify(value)} → ${replace ?? suggestion ?? 'no suggestion'}`, () => {
      const [first] = policy(['X-Frame-Options', value]).diagnoses;
      assert.equal(first?.suggestion, suggestion);
      assert.equal(first?.replace, replace);
    });
  }

  test('a directive that would put X-Frame-Options out of force is not respelt unasked', () => {
    const misspelt = ['Content-Security-Policy', 'frame-ancestor *'] as const;
    assert.equal(policy(misspelt).diagnoses[0]?.suggestion, 'respell');
    assert.equal(policy(['X-Frame-Options', 'DENY'], misspelt).diagnoses[0]?.suggestion, 'guess');
  });
});
