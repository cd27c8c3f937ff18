import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged, mended, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';
import { native, SHOP } from './testing.ts';

function files(environment: string): Readonly<Record<string, string>> {
  return {
    'docker-compose.yml': `services:\n  kong:\n    image: kong:3.9\n    environment:\n      ${environment}\n`,
    'kong/kong.yml': native(SHOP),
  };
}

function says(name: string, environment: string, expected: readonly string[]): void {
  test(name, () => {
    const all = files(environment);
    assert.deepEqual(told(judged(dialect, all), all), expected);
  });
}

describe('headers from the environment', () => {
  says('protect every route', 'KONG_NGINX_PROXY_ADD_HEADER: "X-Frame-Options SAMEORIGIN always"', []);
  says('in a list', '- KONG_NGINX_PROXY_ADD_HEADER=X-Frame-Options SAMEORIGIN always', []);
  says('behind others', `KONG_NGINX_HTTP_ADD_HEADER: "X-A b; add_header X-Frame-Options 'DENY' always"`, []);
  says('set nothing of framing', 'KONG_NGINX_PROXY_ADD_HEADER: "X-A b"', ['frame-policy-missing: shop-web']);
  says('in the form of an answer', 'KONG_NGINX_PROXY_ADD_HEADER: "X-Frame-Options: SAMEORIGIN"', [
    'frame-policy-missing: shop-web',
    'frame-policy-unread: "X-Frame-Options: SAMEORIGIN"',
  ]);
  says(
    'with a value that no browser knows',
    'KONG_NGINX_PROXY_ADD_HEADER: "X-Frame-Options SAME-ORIGIN always"',
    ['frame-policy-invalid: "X-Frame-Options SAME-ORIGIN always"'],
  );
});

test('the colon is taken out', () => {
  const all = files('KONG_NGINX_PROXY_ADD_HEADER: "X-Frame-Options: SAMEORIGIN"');
  const [fix] = judged(dialect, all).flatMap(({ rule, fixes }) =>
    rule === 'frame-policy-unread' ? fixes : [],
  );
  assert.ok(fix);
  assert.deepEqual(judged(dialect, mended(fix, all)), []);
});

test('they stand beside what the service sends', async () => {
  const report = await predicted(dialect, files('KONG_NGINX_PROXY_ADD_HEADER: X-Frame-Options DENY'), {
    url: 'http://shop.example/',
    upstream: { status: 200, headers: [['X-Frame-Options', 'SAMEORIGIN']] },
  });
  assert.ok(report.complete);
  assert.deepEqual(
    report.headers.flatMap(({ values }) => values),
    ['SAMEORIGIN', 'DENY'],
  );
});
