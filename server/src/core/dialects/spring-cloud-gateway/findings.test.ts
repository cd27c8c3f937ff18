import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predicted } from '../../../../../test/gateways/support/dialect.ts';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';

/** What is said of one file, each as `rule: the text that it stands on`. */
function said(text: string): readonly string[] {
  const files = { 'application.yml': text };
  return told(judged(dialect, files), files).map((each) => each.replace('frame-policy-', ''));
}

/** A gateway of the current prefix with one route `shop`, and these filters. */
function webflux(parts: {
  readonly defaults?: readonly string[];
  readonly filters?: readonly string[];
}): string {
  const lines = (name: string, items: readonly string[] = [], indent = ''): readonly string[] =>
    items.length === 0 ? [] : [`${indent}${name}:`, ...items.map((item) => `${indent}  - ${item}`)];
  return [
    'spring.cloud.gateway.server.webflux:',
    ...lines('default-filters', parts.defaults, '  '),
    '  routes:',
    '    - id: shop',
    '      uri: http://shop.internal',
    '      predicates: ["Path=/**"]',
    ...lines('filters', parts.filters, '      '),
    '',
  ].join('\n');
}

function webmvc(filters: readonly string[]): string {
  return webflux({ filters }).replace('webflux', 'webmvc');
}

describe('a route without any policy', () => {
  test('is reported at its id', () => {
    assert.deepEqual(said(webflux({ filters: ['StripPrefix=1'] })), ['missing: id: shop']);
  });

  test('is reported under the old prefix, in nested keys', () => {
    const text =
      'spring:\n  cloud:\n    gateway:\n      routes:\n        - id: shop\n          uri: lb://shop\n          predicates:\n            - Path=/shop/**\n';
    assert.deepEqual(said(text), ['missing: id: shop']);
  });

  test('is no page where it redirects, carries a socket or is switched off', () => {
    const route = (more: string): string =>
      `spring.cloud.gateway.server.webflux.routes:\n- id: a\n  predicates: ["Path=/a"]\n  ${more}\n`;
    assert.deepEqual(said(route('uri: no://op\n  filters: ["RedirectTo=302, https://x.example/"]')), []);
    assert.deepEqual(said(route('uri: lb:ws://socket')), []);
    assert.deepEqual(said(route('uri: http://x\n  enabled: false')), []);
    assert.deepEqual(said(route('uri: forward:/local')), []);
  });

  test('is said once for the routes of a service registry, where those are switched on', () => {
    const text = 'spring.cloud.gateway:\n  discovery:\n    locator:\n      enabled: true\n';
    assert.deepEqual(said(text), ['missing: enabled']);
  });

  test('is not said where Spring Security may write the header', () => {
    const text = `${webflux({})}spring.security.user.name: u\n`;
    assert.deepEqual(said(text), ['unresolved: spring.security.user.name']);
  });

  test('is not said of a gateway that is switched off', () => {
    assert.deepEqual(said(`${webflux({})}spring.cloud.gateway.server.webflux.enabled: false\n`), []);
  });
});

describe('default filters and a route’s own are one chain, and the first has the last word', () => {
  const DENY = 'SetResponseHeader=X-Frame-Options, DENY';

  test('a default filter covers every route', () => {
    assert.deepEqual(said(webflux({ defaults: [DENY] })), []);
  });

  test('a default filter beats a route’s RemoveResponseHeader of the same or a later number', () => {
    assert.deepEqual(
      said(webflux({ defaults: [DENY], filters: ['RemoveResponseHeader=X-Frame-Options'] })),
      [],
    );
  });

  test('a route’s RemoveResponseHeader beats a default filter of a later number', () => {
    const text = webflux({
      defaults: ['AddRequestHeader=X-A, 1', DENY],
      filters: ['RemoveResponseHeader=X-Frame-Options'],
    });
    assert.deepEqual(said(text), ['removed: RemoveResponseHeader=X-Frame-Options']);
  });

  test('Remove listed before Add takes the line away, behind it the pair sets it', () => {
    const add = 'AddResponseHeader=X-Frame-Options, DENY';
    const remove = 'RemoveResponseHeader=X-Frame-Options';
    assert.deepEqual(said(webflux({ defaults: [remove, add] })), [`removed: ${remove}`]);
    assert.deepEqual(said(webflux({ defaults: [add, remove] })), []);
  });

  test('Add beside another value makes two lines', () => {
    const text = webflux({
      filters: ['AddResponseHeader=X-Frame-Options, DENY', 'SetResponseHeader=X-Frame-Options, SAMEORIGIN'],
    });
    assert.deepEqual(said(text), ['conflict: DENY']);
  });

  test('Dedupe in front of an added line keeps one', () => {
    const text = webflux({
      filters: [
        'DedupeResponseHeader=X-Frame-Options, RETAIN_LAST',
        'AddResponseHeader=X-Frame-Options, DENY',
      ],
    });
    assert.deepEqual(said(text), []);
  });

  test('a header on the request reaches no browser', () => {
    assert.deepEqual(said(webflux({ filters: ['AddRequestHeader=X-Frame-Options, DENY'] })), [
      'request-side: X-Frame-Options',
    ]);
  });

  test('a name that the service may send and the gateway drops is gone', () => {
    const text = `${webflux({})}spring.cloud.gateway.server.webflux.filter.remove-hop-by-hop.headers: [x-frame-options]\n`;
    assert.deepEqual(said(text), ['removed: x-frame-options']);
  });
});

