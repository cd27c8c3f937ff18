import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialect as contour } from '../../server/src/core/dialects/contour/dialect.ts';
import { dialect as ingressNginx } from '../../server/src/core/dialects/ingress-nginx/dialect.ts';
import { dialect as f5 } from '../../server/src/core/dialects/nginx-ingress-controller/dialect.ts';
import { completeYaml } from '../../server/src/core/services/yaml/complete.ts';

/** The cursor stands at `|`. */
const PLACES = [
  [
    f5,
    'a response header of a route',
    `spec:
  routes:
    - path: /
      action:
        proxy:
          responseHeaders:
            add:
              - name: X-F|
`,
    'X-Frame-Options',
  ],
  [
    f5,
    'the value of one of a returned page',
    `spec:
  routes:
    - path: /
      action:
        return:
          headers:
            - name: X-Frame-Options
              value: D|
`,
    'DENY',
  ],
  [
    ingressNginx,
    'a header in values of the chart',
    'controller:\n  addHeaders:\n    X-F|\n',
    'X-Frame-Options',
  ],
  [
    contour,
    'the policy for everything',
    'policy:\n  response-headers:\n    set:\n      X-F|\n',
    'X-Frame-Options',
  ],
  [
    contour,
    'that of a ContourConfiguration',
    'spec:\n  policy:\n    responseHeaders:\n      set:\n        X-Frame-Options: D|\n',
    'DENY',
  ],
] as const;

for (const [dialect, what, source, label] of PLACES) {
  test(`${dialect.title} completes ${what}`, () => {
    const offset = source.indexOf('|');
    const text = source.slice(0, offset) + source.slice(offset + 1);
    const labels = completeYaml(text, offset, dialect.headerPlaces ?? []).map((each) => each.label);
    assert.ok(labels.includes(label), labels.join(', '));
  });
}

test('request headers are no place for a policy', () => {
  const text = 'proxy:\n  requestHeaders:\n    set:\n      - name: X-F';
  assert.deepEqual(completeYaml(text, text.length, f5.headerPlaces ?? []), []);
});
