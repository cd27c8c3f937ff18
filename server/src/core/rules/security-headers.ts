import type { HeaderOp } from '../model/header-op.ts';

/** Response headers that tell browsers to be careful, besides X-Frame-Options. */
const SECURITY_HEADERS: ReadonlySet<string> = new Set([
  'strict-transport-security',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
]);

/** Whether an instruction sends one of them. */
export function sendsSecurityHeader({ kind, spelling, value }: HeaderOp): boolean {
  if (kind === 'remove' || kind === 'unknown') return false;
  return (
    SECURITY_HEADERS.has(spelling.toLowerCase()) && !(value.kind === 'literal' && value.text.trim() === '')
  );
}

/** `A`, `A and B`, `A, B and C`, each once, in the usual spelling of the file. */
export function listed(ops: readonly HeaderOp[]): string {
  const names = [...new Map(ops.map(({ spelling }) => [spelling.toLowerCase(), spelling])).values()];
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
