import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { findings, fixed, says, type Files } from './testing/says.ts';

const SERVICES = '  services:\n    app: {loadBalancer: {servers: [{url: "http://10.0.0.7:8080"}]}}\n';

/** Applies a fix: the file that comes out, when nothing is left to say about it. */
function repair(text: string, rule: string, title: RegExp): string {
  const mended = fixed({ 'dynamic.yml': text }, rule, title);
  assert.deepEqual(says(mended), []);
  return mended['dynamic.yml'] ?? '';
}

function router(chain: string): string {
  return `http:
  routers:
    shop:
      rule: Host(\`shop.example.org\`)
${chain}      service: app
`;
}

describe('a new middleware, first in the chain', () => {
  test('in a file without middlewares', () => {
    const text = router('') + SERVICES;
    assert.equal(
      repair(text, 'frame-policy-missing', /SAMEORIGIN/),
      `${router('').trimEnd()}
      middlewares:
        - frame-guard
${SERVICES}  middlewares:
    frame-guard:
      headers:
        customFrameOptionsValue: SAMEORIGIN
`,
    );
  });

  test('before those of a list', () => {
    const chain = '      middlewares:\n        - gzip\n';
    const text = `${router(chain)}${SERVICES}  middlewares:\n    gzip:\n      compress: {}\n`;
    const mended = repair(text, 'frame-policy-missing', /DENY/);
    assert.ok(mended.includes('      middlewares:\n        - frame-guard\n        - gzip\n'), mended);
    assert.ok(mended.endsWith('    frame-guard:\n      headers:\n        frameDeny: true\n'), mended);
  });

  test('in flow style', () => {
    const text = `${router('      middlewares: [gzip]\n')}${SERVICES}  middlewares: {gzip: {compress: {}}}\n`;
    const mended = repair(text, 'frame-policy-missing', /SAMEORIGIN/);
    assert.ok(mended.includes('middlewares: [frame-guard, gzip]'), mended);
    assert.ok(
      mended.includes(
        '{gzip: {compress: {}}, frame-guard: {headers: {customFrameOptionsValue: SAMEORIGIN}}}',
      ),
      mended,
    );
  });

  test('before the names of one text', () => {
    const text = `${router('      middlewares: gzip, z\n')}${SERVICES}  middlewares:\n    gzip: {compress: {}}\n    z: {compress: {}}\n`;
    assert.match(
      repair(text, 'frame-policy-missing', /SAMEORIGIN/),
      /middlewares: "?frame-guard, gzip, z"?\n/,
    );
  });

  test('with the line ends of the file', () => {
    const text = (router('') + SERVICES).replaceAll('\n', '\r\n');
    const mended = repair(text, 'frame-policy-missing', /SAMEORIGIN/);
    assert.equal(mended.replaceAll('\r\n', '').includes('\n'), false);
  });

  test('the same middleware for the next router', () => {
    const text = `${router('')}    blog:\n      rule: Host(\`blog.example.org\`)\n      service: app\n${SERVICES}`;
    const files: Files = { 'dynamic.yml': text };
    const once = fixed(files, 'frame-policy-missing', /SAMEORIGIN.*shop/);
    const twice = fixed(once, 'frame-policy-missing', /SAMEORIGIN.*blog/);
    assert.deepEqual(says(twice), []);
    assert.equal(twice['dynamic.yml']?.match(/customFrameOptionsValue/g)?.length, 1);
  });

  test('under a name that is free', () => {
    const text = `${router('')}${SERVICES}  middlewares:\n    frame-guard: {compress: {}}\n`;
    assert.match(repair(text, 'frame-policy-missing', /SAMEORIGIN/), /frame-guard-2:\n {6}headers:/);
  });

  test('nothing else changes', () => {
    const text = router('') + SERVICES;
    const before = parse(text) as { http: Record<string, unknown> & { routers: { shop: object } } };
    const after = parse(repair(text, 'frame-policy-missing', /SAMEORIGIN/)) as typeof before;
    const expected = structuredClone(before);
    Object.assign(expected.http.routers.shop, { middlewares: ['frame-guard'] });
    expected.http['middlewares'] = { 'frame-guard': { headers: { customFrameOptionsValue: 'SAMEORIGIN' } } };
    assert.deepEqual(after, expected);
  });

  test('never inside what an anchor shares', () => {
    const text = `x-r: &r\n  rule: PathPrefix(\`/\`)\n  service: app\nhttp:\n  routers:\n    shop: *r\n${SERVICES}`;
    const [missing] = findings({ 'dynamic.yml': text });
    assert.equal(missing?.rule, 'frame-policy-missing');
    assert.deepEqual(missing.fixes, []);
  });
});

