import type { SourceFile } from '../../model/place.ts';

/** Objects of the Gateway API itself, and the policies that its implementations add to it. */
const GROUPS =
  /^[ \t{,-]*["']?apiVersion["']?\s*:\s*["']?(gateway\.networking\.k8s\.io|gateway\.networking\.x-k8s\.io|gateway\.envoyproxy\.io|gateway\.kgateway\.dev|gateway\.nginx\.org)\/v/m;

const KINDS =
  /["']?kind["']?\s*:\s*["']?(HTTPRoute|GRPCRoute|Gateway|GatewayClass|ListenerSet|XListenerSet|HTTPRouteFilter|ClientTrafficPolicy|BackendTrafficPolicy|EnvoyPatchPolicy|EnvoyExtensionPolicy|TrafficPolicy|SnippetsFilter|SnippetsPolicy)\b/;

/** By an object's group and kind, without parsing: references to a Gateway in other objects are none of ours. */
export function claimGatewayApi({ uri, text }: SourceFile): number {
  if (!/\.(ya?ml|json)$/i.test(uri)) return 0;
  return GROUPS.test(text) && KINDS.test(text) ? 0.9 : 0;
}
