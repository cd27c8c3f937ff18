/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /apisix|node_listen|config_provider|(?:response|proxy)-rewrite|#END\s*$|\b(?:upstream|service|plugin_config)_id["']?\s*:|\bupstream["']?\s*:|\bkind["']?\s*:\s*["']?Ingress/;
