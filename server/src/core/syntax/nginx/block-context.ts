/**
 * The kinds of blocks that nginx tells apart when it looks a directive up (the NGX_*_CONF bits of its command tables).
 * The order is that of the bits in the generated directive table.
 */
export const blockContexts = [
  'main',
  'events',
  'http',
  'server',
  'location',
  'if in server',
  'if in location',
  'limit_except',
  'upstream',
  'oidc_provider',
  'acme_issuer',
  'otel_exporter',
  'mgmt',
  'stream',
  'stream server',
  'stream upstream',
  'mail',
  'mail server',
  'rtmp',
  'rtmp server',
  'rtmp application',
  'rtmp recorder',
] as const;

export type BlockContext = (typeof blockContexts)[number];

/** Where `include` may stand. */
export const everyContext = 2 ** blockContexts.length - 1;

const bits: ReadonlyMap<BlockContext, number> = new Map(
  blockContexts.map((context, index) => [context, 1 << index]),
);

export function contextBit(context: BlockContext): number {
  return bits.get(context) ?? 0;
}

export function contextsOf(mask: number): readonly BlockContext[] {
  return blockContexts.filter((context) => (mask & contextBit(context)) !== 0);
}
