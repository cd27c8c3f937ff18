import type { SourceFile } from '../../model/place.ts';

/** Objects of the Gateway API itself, and the policies that its implementations add to it. */
const GROUPS =
  /^[ \t{,-]*["']?apiVersion["']?\s*:\s*["']?(gateway\.networking\.k8s\.io|gateway\.networking\.x-k8s\.io|gateway\.envoyproxy\.io|gateway\.kgateway\.dev|gateway\.nginx\.org)\/v/m;

const KINDS =
  /["']?kind["']?\s*:\s*["']?(HTTPRoute|GRPCRoute|Gateway|GatewayClass|ListenerSet|XListenerSet|HTTPRouteFilter|ClientTrafficPolicy|BackendTrafficPolicy|EnvoyPatchPolicy|EnvoyExtensionPolicy|TrafficPolicy|SnippetsFilter|SnippetsPolicy|AuthenticationFilter)\b/;

/** What acts on routes of a Gateway without being named by them; read for that alone. */
const AROUND = /["']?kind["']?\s*:\s*["']?(?:ApisixGlobalRule|GatewayProxy|KongClusterPlugin)\b/;
const SERVICE = /["']?kind["']?\s*:\s*["']?Service\b/;
const PLUGINS = /konghq\.com\/plugins["']?\s*:/;
const FOREIGN = /\b(?:apisix\.apache\.org|configuration\.konghq\.com)\/v/;

/** By an object's group and kind, without parsing: references to a Gateway in other objects are none of ours. */
export function claimGatewayApi({ uri, text }: SourceFile): number {
  if (!/\.(ya?ml|json)$/i.test(uri)) return 0;
  if (GROUPS.test(text) && KINDS.test(text)) return 0.9;
  const isAround = (AROUND.test(text) && FOREIGN.test(text)) || (SERVICE.test(text) && PLUGINS.test(text));
  return isAround ? 0.05 : 0;
}
