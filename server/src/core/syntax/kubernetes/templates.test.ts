import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Predict } from '../../model/prediction.ts';
import type { SourceFile, Uri } from '../../model/place.ts';
import { parseYamlFile } from '../yaml/parse.ts';
import { besideTemplates } from './templates.ts';

const known: Predict = () =>
  Promise.resolve({
    ways: [{ status: 200, answeredBy: [], outcome: { lines: [], opaque: [] } }],
    doubts: [],
  });

/** Whether an answer that is known stays so beside the document. */
async function staysKnown(text: string, host: string, holes = false): Promise<boolean> {
  const file: SourceFile = { uri: 'file:///chart/templates/a.yaml' as Uri, version: 1, text };
  const predict = besideTemplates([parseYamlFile(file)], { objects: /kind:/, holes }, known);
  return (await predict({ url: `http://${host}/` })).ways.length === 1;
}

const service = (hosts: string, rest = ''): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "chart.labels" . | nindent 4 }}
spec:
  hosts:${hosts}
  http:
    - route:
        - destination:
            host: {{ .Values.service }}
${rest}`;

const cases: readonly (readonly [what: string, text: string, hosts: Readonly<Record<string, boolean>>])[] = [
  [
    'with hosts that are written out is for these alone',
    service('\n    - shop.example.org\n    - "*.shop.example.org"'),
    { 'shop.example.org': false, 'eu.shop.example.org': false, 'blog.example.org': true },
  ],
  [
    'with a part of a host left open is for what may become of it',
    service(' ["{{ .Values.env }}.example.org"]'),
    { 'test.example.org': false, 'example.net': true },
  ],
  ['with a host left open is for any', service('\n    - {{ .Values.host }}'), { 'blog.example.org': false }],
  [
    'with hosts that a block writes is for any',
    service('\n    {{- toYaml .Values.hosts | nindent 4 }}'),
    { 'blog.example.org': false },
  ],
  [
    'with hosts in a condition is for those of all branches',
    service('\n    {{- if .a }}\n    - a.example.org\n    {{- else }}\n    - b.example.org\n    {{- end }}'),
    { 'a.example.org': false, 'b.example.org': false, 'c.example.org': true },
  ],
  [
    'of a list of hosts is for any',
    service('\n    {{- range .Values.hosts }}\n    - {{ . | quote }}\n    {{- end }}'),
    { 'blog.example.org': false },
  ],
  [
    'that is a filter or a policy may have a say in anything',
    service(' [shop.example.org]').replace('VirtualService', 'EnvoyFilter'),
    { 'blog.example.org': false },
  ],
  [
    'of an Ingress is for the hosts of its rules, not for those of its certificates',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  {{- if .x }}\n  tls:\n    - hosts: [a.example.org]\n  {{- end }}\n  rules:\n    - host: b.example.org\n',
    { 'b.example.org': false, 'a.example.org': true },
  ],
  [
    'of an Ingress with a rule for all hosts is for any',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  {{- if .x }}{{ end }}\n  rules:\n    - host: b.example.org\n    - http: {}\n',
    { 'a.example.org': false },
  ],
  [
    'of an IngressRoute is for the hosts of its rules',
    'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nspec:\n  {{- if .x }}{{ end }}\n  routes:\n    - match: Host(`b.example.org`) && PathPrefix(`/`)\n',
    { 'b.example.org': false, 'a.example.org': true },
  ],
  [
    'of a rule that says otherwise is for any',
    'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nspec:\n  {{- if .x }}{{ end }}\n  routes:\n    - match: Host(`b.example.org`) || PathPrefix(`/`)\n',
    { 'a.example.org': false },
  ],
];

describe('a template beside objects that are written out', () => {
  for (const [what, text, hosts] of cases) {
    it(what, async () => {
      for (const [host, isKnown] of Object.entries(hosts))
        assert.equal(await staysKnown(text, host), isKnown, host);
    });
  }

  it('that can be read is left to its dialect where its hosts are written out', async () => {
    const text =
      'apiVersion: x/v1\nkind: VirtualService\nmetadata: { name: "{{ .name }}" }\nspec: { hosts: [a.example.org] }\n';
    assert.equal(
      await staysKnown(
        text.replace('{ hosts: [a.example.org] }', '\n  hosts: [a.example.org]'),
        'a.example.org',
      ),
      true,
    );
    assert.equal(
      await staysKnown(
        text.replace('{ hosts: [a.example.org] }', '\n  hosts: [a.example.org]'),
        'a.example.org',
        true,
      ),
      false,
    );
  });

  it('of another dialect is not asked', async () => {
    assert.equal(
      await staysKnown('{{- if .x }}\nspec: { hosts: [a.example.org] }\n{{ end }}', 'a.example.org'),
      true,
    );
  });
});
