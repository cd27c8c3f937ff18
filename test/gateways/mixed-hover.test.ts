import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLinter, createServices, defaultSettings } from '../../server/src/core/index.ts';
import { memoryWorkspace } from '../support/workspace.ts';

const SOURCE = `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: shop }
spec:
  routes:
    - match: Host(\`shop.example.com\`)
      kind: Rule
      middlewares: [{ name: frames }]
      services: [{ name: shop, port: 80 }]
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: frames }
spec: { headers: { customResponseHeaders: { X-Frame-Options: DENY } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: mesh }
spec:
  hosts: [mesh.example.com]
  gateways: [edge]
  http:
    - headers: { response: { set: { x-frame-options: SAMEORIGIN } } }
      route: [{ destination: { host: mesh } }]
`;

for (const [value, name] of [
  ['DENY', 'X-Frame-Options: DENY'],
  ['SAMEORIGIN', 'x-frame-options: SAMEORIGIN'],
] as const) {
  test(`in a file of two gateways, a hover tells ${value} of its own`, async () => {
    const workspace = memoryWorkspace({ '/repo/all.yaml': SOURCE });
    const linter = createLinter({ workspace, settings: defaultSettings });
    const services = createServices(linter);
    const hover = await services.hover(workspace.uri('/repo/all.yaml'), SOURCE.indexOf(name) + 2);
    const own = value === 'DENY' ? /shop\.example/ : /mesh/;
    const other = value === 'DENY' ? /mesh\.example/ : /shop\.example/;
    assert.match(hover?.markdown ?? '', own);
    assert.doesNotMatch(hover?.markdown ?? '', other);
  });
}
