import { contextBit } from '../syntax/nginx/block-context.ts';
import type { DirectiveVariant } from '../syntax/nginx/directive-table.ts';
import type { Context } from './context.ts';

/** Why a release does not have a directive, or `undefined` where it has it. */
export function availability(
  variant: DirectiveVariant,
  version: string,
  context: Context,
): { readonly fate: 'newer' | 'removed'; readonly release: string } | undefined {
  const { since, removed, contextSince } = variant;
  // The table's releases are nginx's only for nginx's own modules.
  if (variant.thirdParty !== undefined || variant.plus) return undefined;
  if (removed !== undefined && !isOlder(version, removed)) return { fate: 'removed', release: removed };
  if (since !== undefined && isOlder(version, since)) return { fate: 'newer', release: since };
  if (context === 'unknown' || context === 'data') return undefined;
  const [, later] = contextSince.find(([bit]) => bit === contextBit(context)) ?? [];
  return later !== undefined && isOlder(version, later) ? { fate: 'newer', release: later } : undefined;
}

export function isOlder(version: string, than: string): boolean {
  const a = version.split('.').map(Number);
  const b = than.split('.').map(Number);
  const at = b.findIndex((part, i) => part !== (a[i] ?? 0));
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
