import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixed, says } from '../testing/says.ts';

const RULE = 'traefik.http.routers.r.rule=PathPrefix(`/`)';
const USE = 'traefik.http.routers.r.middlewares=m';
const DENY = 'traefik.http.middlewares.m.headers.framedeny=true';

function compose(labels: readonly string[], more = ''): string {
  return `services:
  shop:
    image: example/shop
    labels:
${labels.map((label) => `      - "${label}"\n`).join('')}${more}`;
}

function trap(name: string, labels: readonly string[], expected: readonly string[], more = ''): void {
  test(name, () => {
    assert.deepEqual(says({ 'compose.yml': compose(labels, more) }), expected);
  });
}

describe('labels as Traefik decodes them', () => {
  trap('options without case', [RULE, USE, DENY.replace('headers.framedeny', 'HEADERS.frameDeny')], []);
  trap(
    'a root in capitals makes all labels void',
    [RULE, USE, DENY.replace('traefik', 'Traefik')],
    [`frame-policy-unread: ${DENY.replace('traefik', 'Traefik').replace('=true', '')}`],
  );
  trap(
    'a blank after the equals sign belongs to the value',
    [RULE, USE, DENY.replace('=true', '= true')],
    ['frame-policy-unread:  true'],
  );
  trap(
    'a blank before it belongs to the name',
    [RULE, USE, DENY.replace('=true', ' =true')],
    ['frame-policy-unread: framedeny '],
  );
  trap('yes is no boolean', [RULE, USE, DENY.replace('true', 'yes')], ['frame-policy-unread: yes']);
  trap(
    'an unknown option',
    [RULE, USE, 'traefik.http.middlewares.m.headers.frameoptions=DENY'],
    ['frame-policy-unread: frameoptions'],
  );
  trap(
    'headers as Traefik 1 wrote them',
    [RULE, USE, 'traefik.http.middlewares.m.headers.customresponseheaders=X-Frame-Options:DENY'],
    ['frame-policy-unread: X-Frame-Options:DENY'],
  );
  trap(
    'a list with indices',
    [RULE, USE.replace('=m', '[0]=m'), DENY],
    [
      'frame-policy-missing: r',
      'frame-policy-unread: traefik.http.routers.r.middlewares[0]',
      'frame-policy-unread: m',
    ],
  );
  trap(
    'a name in another case takes the router off',
    [RULE, USE.replace('=m', '=M'), DENY],
    ['frame-policy-unread: M'],
  );
  trap(
    'quotes belong to the value',
    [RULE, USE, 'traefik.http.middlewares.m.headers.customframeoptionsvalue=`DENY`'],
    ['frame-policy-invalid: `DENY`'],
  );
  trap(
    'a dollar sign is written twice',
    [RULE, USE, 'traefik.http.middlewares.m.headers.customframeoptionsvalue=$$DENY'],
    ['frame-policy-invalid: $$DENY'],
  );
  trap(
    'a variable may be anything',
    [RULE, USE, 'traefik.http.middlewares.m.headers.customframeoptionsvalue=${XFO}'],
    [],
  );
  trap('a container that is switched off', [RULE, 'traefik.enable=false', DENY.replace('true', 'yes')], []);
  trap(
    'an error in another container',
    [RULE],
    ['frame-policy-missing: r', 'frame-policy-unread: yes'],
    `  other:
    image: example/other
    labels:
      - "${DENY.replace('true', 'yes')}"
`,
  );
  trap(
    'one name with two contents',
    [RULE, USE, DENY],
    ['frame-policy-unread: m'],
    `  other:
    image: example/other
    labels:
      - "traefik.http.middlewares.m.headers.customframeoptionsvalue=SAMEORIGIN"
`,
  );
  trap(
    'one name with the same content',
    [RULE, USE, DENY],
    [],
    `  other:
    image: example/other
    labels:
      - "${DENY}"
`,
  );
  test('a name without a provider means one of the labels', () => {
    const files = {
      'compose.yml': compose([RULE, USE]),
      'dynamic.yml': 'http:\n  middlewares:\n    m: {headers: {frameDeny: true}}\n',
    };
    assert.deepEqual(says(files), ['frame-policy-unread: m']);
    const mended = fixed(files, 'frame-policy-unread', /Write m@file/);
    assert.match(mended['compose.yml'] ?? '', /"traefik\.http\.routers\.r\.middlewares=m@file"/);
    assert.deepEqual(says(mended), []);
  });
});

describe('fixes in labels', () => {
  test('two labels at the end of a list', () => {
    const files = { 'compose.yml': compose([RULE]) };
    const mended = fixed(files, 'frame-policy-missing', /SAMEORIGIN/);
    assert.equal(
      mended['compose.yml'],
      compose([
        RULE,
        'traefik.http.routers.r.middlewares=shop-frame',
        'traefik.http.middlewares.shop-frame.headers.customframeoptionsvalue=SAMEORIGIN',
      ]),
    );
    assert.deepEqual(says(mended), []);
  });

  test('the new middleware comes first', () => {
    const files = {
      'compose.yml': compose([
        RULE,
        'traefik.http.routers.r.middlewares=z',
        'traefik.http.middlewares.z.compress=true',
      ]),
    };
    const mended = fixed(files, 'frame-policy-missing', /DENY/);
    assert.match(mended['compose.yml'] ?? '', /middlewares=shop-frame,z"/);
    assert.match(mended['compose.yml'] ?? '', /shop-frame\.headers\.framedeny=true"/);
    assert.deepEqual(says(mended), []);
  });

  test('an attached headers middleware takes one more option', () => {
    const files = {
      'compose.yml': compose([RULE, USE, 'traefik.http.middlewares.m.headers.contenttypenosniff=true']),
    };
    const mended = fixed(files, 'frame-policy-missing', /in the middleware m/);
    assert.match(mended['compose.yml'] ?? '', /middlewares\.m\.headers\.customframeoptionsvalue=SAMEORIGIN"/);
    assert.deepEqual(says(mended), []);
  });

  test('labels as a map', () => {
    const files = {
      'compose.yml': `services:
  shop:
    image: example/shop
    labels:
      traefik.http.routers.shop.rule: Host(\`shop.example.org\`)
`,
    };
    const mended = fixed(files, 'frame-policy-missing', /SAMEORIGIN/);
    assert.equal(
      mended['compose.yml'],
      `${files['compose.yml']}      traefik.http.routers.shop.middlewares: shop-frame
      traefik.http.middlewares.shop-frame.headers.customframeoptionsvalue: SAMEORIGIN
`,
    );
    assert.deepEqual(says(mended), []);
  });

  test('a value inside its label', () => {
    const files = {
      'compose.yml': compose([
        RULE,
        USE,
        DENY.replace('framedeny=true', 'customframeoptionsvalue=SAME-ORIGIN'),
      ]),
    };
    const mended = fixed(files, 'frame-policy-invalid', /SAMEORIGIN/);
    assert.match(
      mended['compose.yml'] ?? '',
      /- "traefik\.http\.middlewares\.m\.headers\.customframeoptionsvalue=SAMEORIGIN"/,
    );
    assert.deepEqual(says(mended), []);
  });
});
