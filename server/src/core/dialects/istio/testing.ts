/** An edge VirtualService with these items of `http`. */
export function virtualService(http: string, name = 'web'): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}.example]
  gateways: [istio-system/edge]
  http:
${http.trim().replace(/^/gm, '  ')}
`;
}

export const ROUTE = 'route: [{destination: {host: web}}]';