describe('values', () => {
  test('are sent as they stand, quotes and all', () => {
    const text = webflux({ defaults: ['SetResponseHeader=X-Frame-Options, "DENY"'] });
    assert.deepEqual(said(text), ['invalid: "DENY"']);
  });

  test('of ALLOW-FROM no browser reads; the finding stands on the second argument', () => {
    const text =
      'spring.cloud.gateway.default-filters:\n- SetResponseHeader=X-Frame-Options, ALLOW-FROM https://portal.example.org\n';
    assert.deepEqual(said(text), ['obsolete: ALLOW-FROM https://portal.example.org']);
  });

  test('that something else fills in are not judged', () => {
    for (const value of ['${XFO}', '${XFO:ALLOWALL}', "#{'DENY'}", '{{ .Values.xfo }}', '@xfo@']) {
      assert.deepEqual(
        said(webflux({ defaults: [`"SetResponseHeader=X-Frame-Options, ${value}"`] })),
        [],
        value,
      );
    }
  });

  test('that the file itself fills in are', () => {
    const text = `my.xfo: NONE\n${webflux({ defaults: ['SetResponseHeader=X-Frame-Options, ${my.xfo}'] })}`;
    assert.deepEqual(
      said(text).map((each) => each.split(':')[0]),
      ['invalid'],
    );
  });

  test('of an expression are literal under WebMVC', () => {
    assert.deepEqual(said(webmvc([`"SetResponseHeader=X-Frame-Options, #{'DENY'}"`])), [
      "invalid: #{'DENY'}",
    ]);
  });
});

describe('SecureHeaders', () => {
  const properties = (lines: string): string =>
    `${webflux({ defaults: ['SecureHeaders'] })}spring.cloud.gateway.server.webflux.filter.secure-headers:\n  ${lines}\n`;

  test('closes a route by itself', () => {
    assert.deepEqual(said(webflux({ defaults: ['SecureHeaders'] })), []);
  });

  test('leaves out what `disable` names', () => {
    assert.deepEqual(said(properties('disable: x-frame-options,strict-transport-security')), [
      'removed: x-frame-options',
    ]);
  });

  test('sends an empty value, if told to', () => {
    assert.deepEqual(said(properties('frame-options: ""')), ['invalid: ""']);
  });

  test('compares whole names: `frame-options` in `disable` means nothing', () => {
    assert.deepEqual(said(properties('disable: frame-options')), ['unread: disable']);
  });

  test('has properties that nobody reads, where no route has the filter', () => {
    const text = `${webflux({})}spring.cloud.gateway.server.webflux.filter.secure-headers.frame-options: DENY\n`;
    assert.deepEqual(said(text), [
      'missing: id: shop',
      'unread: spring.cloud.gateway.server.webflux.filter.secure-headers.frame-options',
    ]);
  });

  test('has arguments of other names in other releases', () => {
    const text = webflux({ filters: ['{name: SecureHeaders, args: {frame-options: SAMEORIGIN}}'] });
    assert.deepEqual(said(text), ['unread: frame-options']);
  });
});

