import type { SourceFile } from '../../model/place.ts';

const API_VERSION = /["']?apiVersion["']?\s*:\s*["']?projectcontour\.io\/v\d/;
/** The file with which Contour is started, in a ConfigMap. */
const CONFIG_MAP = /\bkind\s*:\s*["']?ConfigMap\b/;
const CONFIG_FILE = /^\s*["']?contour\.yaml["']?\s*:/m;

export function claimContour({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  return API_VERSION.test(text) || (CONFIG_FILE.test(text) && CONFIG_MAP.test(text)) ? 0.9 : 0;
}
