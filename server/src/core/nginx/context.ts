import { blockContexts, contextBit, everyContext, type BlockContext } from '../syntax/nginx/block-context.ts';
import { isDataBlock } from '../syntax/nginx/data-blocks.ts';
import { directiveVariants } from '../syntax/nginx/directive-table.ts';
import type { Directive, NginxTree } from '../syntax/nginx/tree.ts';

/**
 * What the directives of a block are to nginx. `data`: the body has a reader of its own and its lines are no
 * directives (`map`, `types`, Lua); `unknown`: the block belongs to a module we do not know, or what surrounds the
 * file was not seen.
 */
export type Context = BlockContext | 'data' | 'unknown';

/** The kind of block that a directive opens, by where it stands. */
const children: Readonly<Partial<Record<Context, Readonly<Record<string, Context>>>>> = {
  main: {
    http: 'http',
    events: 'events',
    stream: 'stream',
    mail: 'mail',
    imap: 'mail',
    rtmp: 'rtmp',
    mgmt: 'mgmt',
  },
  http: {
    server: 'server',
    upstream: 'upstream',
    oidc_provider: 'oidc_provider',
    acme_issuer: 'acme_issuer',
    otel_exporter: 'otel_exporter',
  },
  server: { location: 'location', if: 'if in server' },
  location: { location: 'location', if: 'if in location', limit_except: 'limit_except' },
  stream: { server: 'stream server', upstream: 'stream upstream' },
  mail: { server: 'mail server' },
  rtmp: { server: 'rtmp server' },
  'rtmp server': { application: 'rtmp application' },
  'rtmp application': { recorder: 'rtmp recorder' },
};

/** Blocks that mean the same wherever they stand, right or wrong: a `location` inside an unknown block is still one. */
const anywhere: Readonly<Record<string, Context>> = {
  http: 'http',
  events: 'events',
  stream: 'stream',
  mail: 'mail',
  location: 'location',
  limit_except: 'limit_except',
};

/** The context of what stands in the body of a block directive. */
export function childContext(context: Context, directive: Directive): Context {
  return childOf(context, directive.keyword);
}

export function childOf(context: Context, name: string): Context {
  if (isDataBlock(name) || name.endsWith('_by_lua_block')) return 'data';
  return lookup(children[context], name) ?? lookup(anywhere, name) ?? 'unknown';
}

/** Names come from the file, and a plain object also answers to `constructor`. */
function lookup(table: Readonly<Record<string, Context>> | undefined, name: string): Context | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/**
 * What a file's own top level is, seen alone: from a comment `# gateway-lint: context=…`, else from its content, else
 * from where it lies, else `unknown`.
 *
 * The comment gives the blocks around the file, outermost first, as one would write them down: `context=http,server`
 * is what stands in `http { server { … } }`, `context=http,server,location,if` what stands in an `if` of a location.
 * Outer blocks may be left out where the last one says enough: `context=server` is `http,server`.
 * @param path the file's path or uri
 */
export function fragmentContext(tree: NginxTree, path = ''): Context {
  const known = declaredContext(tree) ?? tree.embedded?.context;
  return known ?? contextFromContent(tree, contextFromPath(tree.embedded?.path ?? path));
}

function declaredContext(tree: NginxTree): Context | undefined {
  // Nearly no file has one, and a long file has many comments.
  if (!tree.text.includes('gateway-lint:')) return undefined;
  for (const { start, end } of tree.comments) {
    const [, list] =
      /^#\s*gateway-lint:.*?\bcontext\s*=\s*([a-z_]+(?:\s*,\s*[a-z_]+)*)/.exec(tree.text.slice(start, end)) ??
      [];
    if (list !== undefined) return contextOfPath(list.split(',').map((name) => name.trim()));
  }
  return undefined;
}

function contextOfPath([first = '', ...inner]: readonly string[]): Context {
  const outermost = lookup(shortcuts, first) ?? 'unknown';
  return inner.reduce<Context>((context, name) => childOf(context, name), outermost);
}

const shortcuts: Readonly<Record<string, Context>> = {
  main: 'main',
  http: 'http',
  events: 'events',
  stream: 'stream',
  mail: 'mail',
  rtmp: 'rtmp',
  server: 'server',
  location: 'location',
  if: 'if in location',
  limit_except: 'limit_except',
  upstream: 'upstream',
};

/** Debian's and Alpine's folders; what others made of them (`sites-available`, `vhosts.d`). */
const folders: readonly (readonly [RegExp, Context])[] = [
  [/(^|\/)nginx\.conf(\.\w+)?$/, 'main'],
  [/(^|\/)stream[^/]*\//, 'stream'],
  [/(^|\/)(conf\.d|http\.d|sites-[^/]+|vhosts?(\.d)?)\//, 'http'],
];

function contextFromPath(path: string): Context {
  return folders.find(([pattern]) => pattern.test(path))?.[1] ?? 'unknown';
}

/** Blocks that say of themselves where they stand; checked first, since main files are long. */
const mainBlocks: ReadonlySet<string> = new Set(['http', 'events', 'stream', 'mail']);

/** The families of contexts, the likeliest first; `if` and `limit_except` bodies are hardly ever files of their own. */
const families: readonly (readonly BlockContext[])[] = [
  ['main', 'http', 'server', 'location', 'upstream'],
  blockContexts.filter((context) => !context.startsWith('if ') && context !== 'limit_except'),
];

/** The context in which most of the directives may stand, where there is one; `hint` decides between equals. */
function contextFromContent(tree: NginxTree, hint: Context): Context {
  const { directives } = tree;
  if (directives.some((d) => d.body && mainBlocks.has(d.keyword))) return 'main';
  const score = scorer();
  const scores = blockContexts.map((context) => score(directives, context, 1));
  const scoreOf = (context: BlockContext): number => scores[blockContexts.indexOf(context)] ?? 0;
  const best = Math.max(...(families[1] ?? []).map(scoreOf));
  if (best === 0) return hint;
  const [candidates = []] = families
    .map((family) => family.filter((c) => scoreOf(c) === best))
    .filter((f) => f.length > 0);
  if (candidates.length === 1) return candidates[0] ?? hint;
  if (candidates.some((candidate) => candidate === hint)) return hint;
  // A file of locations could also be a piece of a location, but hardly ever is.
  const locations = directives.some((d) => d.body && d.keyword === 'location');
  return locations && candidates.includes('server') ? 'server' : 'unknown';
}

/** Counts the directives, and those of their blocks, that a context admits. */
function scorer(): (directives: readonly Directive[], context: BlockContext, depth: number) => number {
  const masks = new Map<string, number>();
  const maskOf = (name: string, block: boolean): number => {
    const key = block ? `${name} {` : name;
    const known = masks.get(key);
    if (known !== undefined) return known;
    const all = directiveVariants(name).filter((variant) => variant.block === block);
    const mask = all.reduce((sum, variant) => sum | variant.contexts, 0);
    // `include` may stand everywhere and says nothing.
    const telling = mask === everyContext ? 0 : mask;
    masks.set(key, telling);
    return telling;
  };
  const score = (directives: readonly Directive[], context: BlockContext, depth: number): number => {
    let sum = 0;
    for (const directive of directives) {
      const name = directive.keyword;
      if ((maskOf(name, directive.body !== undefined) & contextBit(context)) !== 0) sum++;
      if (directive.body === undefined || depth === 0) continue;
      const child = childOf(context, name);
      if (child !== 'data' && child !== 'unknown') sum += score(directive.body.directives, child, depth - 1);
    }
    return sum;
  };
  return score;
}