describe('filters that turn answers into errors', () => {
  const redirect =
    '    - id: old\n      uri: no://op\n      predicates: ["Path=/old/**"]\n      filters: ["RedirectTo=302, https://x.example/"]\n';

  test('SetResponseHeader before RedirectTo: a 500 instead of the redirect', () => {
    const text = webflux({ defaults: ['SetResponseHeader=X-Frame-Options, DENY'] }).replace(
      '  routes:\n',
      `  routes:\n${redirect}`,
    );
    assert.deepEqual(said(text), ['unread: SetResponseHeader=X-Frame-Options, DENY']);
  });

  test('the pair of Add and Remove leaves the redirect alone', () => {
    const text = webflux({
      defaults: ['AddResponseHeader=X-Frame-Options, DENY', 'RemoveResponseHeader=X-Frame-Options'],
    }).replace('  routes:\n', `  routes:\n${redirect}`);
    assert.deepEqual(said(text), []);
  });

  test('a default filter of a later number than RedirectTo never runs there', () => {
    const text = webflux({
      defaults: ['PreserveHostHeader', 'SetResponseHeader=X-Frame-Options, DENY'],
    }).replace('  routes:\n', `  routes:\n${redirect}`);
    assert.deepEqual(said(text), []);
  });

  test('SetResponseHeader before a limit on the size', () => {
    const text = webflux({
      filters: ['SetResponseHeader=X-Frame-Options, DENY', '{name: RequestSize, args: {maxSize: 1MB}}'],
    });
    assert.deepEqual(said(text), ['unread: SetResponseHeader=X-Frame-Options, DENY']);
  });

  test('SetResponseHeader where the route forwards to another route', () => {
    const forward = '    - id: f\n      uri: forward:/shop/x\n      predicates: ["Path=/f/**"]\n';
    const text = webflux({ defaults: ['SetResponseHeader=X-Frame-Options, DENY'] }).replace(
      '  routes:\n',
      `  routes:\n${forward}`,
    );
    assert.deepEqual(said(text), ['unread: SetResponseHeader=X-Frame-Options, DENY']);
  });

  test('a header name, value or variable that no answer can carry', () => {
    for (const filter of [
      'SetResponseHeader=X-Frame Options, DENY',
      '"SetResponseHeader=X-Frame-Options:, DENY"',
      '"SetResponseHeader=X-Frame-Options, {nope}"',
    ]) {
      assert.deepEqual(said(webflux({ filters: [filter] })), [`unread: ${filter}`], filter);
    }
  });

  test('WebMVC: every header filter before RedirectTo, Add and Remove too', () => {
    for (const filter of [
      'SetResponseHeader=X-Frame-Options, DENY',
      'AddResponseHeader=X-Frame-Options, DENY',
      'RemoveResponseHeader=X-Frame-Options',
    ]) {
      assert.deepEqual(said(webmvc([filter, 'RedirectTo=302, https://x.example/'])), [`unread: ${filter}`]);
    }
  });
});

