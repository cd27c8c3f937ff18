import type { SourceFile } from '../../model/place.ts';

/** The one key that every declarative file of Kong has, and decK's partial ones too. */
const DECLARATIVE = /^[ \t]*(?:\{[ \t]*)?["']?_format_version["']?[ \t]*:/m;

/** Objects of the ingress controller, and its annotations and classes on others'. */
const KUBERNETES =
  /\bconfiguration\.konghq\.com\/v|\bkonghq\.com\/[\w.-]+["']?[ \t]*:|plugins\.konghq\.com["']?[ \t]*:|ingress-controllers\.konghq\.com\/|(?:ingressClassName|kubernetes\.io\/ingress\.class)["']?[ \t]*:[ \t]*["']?kong\b/;

export function claimKong({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  if (DECLARATIVE.test(text)) return 0.9;
  if (/\bKONG_NGINX_(?:PROXY|HTTP)_ADD_HEADER\b/.test(text)) return 0.5;
  return /apiVersion["']?[ \t]*:/.test(text) && KUBERNETES.test(text) ? 0.85 : 0;
}