describe('a headers middleware that is there already', () => {
  const headers = '  middlewares:\n    sec:\n      headers:\n        contentTypeNosniff: true\n';
  const chain = '      middlewares: [sec]\n';

  test('takes one more option', () => {
    const text = router(chain) + SERVICES + headers;
    assert.equal(
      repair(text, 'frame-policy-missing', /in the middleware sec$/),
      `${text}        customFrameOptionsValue: SAMEORIGIN\n`,
    );
  });

  test('says so where other routers use it too', () => {
    const text = `${router(chain)}    blog:\n      rule: Host(\`blog.example.org\`)\n${chain}      service: app\n${SERVICES}${headers}`;
    const titles = findings({ 'dynamic.yml': text })[0]?.fixes.map((fix) => fix.title) ?? [];
    assert.ok(
      titles.some((title) => title.endsWith('in the middleware sec, which 2 routers use')),
      titles.join('\n'),
    );
  });
});

describe('a middleware of the entry point', () => {
  test('for all routers of it', () => {
    const files = {
      'traefik.yml':
        'entryPoints:\n  web:\n    address: ":80"\nproviders:\n  file:\n    filename: dynamic.yml\n',
      'dynamic.yml': router('') + SERVICES,
    };
    const mended = fixed(files, 'frame-policy-missing', /on the entry point web/);
    assert.ok(
      mended['traefik.yml']?.includes('    http:\n      middlewares:\n        - frame-guard@file\n'),
      mended['traefik.yml'],
    );
    assert.deepEqual(says(mended), []);
  });
});

describe('what Traefik does not read, written so that it does', () => {
  const unread = (name: string, headers: string, title: RegExp, expected: string): void => {
    test(name, () => {
      const text = `${router('      middlewares: [sec]\n')}${SERVICES}  middlewares:\n    sec:\n      headers:\n${headers}`;
      assert.ok(repair(text, 'frame-policy-unread', title).endsWith(expected));
    });
  };
  unread('yes for true', '        frameDeny: yes\n', /Write true/, 'frameDeny: true\n');
  unread('an option in snake case', '        frame_deny: true\n', /Rename to frameDeny/, 'frameDeny: true\n');
  unread(
    'an option by another name',
    '        frameOptions: DENY\n',
    /Rename to customFrameOptionsValue/,
    'customFrameOptionsValue: DENY\n',
  );
  unread(
    'nothing but frameDeny: false',
    '        frameDeny: false\n',
    /Write frameDeny: true/,
    'frameDeny: true\n',
  );
  unread(
    'a colon in the name',
    '        customResponseHeaders:\n          "X-Frame-Options:": DENY\n',
    /Rename to X-Frame-Options/,
    '"X-Frame-Options": DENY\n',
  );

  test('a name in another case', () => {
    const text = `${router('      middlewares: [Sec]\n')}${SERVICES}  middlewares:\n    sec: {headers: {frameDeny: true}}\n`;
    assert.match(repair(text, 'frame-policy-unread', /Write sec/), /middlewares: \[sec\]/);
  });

  test('a middleware that no router uses', () => {
    const text = `${router('')}${SERVICES}  middlewares:\n    sec: {headers: {frameDeny: true}}\n`;
    assert.match(repair(text, 'frame-policy-unread', /first in the chain/), /middlewares:\n {8}- sec\n/);
  });

  test('headers for the service behind', () => {
    const text = `${router('      middlewares: [sec]\n')}${SERVICES}  middlewares:\n    sec:\n      headers:\n        customRequestHeaders:\n          X-Frame-Options: DENY\n`;
    assert.match(
      repair(text, 'frame-policy-request-side', /to the browser/),
      /customResponseHeaders:\n {10}X-Frame-Options: DENY/,
    );
  });
});
