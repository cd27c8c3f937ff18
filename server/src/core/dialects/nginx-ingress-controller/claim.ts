import type { SourceFile } from '../../model/place.ts';

const OBJECT = /["']?apiVersion["']?\s*:\s*["']?k8s\.nginx\.org\/v1/;
const INGRESS = /["']?kind["']?\s*:\s*["']?Ingress(?:Class|List)?["']?\s*(?:[,}#]|$)/m;
const GROUP = /\b(?:networking\.k8s\.io|extensions)\/v1/;
const ANNOTATION = /["']?nginx\.(?:org|com)\/[a-z-]+["']?\s*:/;
const CONFIG_MAP = /["']?kind["']?\s*:\s*["']?ConfigMap["']?\s*(?:[,}#]|$)/m;
/** Plural where those of ingress-nginx are not. */
const KEYS =
  /["']?(?:main-snippets|http-snippets|server-snippets|location-snippets|proxy-(?:hide|pass)-headers|add-header|add-header-inherit)["']?\s*:/;

/** A VirtualServer, an Ingress and its class, the controller's ConfigMap and its own Deployment. */
export function claimController({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  if (OBJECT.test(text)) return 0.9;
  if (INGRESS.test(text) && GROUP.test(text)) {
    if (ANNOTATION.test(text) || text.includes('nginx.org/ingress-controller')) return 0.9;
    // Whose class it is may stand in another file.
    return 0.2;
  }
  if (CONFIG_MAP.test(text) && KEYS.test(text)) return 0.8;
  return /["']?-{1,2}nginx-configmaps\b/.test(text) && /["']?kind["']?\s*:/.test(text) ? 0.5 : 0;
}
