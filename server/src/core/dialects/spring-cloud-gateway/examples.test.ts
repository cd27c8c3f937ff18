import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';

/** What people write, and what is said of it. */
const EXAMPLES: readonly (readonly [title: string, text: string, findings: readonly string[]])[] = [
  [
    'SecureHeaders for X-Frame-Options alone',
    `
spring:
  cloud:
    gateway:
      filter:
        secure-headers:
          frame-options: SAMEORIGIN
          disable: x-xss-protection,strict-transport-security,x-content-type-options,referrer-policy,content-security-policy,x-download-options,x-permitted-cross-domain-policies
      default-filters:
        - SecureHeaders
      routes:
        - {id: shop, uri: "lb://shop", predicates: ["Path=/**"]}
`,
    [],
  ],
  [
    'the new prefix, in the long form',
    `
spring:
  cloud:
    gateway:
      server:
        webflux:
          default-filters:
            - name: SetResponseHeader
              args:
                name: X-Frame-Options
                value: SAMEORIGIN
          routes:
            - id: shop
              uri: https://shop.internal
              predicates: ["Path=/**"]
`,
    [],
  ],
  [
    'SetResponseHeader for all routes, one of which redirects',
    `
spring:
  cloud:
    gateway:
      default-filters:
        - SetResponseHeader=X-Frame-Options, DENY
      routes:
        - id: old
          uri: no://op
          predicates: ["Path=/old/**"]
          filters:
            - RedirectTo=302, https://shop.example.org/
        - id: shop
          uri: lb://shop
          predicates: ["Path=/**"]
`,
    ['frame-policy-unread: SetResponseHeader=X-Frame-Options, DENY'],
  ],
  [
    'Add and behind it Remove, over a redirect',
    `
spring:
  cloud:
    gateway:
      default-filters:
        - AddResponseHeader=X-Frame-Options, DENY
        - RemoveResponseHeader=X-Frame-Options
      routes:
        - id: old
          uri: no://op
          predicates: ["Path=/old/**"]
          filters:
            - RedirectTo=302, https://shop.example.org/
        - id: shop
          uri: lb://shop
          predicates: ["Path=/**"]
`,
    [],
  ],
  [
    'SecureHeaders without X-Frame-Options, whose policy has no frame-ancestors',
    `
spring:
  cloud:
    gateway:
      filter:
        secure-headers:
          disable: x-frame-options,strict-transport-security
      default-filters:
        - SecureHeaders
      routes:
        - id: shop
          uri: lb://shop
          predicates: ["Path=/**"]
`,
    ['frame-policy-removed: x-frame-options'],
  ],
  [
    'a list that a profile replaces',
    `
spring:
  cloud:
    gateway:
      default-filters:
        - SetResponseHeader=X-Frame-Options, DENY
      routes:
        - id: shop
          uri: lb://shop
          predicates: ["Path=/**"]
---
spring:
  config:
    activate:
      on-profile: prod
  cloud:
    gateway:
      default-filters:
        - PreserveHostHeader
`,
    ['frame-policy-lost: default-filters'],
  ],
  [
    'default filters of a WebMVC gateway',
    `
spring:
  cloud:
    gateway:
      server:
        webmvc:
          default-filters:
            - SetResponseHeader=X-Frame-Options, DENY
          routes:
            - id: shop
              uri: https://shop.internal
              predicates: ["Path=/**"]
`,
    ['frame-policy-missing: id: shop', 'frame-policy-unread: default-filters'],
  ],
  [
    'three routes, one of which has a policy of its own',
    `
spring.cloud.gateway.routes:
  - {id: a, uri: "lb://a", predicates: ["Path=/a/**"]}
  - {id: b, uri: "lb://b", predicates: ["Path=/b/**"], filters: ["SetResponseHeader=Content-Security-Policy, frame-ancestors 'self'"]}
  - {id: c, uri: "lb:ws://c", predicates: ["Path=/c/**"]}
`,
    ['frame-policy-missing: id: a'],
  ],
];

for (const [title, text, findings] of EXAMPLES) {
  test(title, () => {
    assert.ok(dialect.claim({ uri: 'file:///repo/application.yml' as never, version: 0, text }) > 0);
    const files = { 'application.yml': text };
    assert.deepEqual(told(judged(dialect, files), files), findings);
  });
}
