/** A Spring application whose profile `prod` replaces the default filters of the base, and its frame policy with them. */
export const springProfiles = `spring:
  cloud:
    gateway:
      server:
        webflux:
          default-filters:
            - AddResponseHeader=X-Frame-Options, DENY
            - RemoveResponseHeader=X-Frame-Options
          routes:
            - id: shop
              uri: https://shop.internal
              predicates: ["Path=/**"]
---
spring:
  config:
    activate:
      on-profile: prod
  cloud:
    gateway:
      server:
        webflux:
          default-filters:
            - PreserveHostHeader
`;
