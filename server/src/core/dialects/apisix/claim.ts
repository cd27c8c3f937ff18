import type { SourceFile } from '../../model/place.ts';

const OBJECT = /["']?apiVersion["']?\s*:\s*["']?apisix\.apache\.org\/v\d/;
/** References to our objects from those of others, and annotations. */
const REFERENCE = /\bapisix\.apache\.org\b/;
/** A ConfigMap with the file in it. */
const EMBEDDED = /^\s+["']?apisix[\w.-]*\.ya?ml["']?\s*:\s*\|/m;
const INGRESS = /^[\s{-]*["']?kind["']?\s*:\s*["']?(?:Ingress|IngressClass)\b/m;
const ANY_OBJECT = /^[\s{-]*["']?apiVersion["']?\s*:/m;

const SECTION =
  /^(?:routes|services|upstreams|plugin_configs|global_rules|consumers|consumer_groups|stream_routes|ssls)\s*:/m;
const URI = /^\s+(?:-\s+)?uris?\s*:|[{,]\s*uris?\s*:/m;
/** What a route or service of APISIX has, and no other gateway's; its upstream is an object. */
const MARK =
  /^\s+(?:-\s+)?(?:(?:upstream_id|service_id|plugin_config_id)\s*:|upstream\s*:[ \t]*(?:[{&*#]|\r?$))|\bresponse-rewrite\s*:|\bproxy-rewrite\s*:|[{,]\s*(?:upstream_id\s*:|upstream\s*:\s*[{&*])/m;
const OTHER = /^(?:_format_version|static_resources|openapi|swagger|http|entryPoints)\s*:/m;

/** Objects of the controller; apisix.yaml and files of ADC by their sections; config.yaml, which changes what these mean. */
export function claimApisix({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  if (OBJECT.test(text)) return 0.9;
  if (ANY_OBJECT.test(text)) {
    if (REFERENCE.test(text) || EMBEDDED.test(text)) return 0.6;
    // Only its class, in another file maybe, says who serves an Ingress.
    return INGRESS.test(text) ? 0.1 : 0;
  }
  if (OTHER.test(text)) return 0;
  if (SECTION.test(text)) {
    if (/\/apisix[^/]*\.ya?ml$/i.test(uri) || /#END\s*$/.test(text)) return 0.9;
    if (/^_format_version/m.test(text)) return 0;
    return (URI.test(text) && MARK.test(text)) || /\bresponse-rewrite\s*:/.test(text) ? 0.8 : 0;
  }
  return isBoot(uri, text) ? 0.5 : 0;
}

/** The configuration that APISIX starts with. */
function isBoot(uri: string, text: string): boolean {
  return (
    /\/config[^/]*\.ya?ml$/i.test(uri) &&
    /^(?:apisix|deployment)\s*:/m.test(text) &&
    /\b(?:node_listen|config_provider|enable_admin|admin_key)\b/.test(text)
  );
}
