import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersOf, expectedOf, requestOf, shown } from './answers.ts';
import { headerCases } from './header-cases.ts';

const counts = { checked: 0, unknown: [] as string[], notAsked: [] as string[] };

for (const each of headerCases()) {
  test(`${each.id}: ${each.http.slice(0, 80)}`, async () => {
    for (const { request, header, expect } of each.requests) {
      const incoming = requestOf(request, !each.http.includes(':18189'));
      if (incoming === undefined) {
        counts.notAsked.push(`${each.id} ${request}`);
        continue;
      }
      const actual = shown(await answersOf(each, incoming), header);
      if (actual === undefined) counts.unknown.push(`${each.id} ${request}`);
      else assert.equal(actual, expectedOf(each, expect), `${request} (${header})`);
      counts.checked++;
    }
  });
}

test('how much of the record was checked', (t) => {
  t.diagnostic(
    `${counts.checked} requests, ${counts.unknown.length} of them not known: ${counts.unknown.join(', ')}; not asked, since HTTP/0.9 answers without headers: ${counts.notAsked.join(', ')}`,
  );
  assert.ok(counts.checked > 550);
});
