import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { lint } from '../../../../../test/support/check.ts';
import { judged, mended, told } from '../../../../../test/gateways/support/judge.ts';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { recordedCases } from '../../../../../test/gateways/support/recorded.ts';
import { dialect } from './dialect.ts';

const NAME = 'application.yml';

/** The text after the first fix whose title has these words. */
function fixed(text: string, title: string): string {
  const files = { [NAME]: text };
  const offered = judged(dialect, files).flatMap(({ fixes }) => fixes);
  const fix = offered.find((each) => each.title.includes(title));
  assert.ok(fix, `offered: ${offered.map((each) => each.title).join(' | ')}`);
  return mended(fix, files)[NAME] ?? '';
}

function clean(text: string): void {
  const files = { [NAME]: text };
  assert.deepEqual(told(judged(dialect, files), files), [], text);
}

const ROUTE = 'routes:\n  - id: shop\n    uri: http://shop\n    predicates:\n      - Path=/**\n';
const inside = (text: string): string =>
  `spring:\n  cloud:\n    gateway:\n${text.replaceAll(/^(?=.)/gm, '      ')}`;

describe('a policy for all routes', () => {
  const two = inside(ROUTE + ROUTE.replace('routes:\n', '').replace('shop', 'blog').replace('/**', '/blog'));

  test('is Add and behind it Remove, next to the routes', () => {
    assert.equal(
      fixed(two, 'all routes'),
      `${two}      default-filters:\n        - AddResponseHeader=X-Frame-Options, SAMEORIGIN\n        - RemoveResponseHeader=X-Frame-Options\n`,
    );
    clean(fixed(two, 'all routes'));
  });

  test('comes first in a list that is there', () => {
    const text = inside(`default-filters:\n- PreserveHostHeader\n${ROUTE}`);
    const after = fixed(text, 'all routes');
    assert.equal(
      after,
      text.replace(
        '      - PreserveHostHeader',
        '      - AddResponseHeader=X-Frame-Options, SAMEORIGIN\n      - RemoveResponseHeader=X-Frame-Options\n      - PreserveHostHeader',
      ),
    );
    clean(after);
  });

  test('in flow style, between brackets and in quotes', () => {
    for (const [before, after] of [
      ['[]', '["AddResponseHeader=X-Frame-Options, SAMEORIGIN", "RemoveResponseHeader=X-Frame-Options"]'],
      [
        '[PreserveHostHeader]',
        '["AddResponseHeader=X-Frame-Options, SAMEORIGIN", "RemoveResponseHeader=X-Frame-Options", PreserveHostHeader]',
      ],
    ] as const) {
      const text = inside(`default-filters: ${before}\n${ROUTE}`);
      assert.equal(fixed(text, 'all routes'), text.replace(before, after));
      clean(fixed(text, 'all routes'));
    }
  });

  test('fills in a key without a value', () => {
    const text = inside(`default-filters:\n${ROUTE}`);
    const after = fixed(text, 'all routes');
    assert.match(after, /default-filters:\n {8}- Add.*\n {8}- Remove.*\n {6}routes:/);
    clean(after);
  });

  test('under a dotted key, with the key spelled alike', () => {
    const text = `spring.cloud.gateway.${ROUTE}`;
    assert.match(fixed(text, 'all routes'), /^spring\.cloud\.gateway\.default-filters:$/m);
    clean(fixed(text, 'all routes'));
  });

  test('comes last where the filters that move on would get in front of one that they depend on', () => {
    const text = inside(`default-filters:\n- PrefixPath=/api\n${ROUTE}    filters:\n      - StripPrefix=1\n`);
    const second = '        - id: blog\n          uri: http://blog\n          predicates: [Path=/blog]\n';
    const after = fixed(text + second, 'all routes');
    assert.match(after, /- PrefixPath=\/api\n +- AddResponseHeader=.*\n +- RemoveResponseHeader=/);
    clean(after);
  });

  test('comes first where those are of no concern to each other', () => {
    const text = inside(`default-filters:\n- SaveSession\n${ROUTE}    filters:\n      - StripPrefix=1\n`);
    const second = '        - id: blog\n          uri: http://blog\n          predicates: [Path=/blog]\n';
    assert.match(fixed(text + second, 'all routes'), /- RemoveResponseHeader=.*\n +- SaveSession/);
  });

  test('is not offered where a route has a header of its own', () => {
    const text = `${two}          filters:\n            - SetResponseHeader=X-Frame-Options, DENY\n`;
    const files = { [NAME]: text };
    const titles = judged(dialect, files).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.deepEqual(titles, [
      'Set X-Frame-Options to SAMEORIGIN on route shop',
      'Set X-Frame-Options to DENY on route shop',
    ]);
  });

  test('never goes into a list that an anchor shares', () => {
    const text = `x: &f\n- PreserveHostHeader\n${inside(`default-filters: *f\n${ROUTE}`)}`;
    const titles = judged(dialect, { [NAME]: text }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.ok(
      titles.every((title) => title.includes('route shop')),
      titles.join(),
    );
  });
});

describe('a policy for one route', () => {
  test('is SetResponseHeader in front of its filters', () => {
    const text = inside(`${ROUTE}    filters:\n      - StripPrefix=1\n`);
    const after = fixed(text, 'DENY on route shop');
    assert.equal(
      after,
      text.replace(
        '- StripPrefix=1',
        '- SetResponseHeader=X-Frame-Options, DENY\n            - StripPrefix=1',
      ),
    );
    clean(after);
  });

  test('keeps the line ends of the file', () => {
    const text = inside(`${ROUTE}    filters:\n      - StripPrefix=1\n`).replaceAll('\n', '\r\n');
    const after = fixed(text, 'DENY on route shop');
    assert.ok(!/[^\r]\n/.test(after));
    clean(after);
  });

  test('is the pair where a filter may send the answer by itself', () => {
    const text = inside(
      `${ROUTE}    filters:\n      - name: RequestSize\n        args:\n          maxSize: 1MB\n`,
    );
    assert.match(fixed(text, 'DENY on route shop'), /- AddResponseHeader=.*\n.*- RemoveResponseHeader=/);
    clean(fixed(text, 'DENY on route shop'));
  });

  test('comes last where the route’s filters that move on would get behind one that they depend on', () => {
    const text = inside(
      `default-filters:\n- SaveSession\n- PrefixPath=/api\n${ROUTE}    filters:\n      - StripPrefix=1\n`,
    );
    const after = fixed(text, 'DENY on route shop');
    assert.match(after, /- StripPrefix=1\n +- SetResponseHeader=X-Frame-Options, DENY\n/);
    clean(after);
  });

  test('is offered with the value only that RewriteResponseHeader in the first place leaves as it is', () => {
    const rewriting = '- RewriteResponseHeader=x-frame-options, ^.+$, DENY';
    const text = inside(`default-filters:\n${rewriting}\n${ROUTE}    filters:\n      - StripPrefix=1\n`);
    const titles = judged(dialect, { [NAME]: text }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.deepEqual(
      titles.filter((title) => title.includes('route shop')),
      ['Set X-Frame-Options to DENY on route shop'],
    );
  });

  test('is not offered where the first default filter drops the header', () => {
    const text = inside(
      `default-filters:\n- RemoveResponseHeader=X-Frame-Options\n${ROUTE}    filters:\n      - SecureHeaders\n`,
    );
    const titles = judged(dialect, { [NAME]: text }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.ok(!titles.some((title) => title.includes('route shop')), titles.join(' | '));
  });

  test('goes into a route in flow style', () => {
    const text = 'spring.cloud.gateway.routes:\n- {id: a, uri: "http://x", predicates: ["Path=/**"]}\n';
    assert.match(fixed(text, 'DENY on route a'), /filters: \["SetResponseHeader=X-Frame-Options, DENY"\]\}/);
    clean(fixed(text, 'DENY on route a'));
  });
});

describe('other fixes', () => {
  test('a property of SecureHeaders that several routes share: the linter’s trial lets the edit pass', async () => {
    const secured = `${ROUTE}    filters:\n      - SecureHeaders\n`;
    const text = inside(
      `filter:\n  secure-headers:\n    frame-options: ""\n${secured}${secured.replace('routes:\n', '').replace('id: shop', 'id: blog')}`,
    );
    const { linter, workspace } = await lint({ [NAME]: text });
    const report = await linter.check(workspace.uri(NAME));
    assert.ok(report);
    const [verified] = await linter.verified([report]);
    assert.ok(verified?.findings.some(({ fixes }) => fixes.some(({ title }) => title === 'Set DENY')));
  });

  test('a map of numbers: the numbers are no names', () => {
    const text = inside(`${ROUTE}    filters:\n      "1": SetResponseHeader=X-Frame-Options, DENY\n`);
    const after = fixed(text, 'Make a list');
    assert.match(after, /filters:\n +- SetResponseHeader=X-Frame-Options, DENY\n/);
    clean(after);
  });

  test('a comma: the long form', () => {
    const text = inside(
      `${ROUTE}    filters:\n      - SetResponseHeader=Content-Security-Policy, default-src 'self', frame-ancestors 'self'\n`,
    );
    const after = fixed(text, 'name and args');
    assert.match(
      after,
      /- name: SetResponseHeader\n {14}args:\n {16}name: Content-Security-Policy\n {16}value: "default-src 'self', frame-ancestors 'self'"\n/,
    );
    clean(after);
  });

  test('a bad value in a shortcut, and in the long form', () => {
    clean(
      fixed(
        inside(`default-filters:\n- SetResponseHeader=X-Frame-Options, SAME-ORIGIN\n${ROUTE}`),
        'SAMEORIGIN',
      ),
    );
    const long = inside(
      `default-filters:\n- name: SetResponseHeader\n  args:\n    name: X-Frame-Options\n    value: 'SAME-ORIGIN'\n${ROUTE}`,
    );
    assert.match(fixed(long, 'SAMEORIGIN'), /value: 'SAMEORIGIN'/);
    clean(fixed(long, 'SAMEORIGIN'));
  });

  test('a value folded over lines is reported, and left alone', () => {
    const text = inside(
      `default-filters:\n- name: SetResponseHeader\n  args:\n    name: X-Frame-Options\n    value: >-\n      SAME-ORIGIN\n${ROUTE}`,
    );
    const [finding] = judged(dialect, { [NAME]: text });
    assert.equal(finding?.rule, 'frame-policy-invalid');
    assert.deepEqual(finding.fixes, []);
  });

  test('SetResponseHeader over a redirect becomes the pair', () => {
    const text = inside(
      `default-filters:\n- SetResponseHeader=X-Frame-Options, DENY\n${ROUTE}    filters:\n      - RedirectTo=302, https://x.example/\n`,
    );
    const after = fixed(text, 'AddResponseHeader and RemoveResponseHeader');
    assert.match(
      after,
      /- AddResponseHeader=X-Frame-Options, DENY\n {6}- RemoveResponseHeader=X-Frame-Options\n/,
    );
    clean(after);
  });

  test('no pair for a SetResponseHeader of three parts, the last of which AddResponseHeader would read as override', () => {
    const text = inside(
      `default-filters:\n- SetResponseHeader=X-Frame-Options, DENY, SAMEORIGIN\n${ROUTE}    filters:\n      - RedirectTo=302, https://x.example/\n`,
    );
    const titles = judged(dialect, { [NAME]: text }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.ok(!titles.some((title) => title.includes('AddResponseHeader')), titles.join(' | '));
  });

  test('a header on the request moves to the response: one route’s as a set, a default one as the pair', () => {
    const own = inside(`${ROUTE}    filters:\n      - AddRequestHeader=X-Frame-Options, DENY\n`);
    assert.equal(fixed(own, 'to the browser'), own.replace('AddRequestHeader', 'SetResponseHeader'));
    clean(fixed(own, 'to the browser'));
    const outer = inside(`default-filters:\n- AddRequestHeader=X-Frame-Options, DENY\n${ROUTE}`);
    assert.match(fixed(outer, 'to the browser'), /- AddResponseHeader=.*\n.*- RemoveResponseHeader=/);
    clean(fixed(outer, 'to the browser'));
  });

  test('Remove behind an Add keeps the service’s own line back', () => {
    const text = inside(
      `${ROUTE}    filters:\n      - AddResponseHeader=X-Frame-Options, SAMEORIGIN\n      - StripPrefix=1\n`,
    );
    const after = fixed(text, 'RemoveResponseHeader');
    assert.match(after, /SAMEORIGIN\n {12}- RemoveResponseHeader=X-Frame-Options\n {12}- StripPrefix=1/);
    clean(after);
    const ordered = `default-filters:\n- SaveSession\n- SaveSession\n- PrefixPath=/api\n`;
    const titles = judged(dialect, {
      [NAME]: inside(
        `${ordered}${ROUTE}    filters:\n      - AddResponseHeader=X-Frame-Options, SAMEORIGIN\n      - StripPrefix=1\n`,
      ),
    }).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.ok(!titles.some((title) => title.includes('RemoveResponseHeader')), titles.join(' | '));
  });
});

/** Every fix that is offered on a recorded configuration. */
describe('a fix of a recorded configuration', () => {
  for (const name of ['spring-webflux', 'spring-webmvc'] as const) {
    test(`${name}: leaves YAML that starts and answers as before, and the finding is gone`, async (t) => {
      const texts = new Set(
        recordedCases(name).map(({ config }) => config.replaceAll('__UPSTREAM__', '9001')),
      );
      let count = 0;
      for (const text of texts) {
        const files = { [NAME]: text };
        for (const finding of judged(dialect, files)) {
          for (const fix of finding.fixes) {
            count++;
            const after = mended(fix, files);
            const context = `${fix.title}\n${after[NAME] ?? ''}`;
            for (const part of (after[NAME] ?? '').split(/^---$/m))
              assert.doesNotThrow(() => void parse(part, { uniqueKeys: false }), context);
            const left = judged(dialect, after).filter(
              ({ rule, message }) => rule === finding.rule && message === finding.message,
            );
            assert.deepEqual(left, [], context);
            await assertAnswers(files, after, context);
          }
        }
      }
      t.diagnostic(`${count} fixes of ${texts.size} configurations`);
      assert.ok(count > 50);
    });
  }
});

async function assertAnswers(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  context: string,
): Promise<void> {
  for (const path of ['/p', '/redirect/x', '/fwdself/x', '/a/x']) {
    const request = { url: `http://gateway.example${path}`, upstream: { status: 200, headers: [] } };
    const [was, is] = [await predicted(dialect, before, request), await predicted(dialect, after, request)];
    if (was.refused === undefined) assert.equal(is.refused, undefined, context);
    if (was.status !== null && was.status < 400) assert.equal(is.status, was.status, `${path} ${context}`);
  }
}
