/** The plugins of APIPark's stock list that recordings name, in the order of that list. */
const STOCK: Readonly<Record<string, readonly [id: string, status: string]>> = {
  access_log: ['access_log', 'global'],
  monitor: ['monitor', 'global'],
  proxy_rewrite: ['proxy_rewrite_v2', 'enable'],
  extra_params: ['extra_params', 'enable'],
  app: ['plugin_app', 'global'],
  access_relational: ['access_relational', 'global'],
  strategy_visit: ['strategy-plugin-visit', 'global'],
  strategy_grey: ['strategy-plugin-grey', 'global'],
  strategy_limiting: ['strategy-plugin-limiting', 'global'],
  strategy_fuse: ['strategy-plugin-fuse', 'global'],
  strategy_cache: ['strategy-plugin-cache', 'global'],
  strategy_data_mask: ['strategy-plugin-data_mask', 'global'],
  ai_prompt: ['ai_prompt', 'enable'],
  ai_formatter: ['ai_formatter', 'enable'],
};

/** A configuration whose `"stock entry app"` and the like stand for entries of the list. */
export function withStockList(config: string): string {
  return config.replace(/"stock entry (\w+)"/g, (_all, name: string) => {
    const [id, status] = STOCK[name] ?? ['', ''];
    const entry = {
      id: `eolinker.com:apinto:${id}`,
      name,
      status,
      ...(status === 'global' && { config: {} }),
    };
    return JSON.stringify(entry);
  });
}

/** The list of plugins with these entries. */
export function list(...entries: readonly string[]): string {
  return `plugins:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
}

export const ENABLED = '{id: "eolinker.com:apinto:response_rewrite", name: frame-guard, status: enable}';

/** The body of a router with these plugins. */
export function router(plugins: string, name = 'shop'): string {
  return `---
name: ${name}
driver: http
listen: 8099
protocols: [http]
location: /${name}/*
service: shop@service
plugins:
${plugins.trim().replace(/^/gm, '  ')}
`;
}

/** What a response_rewrite is configured with. */
export function guard(codes = '[200, 404, 504]'): string {
  return `{headers: {X-Frame-Options: DENY}, match: {code: ${codes}}}`;
}
