import type { SourceFile } from '../../model/place.ts';

const API_VERSION = /["']?apiVersion["']?\s*:\s*["']?projectcontour\.io\/v\d/;

export function claimContour({ uri, text }: SourceFile): number {
  return /\.(?:ya?ml|json)$/i.test(uri) && API_VERSION.test(text) ? 0.9 : 0;
}
