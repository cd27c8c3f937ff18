import type { SourceFile } from '../../model/place.ts';

const API_VERSION = /["']?apiVersion["']?\s*:\s*["']?(?:x\.)?getambassador\.io\/v\d/;

export function claimEmissary({ uri, text }: SourceFile): number {
  return /\.(?:ya?ml|json)$/i.test(uri) && API_VERSION.test(text) ? 0.9 : 0;
}