describe('shapes that Spring does not read', () => {
  test('items that YAML takes for maps', () => {
    for (const item of [
      'SetResponseHeader=X-Frame-Options: DENY',
      'SetResponseHeader: X-Frame-Options, DENY',
    ]) {
      assert.deepEqual(said(webflux({ filters: [item] })), [`unread: ${item}`]);
    }
  });

  test('shortcuts without a value, with blanks before `=`, with unknown names', () => {
    for (const item of [
      'SetResponseHeader=X-Frame-Options',
      'SetResponseHeader = X-Frame-Options, DENY',
      'SetResponseHeaders=X-Frame-Options, DENY',
      'SetResponseHeader=X-Frame-Options:DENY',
    ]) {
      assert.deepEqual(said(webflux({ filters: [item] })), [`unread: ${item}`]);
    }
  });

  test('a map of filters, and keys in the singular', () => {
    const route =
      'spring.cloud.gateway:\n  routes:\n  - id: shop\n    uri: http://x\n    predicates: ["Path=/**"]\n';
    assert.deepEqual(said(`${route}    filters:\n      SetResponseHeader: X-Frame-Options, DENY\n`), [
      'missing: id: shop',
      'unread: filters',
    ]);
    assert.deepEqual(said(`${route}    filter:\n    - SetResponseHeader=X-Frame-Options, DENY\n`), [
      'missing: id: shop',
      'unread: filter',
    ]);
    assert.deepEqual(said(`${route}    default-filters:\n    - SetResponseHeader=X-Frame-Options, DENY\n`), [
      'missing: id: shop',
      'unread: default-filters',
    ]);
    assert.deepEqual(said(`${route}  default-filter:\n  - SetResponseHeader=X-Frame-Options, DENY\n`), [
      'missing: id: shop',
      'unread: default-filter',
    ]);
  });

  test('a comma in a shortcut: the rest is cut off', () => {
    const text = webflux({
      filters: ["SetResponseHeader=Content-Security-Policy, default-src 'self', frame-ancestors 'self'"],
    });
    assert.deepEqual(said(text), ['missing: id: shop', "unread: frame-ancestors 'self'"]);
  });

  test('a comma in AddResponseHeader, of which the third part is `override`: the gateway does not start', () => {
    const filter = "AddResponseHeader=Content-Security-Policy, frame-ancestors 'self', default-src 'self'";
    assert.deepEqual(said(webflux({ filters: [filter] })), [`unread: ${filter}`]);
  });

  test('default filters and SecureHeaders under WebMVC', () => {
    const text = webflux({ defaults: ['SetResponseHeader=X-Frame-Options, DENY'] }).replace(
      'webflux',
      'webmvc',
    );
    assert.deepEqual(said(text), ['missing: id: shop', 'unread: default-filters']);
    assert.deepEqual(said(webmvc(['SecureHeaders'])), ['unread: SecureHeaders']);
  });

  test('WebMVC: keys to the letter, `values` for AddResponseHeader, an id for every route', () => {
    for (const args of [
      '{NAME: X-Frame-Options, Value: DENY}',
      '{name: X-Frame-Options, value: DENY, override: true}',
    ]) {
      assert.deepEqual(said(webmvc([`{name: SetResponseHeader, args: ${args}}`])), [
        'unread: SetResponseHeader',
      ]);
    }
    assert.deepEqual(
      said(webmvc(['{name: AddResponseHeader, args: {name: X-Frame-Options, value: DENY}}'])),
      ['unread: AddResponseHeader'],
    );
    assert.deepEqual(
      said(webmvc(['{name: AddResponseHeader, args: {name: X-Frame-Options, values: DENY}}'])),
      [],
    );
  });

  test('`spring.profiles`, which only Boot 2 reads', () => {
    assert.deepEqual(
      said(`${webflux({ defaults: ['SecureHeaders'] })}---\nspring.profiles: prod\nserver.port: 80\n`),
      ['unread: spring.profiles'],
    );
  });

  test('the other prefix than the one of the routes', () => {
    const text = `${webflux({ filters: ['SetResponseHeader=X-Frame-Options, DENY'] })}spring.cloud.gateway.default-filters: ["SetResponseHeader=X-Frame-Options, SAMEORIGIN"]\n`;
    assert.deepEqual(said(text), ['unread: spring.cloud.gateway.default-filters']);
  });
});

describe('relaxed names', () => {
  test('of one list say the same', () => {
    for (const key of [
      'default-filters',
      'defaultFilters',
      'default_filters',
      'DEFAULT-FILTERS',
      '"default-filters[0]"',
    ]) {
      const value = key.includes('[') ? 'SecureHeaders' : '[SecureHeaders]';
      const text = `spring.cloud.gateway:\n  ${key}: ${value}\n  routes: [{id: a, uri: "http://x", predicates: ["Path=/**"]}]\n`;
      assert.deepEqual(said(text), [], key);
    }
  });

  test('of the whole prefix, and numbers as keys', () => {
    const text =
      'SPRING.CLOUD.GATEWAY:\n  routes:\n    0:\n      id: a\n      uri: http://x\n      predicates:\n        0: Path=/**\n      filters:\n        0: SetResponseHeader=X-Frame-Options, DENY\n';
    assert.deepEqual(said(text), []);
  });

  test('the dashed spelling wins over another one in the same map', () => {
    const text =
      'spring.cloud.gateway:\n  defaultFilters: [SecureHeaders]\n  default-filters: [PreserveHostHeader]\n  routes: [{id: a, uri: "http://x", predicates: ["Path=/**"]}]\n';
    assert.deepEqual(said(text), ['missing: id: a']);
  });
});

