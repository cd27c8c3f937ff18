/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /_format_version|\bkonghq\.com\b|KONG_NGINX_|ingress-?class(?:name)?["']?\s*:\s*["']?kong\b|ingress\.class["']?\s*:\s*["']?kong\b/i;
