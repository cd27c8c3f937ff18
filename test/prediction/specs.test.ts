import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answersOf, expectedOf, requestOf, shown } from './answers.ts';
import { specCases } from './specs/all.ts';

for (const [subject, cases] of specCases()) {
  describe(subject, () => {
    for (const each of cases) {
      test(each.id, async () => {
        for (const { request, header, expect } of each.requests) {
          const incoming = requestOf(request, true);
          assert.ok(incoming, request);
          const actual = shown(await answersOf(each, incoming), header);
          assert.equal(actual, expectedOf(each, expect), `${request} (${header})`);
        }
      });
    }
  });
}
