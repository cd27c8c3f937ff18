import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lint } from '../../../../test/support/check.ts';

const service = (name: string, response = ''): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
spec:
  gateways: [edge]
  hosts: [${name}.example.org]
  http:
    - route: [{ destination: { host: ${name} } }]
${response}`;
const DENY = '      headers: { response: { set: { X-Frame-Options: DENY } } }\n';
const jsonPatch = `- op: add
  path: /spec/http/0/headers
  value: { response: { set: { X-Frame-Options: DENY } } }
`;

async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings } = await lint(files, { rules: ['frame-policy-missing', 'frame-policy-invalid'] });
  return findings.map(({ path, finding }) => `${path} ${finding.rule}`);
}

const base = { 'base/shop.yaml': service('shop'), 'base/blog.yaml': service('blog') };

const ways: readonly (readonly [what: string, files: Readonly<Record<string, string>>])[] = [
  [
    'patchesStrategicMerge',
    {
      'prod/kustomization.yaml': 'resources: [../base]\npatchesStrategicMerge: [shop.yaml]\n',
      'prod/shop.yaml': service('shop', DENY),
    },
  ],
  [
    'patches with a path',
    {
      'prod/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: ./shop.yaml\n',
      'prod/shop.yaml': service('shop', DENY),
    },
  ],
  [
    'patches that stand in the kustomization',
    {
      'prod/kustomization.yaml': `patches:\n  - patch: |\n${service('shop', DENY).replace(/^/gm, '      ')}\n`,
    },
  ],
  [
    'a JSON patch for a target',
    {
      'prod/kustomization.yaml':
        'patches:\n  - path: framing.yaml\n    target: { kind: VirtualService, name: sh.* }\n',
      'prod/framing.yaml': jsonPatch,
    },
  ],
  [
    'patchesJson6902',
    {
      'prod/kustomization.yaml':
        'patchesJson6902:\n  - path: framing.yaml\n    target: { group: networking.istio.io, kind: VirtualService, name: shop }\n',
      'prod/framing.yaml': jsonPatch,
    },
  ],
];

describe('objects that a kustomization patches', () => {
  it('are judged as they stand where nothing patches them', async () => {
    assert.deepEqual(await found(base), [
      'base/shop.yaml frame-policy-missing',
      'base/blog.yaml frame-policy-missing',
    ]);
  });

  for (const [what, files] of ways) {
    it(`lack nothing that ${what} may add`, async () => {
      assert.deepEqual(await found({ ...base, ...files }), ['base/blog.yaml frame-policy-missing']);
    });
  }

  it('lack what a patch of other things does not add', async () => {
    const files = {
      ...base,
      'prod/kustomization.yaml': 'patches:\n  - path: shop.yaml\n',
      'prod/shop.yaml': service('shop'),
    };
    assert.deepEqual(await found(files), [
      'base/shop.yaml frame-policy-missing',
      'base/blog.yaml frame-policy-missing',
    ]);
  });

  it('may be changed by a patch that was not seen', async () => {
    const files = {
      ...base,
      'prod/kustomization.yaml': 'patches:\n  - path: gone.yaml\n    target: { kind: VirtualService }\n',
    };
    assert.deepEqual(await found(files), []);
  });

  const ingress = (kustomization: string): Readonly<Record<string, string>> => ({
    'web/ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.org
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`,
    'edge/controller.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ingress-nginx-controller }\ndata: { proxy-body-size: 8m }\n',
    'edge/kustomization.yaml': kustomization,
  });
  const open = ['web/ingress.yaml frame-policy-missing'];

  it('are open where a patch only speaks of snippets', async () => {
    const patch = (value: string): string =>
      `patches:\n  - target: { kind: ConfigMap }\n    patch: |\n      - { op: add, path: /data/${value} }\n`;
    assert.deepEqual(await found(ingress(patch('allow-snippet-annotations, value: "true"'))), open);
    assert.deepEqual(await found(ingress(patch('add-headers, value: edge/headers'))), []);
  });

  it('may take a policy from what a kustomization makes or annotates', async () => {
    const generated = (literal: string): string =>
      `configMapGenerator:\n  - name: ingress-nginx-controller\n    behavior: merge\n    literals: [${literal}]\n`;
    assert.deepEqual(await found(ingress(generated('add-headers=edge/headers'))), []);
    assert.deepEqual(await found(ingress(generated('use-gzip=true'))), open);
    const chart =
      'helmCharts:\n  - name: ingress-nginx\n    valuesInline: { controller: { addHeaders: { X-Frame-Options: DENY } } }\n';
    assert.deepEqual(await found(ingress(chart)), []);
    const annotated = 'commonAnnotations: { nginx.ingress.kubernetes.io/custom-headers: shop/headers }\n';
    assert.deepEqual(await found(ingress(annotated)), []);
  });

  it('and what patches set is judged', async () => {
    const files = {
      ...base,
      'prod/kustomization.yaml': 'patches: [{ path: shop.yaml }]\n',
      'prod/shop.yaml': service('shop', DENY.replace('DENY', 'ALLOWALL')),
    };
    assert.deepEqual(await found(files), [
      'base/blog.yaml frame-policy-missing',
      'prod/shop.yaml frame-policy-invalid',
    ]);
  });

  it('and a file with the name of a patch lacks nothing, whoever applies it', async () => {
    assert.deepEqual(await found({ 'prod/shop-patch.yaml': service('shop') }), []);
    assert.deepEqual(await found({ 'dispatch.yaml': service('shop') }), [
      'dispatch.yaml frame-policy-missing',
    ]);
  });

  it('follow the kustomization as it changes', async () => {
    const { linter, workspace } = await lint({ ...base });
    const uri = workspace.uri('base/shop.yaml');
    const count = async (): Promise<number> => (await linter.check(uri))?.findings.length ?? 0;
    assert.equal(await count(), 1);
    workspace.write('prod/kustomization.yaml', ways[4]?.[1]['prod/kustomization.yaml'] ?? '');
    workspace.write('prod/framing.yaml', jsonPatch);
    linter.changed(workspace.uri('prod/kustomization.yaml'));
    linter.changed(workspace.uri('prod/framing.yaml'));
    assert.equal(await count(), 0);
  });

  it('are answered for with a doubt', async () => {
    const { linter, workspace } = await lint({ ...base, ...ways[4]?.[1] });
    const request = { url: 'http://shop.example.org/', upstream: { status: 200 } };
    const report = await linter.predict(workspace.uri('base/shop.yaml'), request);
    assert.equal(report?.complete, false);
    const plain = await lint({ ...base });
    assert.equal(
      (await plain.linter.predict(plain.workspace.uri('base/shop.yaml'), request))?.complete,
      true,
    );
  });
});
