import { judged, mended, told } from '../../../../../../test/gateways/support/judge.ts';
import type { Finding } from '../../../model/finding.ts';
import { dialect } from '../dialect.ts';

export type Files = Readonly<Record<string, string>>;

const FILE = 'objects.yaml';

function asFiles(files: Files | string): Files {
  return typeof files === 'string' ? { [FILE]: files } : files;
}

/** Each finding as `rule: the text that it stands on`. */
export function says(files: Files | string): readonly string[] {
  return told(judged(dialect, asFiles(files)), asFiles(files));
}

export function findings(files: Files | string): readonly Finding[] {
  return judged(dialect, asFiles(files));
}

/** The text after the first fix whose title matches. */
export function fixed(text: string, title: RegExp): string {
  const fix = findings(text)
    .flatMap((finding) => finding.fixes)
    .find((each) => title.test(each.title));
  if (fix === undefined) throw new Error(`no fix ${String(title)} in: ${says(text).join('; ')}`);
  return mended(fix, { [FILE]: text })[FILE] ?? '';
}

/** An HTTPRoute with one rule, `rule` being its lines below `matches`. */
export function route(rule: string, parent = '{name: edge}'): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [${parent}]
  rules:
  - matches:
    - path: {type: PathPrefix, value: /}
${rule}`;
}

export const BACKEND = '    backendRefs:\n    - {name: web, port: 80}\n';

/** A rule with one modifier of the lists given. */
export function modifier(lists: string, field = 'response'): string {
  const type = field === 'response' ? 'ResponseHeaderModifier' : 'RequestHeaderModifier';
  return `    filters:
    - type: ${type}
      ${field}HeaderModifier:
        ${lists}
`;
}

export function gateway(className: string, listeners = '[{name: http, protocol: HTTP, port: 80}]'): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  gatewayClassName: ${className}
  listeners: ${listeners}
`;
}

export function clientPolicy(
  late: string,
  options: { name?: string; section?: string; namespace?: string } = {},
): string {
  const { name = 'edge-frame-policy', section, namespace } = options;
  return `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: ClientTrafficPolicy
metadata:
  name: ${name}
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
${section === undefined ? '' : `    sectionName: ${section}\n`}  headers:
    lateResponseHeaders:
      ${late}
`;
}
