import type { SourceFile } from '../../model/place.ts';

const OBJECT = /["']?apiVersion["']?\s*:\s*["']?k8s\.nginx\.org\/v1/;
const CONFIGURATION =
  /^\s+["']?(?:main-snippets|http-snippets|server-snippets|location-snippets|proxy-(?:hide|pass)-headers|add-header|add-header-inherit)["']?\s*:/m;

/** A VirtualServer, an Ingress with annotations of this controller, or its ConfigMap. */
export function claimController({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  if (OBJECT.test(text)) return 0.9;
  return isKind(text, 'ConfigMap') && CONFIGURATION.test(text) ? 0.8 : 0;
}

function isKind(text: string, kind: string): boolean {
  return new RegExp(`["']?kind["']?\\s*:\\s*["']?${kind}\\b`).test(text);
}