describe('profiles', () => {
  const base = webflux({ defaults: ['SetResponseHeader=X-Frame-Options, DENY'] });
  const other = (profile: string, list: string): string =>
    `---\nspring.config.activate.on-profile: ${profile}\nspring.cloud.gateway.server.webflux:\n  default-filters: ${list}\n`;

  test('a profile’s list replaces the whole list of the base', () => {
    for (const list of ['[PreserveHostHeader]', '[]', '']) {
      assert.deepEqual(said(base + other('prod', list)), ['lost: default-filters'], list);
    }
  });

  test('expressions, lists and negations count', () => {
    for (const profile of ['"!prod"', '"prod & eu"', '[dev, prod]', 'dev, prod', 'default']) {
      assert.deepEqual(
        said(base + other(profile, '[PreserveHostHeader]')),
        ['lost: default-filters'],
        profile,
      );
    }
  });

  test('a profile before the base loses to it', () => {
    assert.deepEqual(said(`${other('prod', '[PreserveHostHeader]').replace('---\n', '')}---\n${base}`), []);
  });

  test('a later document without a profile replaces it for good', () => {
    const text = `${base}---\nspring.cloud.gateway.server.webflux:\n  default-filters: [PreserveHostHeader]\n`;
    assert.deepEqual(said(text), ['missing: id: shop']);
  });

  test('a profile’s routes replace the routes', () => {
    const text = `${webflux({ filters: ['SetResponseHeader=X-Frame-Options, DENY'] })}---\nspring.config.activate.on-profile: prod\nspring.cloud.gateway.server.webflux.routes:\n- id: prod\n  uri: http://p\n  predicates: ["Path=/**"]\n`;
    assert.deepEqual(said(text), ['missing: id: prod']);
  });

  test('maps merge: the properties of SecureHeaders', () => {
    const text = `${webflux({ defaults: ['SecureHeaders'] })}---\nspring.config.activate.on-profile: prod\nspring.cloud.gateway.server.webflux.filter.secure-headers.disable: x-frame-options\n`;
    assert.deepEqual(said(text), ['removed: x-frame-options']);
  });

  test('what a profile makes no use of is no dead property, and what is left out is not lost', () => {
    const secure =
      '  filter.secure-headers:\n    disable: x-frame-options\n    content-security-policy: frame-ancestors https://portal.example\n';
    const text = `${webflux({ defaults: ['SecureHeaders'] })}${secure}${other('dev', '[PreserveHostHeader]')}`;
    assert.deepEqual(said(text), ['lost: default-filters']);
    const files = { 'application.yml': text };
    const [lost] = judged(dialect, files);
    assert.ok(!lost?.message.includes('X-Frame-Options'), lost?.message);
    assert.ok(lost?.related.every(({ message }) => !message.includes('X-Frame-Options')));
  });

  test('a profile’s file belongs to the file beside it', () => {
    const files = {
      'config/application.yml': base,
      'config/application-prod.yml':
        'spring.cloud.gateway.server.webflux.default-filters: [PreserveHostHeader]\n',
      'other/application-prod.yml':
        'spring.cloud.gateway.server.webflux.default-filters: [PreserveHostHeader]\n',
    };
    const found = judged(dialect, files);
    assert.deepEqual(told(found, files), [
      'frame-policy-lost: spring.cloud.gateway.server.webflux.default-filters',
    ]);
    assert.match(found[0]?.at.uri ?? '', /config\/application-prod\.yml$/);
  });
});

describe('templates', () => {
  test('in place of a list or an item are not judged', () => {
    assert.deepEqual(said(webflux({ filters: ['{{ .Values.filter }}'] })), []);
    assert.deepEqual(
      said(
        webflux({}).replace(
          'predicates: ["Path=/**"]',
          'predicates: ["Path=/**"]\n      filters: {{ .Values.filters }}',
        ),
      ),
      [],
    );
  });

  test('that leave no YAML behind are not answered for', async () => {
    const text = `{{- if .Values.gateway }}\n${webflux({})}{{- end }}\n`;
    const request = { url: 'http://gateway.example/', upstream: { status: 200, headers: [] } };
    assert.equal((await predicted(dialect, { 'application.yml': text }, request)).complete, false);
  });

  test('that leave no YAML behind say nothing of absence', () => {
    assert.deepEqual(said(`{{- if .Values.gateway }}\n${webflux({})}{{- end }}\n`), []);
  });
});
