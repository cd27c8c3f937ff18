import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { lint } from '../support/check.ts';
import { nginxTest } from './support/judge.ts';

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  nginx.conf: |
    events {}
    http {
      server {
        listen 8080;
        add_header X-Frame-Options DENY always;
        location / {
          return 200 page;
        }
        location /api {
          add_header Cache-Control "no-store, private";
          return 200 more;
        }
        location /old {
          add_header X-Frame-Options ALLOWALL;
          return 200 old;
        }
      }
      server {
        listen 8081;
        location / {
          return 200 other;
        }
      }
    }
  other: untouched
`;

interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}

test('after every fix in a ConfigMap nginx takes the value, and the rest of the YAML says the same', async () => {
  for (const text of [MANIFEST, MANIFEST.replaceAll('\n', '\r\n')]) {
    const { findings } = await lint({ 'web.yaml': text });
    const fixes = findings.flatMap(({ finding }) => finding.fixes);
    assert.ok(fixes.length >= 5, `${fixes.length} fixes`);
    for (const { title, changes } of fixes) {
      const mended = changes
        .toSorted((a, b) => b.at.start - a.at.start)
        .reduce((sum, { at, text: written }) => sum.slice(0, at.start) + written + sum.slice(at.end), text);
      const { data, ...rest } = parse(mended) as ConfigMap;
      const { data: before, ...restBefore } = parse(text) as ConfigMap;
      assert.deepEqual(
        [rest, { ...data, 'nginx.conf': '' }],
        [restBefore, { ...before, 'nginx.conf': '' }],
        title,
      );
      const verdict = nginxTest(data['nginx.conf'] ?? '');
      assert.ok(verdict.accepted, `${title}: ${verdict.output}`);
    }
  }
});
