/** An HTTPProxy with these items of `routes`. */
export function proxy(routes: string, spec = 'virtualhost: {fqdn: web.example}'): string {
  return `---
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: web}
spec:
  ${spec}
  routes:
${routes.trim().replace(/^/gm, '  ')}
`;
}

/** The configuration of Contour itself with this policy. */
export function configuration(responseHeaders: string): string {
  return `---
apiVersion: projectcontour.io/v1alpha1
kind: ContourConfiguration
metadata: {name: contour}
spec: {policy: {responseHeaders: ${responseHeaders}}}
`;
}

/** The file that Contour is started with. */
export function configMap(contour: string, style = '|'): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata: {name: contour, namespace: projectcontour}
data:
  contour.yaml: ${style}
${contour.trim().replace(/^/gm, '    ')}
`;
}

export const SERVICE = 'services: [{name: web, port: 80}]';
