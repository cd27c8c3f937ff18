/** What stands in the cluster besides the objects that are looked at. */

/** The service behind every route; a ServiceEntry stands for a Kubernetes Service. */
export const HOST = 'web.shop.svc.cluster.local';

export const SERVICE = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: web, namespace: shop}
spec:
  hosts: [${HOST}]
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  location: MESH_INTERNAL
  endpoints: [{address: 10.0.0.2}]
`;

/** The gateway where the objects bring none. */
export const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers:
  - port: {number: 80, name: http, protocol: HTTP}
    hosts: ["*"]
`;
