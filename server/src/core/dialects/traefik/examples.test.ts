import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { says } from './testing/says.ts';

/** What each file, alone in its workspace, is to be told. */
function example(name: string, text: string, expected: readonly string[]): void {
  test(name, () => {
    assert.deepEqual(says({ 'file.yml': text }), expected);
  });
}

const SERVICES = `  services:
    app: {loadBalancer: {servers: [{url: "http://10.0.0.7:8080"}]}}
`;

describe('files of the file provider', () => {
  example(
    'a router without any headers middleware',
    `http:
  routers:
    shop:
      rule: Host(\`shop.example.org\`)
      entryPoints: [websecure]
      service: shop-svc
  services:
    shop-svc:
      loadBalancer:
        servers:
          - url: http://10.0.0.7:8080
`,
    ['frame-policy-missing: shop'],
  );
  example(
    'the same with a middleware',
    `http:
  middlewares:
    frame-guard:
      headers:
        customFrameOptionsValue: SAMEORIGIN
  routers:
    shop:
      rule: Host(\`shop.example.org\`)
      entryPoints: [websecure]
      middlewares:
        - frame-guard
      service: shop-svc
  services:
    shop-svc:
      loadBalancer:
        servers:
          - url: http://10.0.0.7:8080
`,
    [],
  );
  example(
    'an obsolete value, whoever uses the middleware',
    `http:
  middlewares:
    sec:
      headers:
        customFrameOptionsValue: "ALLOW-FROM https://portal.example.org"
`,
    ['frame-policy-obsolete: "ALLOW-FROM https://portal.example.org"'],
  );
  example(
    'an empty custom header takes away what frameDeny sets',
    `http:
  middlewares:
    sec:
      headers:
        frameDeny: true
        customResponseHeaders:
          x-frame-options: ""
  routers:
    app:
      rule: Host(\`a.example.org\`)
      middlewares: [sec]
      service: app
${SERVICES}`,
    ['frame-policy-removed: x-frame-options: ""'],
  );
  example(
    'the first one listed has the last word',
    `http:
  middlewares:
    deny-all: {headers: {frameDeny: true}}
    same-origin: {headers: {customFrameOptionsValue: SAMEORIGIN}}
  routers:
    app:
      rule: Host(\`a.example.org\`)
      middlewares: [deny-all, same-origin]
      service: app
${SERVICES}`,
    ['frame-policy-unread: same-origin'],
  );
  example(
    'yes is no boolean',
    `http:
  middlewares:
    sec:
      headers:
        frameDeny: yes
`,
    ['frame-policy-unread: yes'],
  );
  example(
    'a list of maps does nothing',
    `http:
  middlewares:
    sec:
      headers:
        customResponseHeaders:
          - X-Frame-Options: DENY
  routers:
    app:
      rule: Host(\`a.example.org\`)
      middlewares: [sec]
      service: app
${SERVICES}`,
    ['frame-policy-missing: app', 'frame-policy-unread: - X-Frame-Options: DENY'],
  );
  example(
    'a reference to nothing takes the router off, and another one answers',
    `http:
  middlewares:
    sec: {headers: {frameDeny: true}}
  routers:
    app:
      rule: Host(\`a.example.org\`)
      middlewares: [secure]
      service: app
    all:
      rule: PathPrefix(\`/\`)
      middlewares: [sec]
      service: app
${SERVICES}`,
    ['frame-policy-unread: secure'],
  );
});

describe('labels of compose services', () => {
  example(
    'a middleware that no router uses',
    `services:
  wiki:
    image: example/wiki
    labels:
      traefik.enable: "true"
      traefik.http.routers.wiki.rule: Host(\`wiki.example.org\`)
      traefik.http.middlewares.sec.headers.framedeny: "true"
`,
    ['frame-policy-missing: wiki', 'frame-policy-unread: sec'],
  );
  example(
    'labels of a swarm deployment',
    `services:
  wiki:
    image: example/wiki
    deploy:
      labels:
        - traefik.enable=true
        - traefik.http.routers.wiki.rule=Host(\`wiki.example.org\`)
        - traefik.http.routers.wiki.middlewares=sec
        - traefik.http.middlewares.sec.headers.framedeny=true
`,
    [],
  );
  example(
    'an empty value deletes the header of the application',
    `services:
  dash:
    image: example/dash
    labels:
      - traefik.http.routers.dash.rule=Host(\`dash.example.org\`)
      - traefik.http.routers.dash.middlewares=embed
      - traefik.http.middlewares.embed.headers.customresponseheaders.X-Frame-Options=
`,
    ['frame-policy-removed: traefik.http.middlewares.embed.headers.customresponseheaders.X-Frame-Options='],
  );
  example(
    'a middleware of the entry point, on the command line',
    `services:
  traefik:
    image: traefik:v3.5
    command:
      - --providers.docker=true
      - --entrypoints.websecure.address=:443
      - --entrypoints.websecure.http.middlewares=sec@docker
    labels:
      - traefik.http.middlewares.sec.headers.framedeny=true
  app:
    image: example/app
    labels:
      - traefik.enable=true
      - traefik.http.routers.app.rule=Host(\`app.example.org\`)
      - traefik.http.routers.app.entrypoints=websecure
`,
    [],
  );
  example(
    'labels of Traefik 1',
    `services:
  app:
    image: example/app
    labels:
      - traefik.frontend.rule=Host:app.example.org
      - traefik.frontend.headers.frameDeny=true
`,
    ['frame-policy-unread: traefik.frontend.headers.frameDeny'],
  );
});

describe('Kubernetes objects', () => {
  example(
    'a route whose middleware sets no framing header',
    `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: web}
spec:
  routes:
  - match: Host(\`a.example\`)
    kind: Rule
    middlewares: [{name: gzip}]
    services: [{name: web, port: 80}]
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: {name: gzip}
spec:
  compress: {}
`,
    ['frame-policy-missing: match'],
  );
  const middleware = (spec: string): string => `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: {name: sec}
spec:
${spec}`;
  example(
    'an obsolete value',
    middleware('  headers:\n    customFrameOptionsValue: "ALLOW-FROM https://portal.example"\n'),
    ['frame-policy-obsolete: "ALLOW-FROM https://portal.example"'],
  );
  example('a good one', middleware('  headers:\n    contentTypeNosniff: true\n    frameDeny: true\n'), []);
  example(
    'an empty custom header beside frameDeny',
    middleware(
      '  headers:\n    frameDeny: true\n    customResponseHeaders:\n      Server: ""\n      X-Frame-Options: ""\n',
    ),
    ['frame-policy-removed: X-Frame-Options: ""'],
  );
  example('nothing but frameDeny: false', middleware('  headers:\n    frameDeny: false\n'), [
    'frame-policy-unread: sec',
  ]);
});
