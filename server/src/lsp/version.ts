// A named import, so that the bundle takes this one member of the manifest.
import { version } from '../../../package.json';

/** The product's version; the released tag of the same name holds the rules' pages. */
export const productVersion: string = version;

/** The page of a rule as it was when this version was released: a published link never changes under a reader. */
export function rulePage(id: string): string {
  return `https://github.com/gateway-lint/gateway-lint/blob/v${productVersion}/docs/rules/${encodeURIComponent(id)}.md`;
}
