import { expanded, mainFile, type Block, type Configuration, type Statement } from './tree.ts';

/** A block around an answer, and what stands in it directly. */
export interface Around {
  readonly block: Block;
  readonly items: readonly (Statement | Block)[];
}

/** A request, and what by construction answers it. */
export interface Ask {
  /** The server's `listen` address. */
  readonly listen: string;
  readonly method?: 'POST';
  readonly path: string;
  /** The scope that answers, as the linter names it. */
  readonly label: string;
  /** The blocks around the answer, innermost first. */
  readonly around: readonly Around[];
}

/** Requests for every server, location and `if` that can answer: where there may be one, a page and a 404. */
export function asksOf(configuration: Configuration): readonly Ask[] {
  const main = expanded(configuration.files[mainFile] ?? [], configuration);
  return blocks(main, 'http').flatMap((block) => {
    const http = aroundOf(block, configuration);
    return blocks(http.items, 'server').flatMap((server) => serverAsks(server, http, configuration));
  });
}

/** How the linter names one level. */
export function levelLabel(level: Around): string {
  const { keyword, args } = level.block;
  if (keyword !== 'server') return [keyword, ...args].join(' ');
  const name = argument(level, 'server_name');
  return name === undefined ? `server (listen ${argument(level, 'listen') ?? ''})` : `server ${name}`;
}

/** The block whose `add_header` lines are in force: the innermost that has any (ngx_http_headers_merge_conf). */
export function inForceAt({ around }: Ask): Around | undefined {
  return around.find(({ items }) => items.some((item) => item.keyword === 'add_header'));
}

function serverAsks(block: Block, http: Around, configuration: Configuration): readonly Ask[] {
  const server = aroundOf(block, configuration);
  const around = [server, http];
  const port = argument(server, 'listen') ?? '80';
  const label = levelLabel(server);
  const ask = (path: string): Ask => ({ listen: `*:${port}`, path, label, around });
  // A server's own `return` answers before any location is chosen.
  if (argument(server, 'return') !== undefined) return ['/', '/any/page'].map(ask);
  const locations = blocks(server.items, 'location');
  const takesAll = locations.some(({ args }) => args.join(' ') === '/');
  const own = takesAll ? [] : ['/page.html', '/none'].map(ask);
  return [...own, ...locations.flatMap((inner) => locationAsks(inner, ask(''), configuration))];
}

function locationAsks(block: Block, outer: Ask, configuration: Configuration): readonly Ask[] {
  const location = aroundOf(block, configuration);
  const label = `${outer.label} > ${levelLabel(location)}`;
  const here: Ask = { ...outer, label, around: [location, ...outer.around] };
  const paths = pathsOf(block).map((path) => ({ ...here, path }));
  // Files are not posted to: 405, also where every path has its file.
  const own = [...paths, ...paths.slice(0, 1).map((ask): Ask => ({ ...ask, method: 'POST' }))];
  const conditional = blocks(location.items, 'if').flatMap((inner) =>
    own.map((ask) => ifAsk(inner, ask, configuration)),
  );
  const nested = blocks(location.items, 'location').flatMap((inner) =>
    locationAsks(inner, here, configuration),
  );
  return [...own, ...conditional, ...nested];
}

/** An `if` without header lines of its own is no scope: its location's are in force. */
function ifAsk(block: Block, outer: Ask, configuration: Configuration): Ask {
  const inner = aroundOf(block, configuration);
  const [condition = ''] = block.args;
  const isScope = inner.items.some((item) => item.keyword === 'add_header');
  return {
    ...outer,
    path: `${outer.path}?${condition.replace(/^\(\$arg_|\)$/g, '')}=1`,
    label: isScope ? `${outer.label} > ${levelLabel(inner)}` : outer.label,
    around: [inner, ...outer.around],
  };
}

function pathsOf({ args }: Block): readonly string[] {
  const path = args.at(-1) ?? '';
  if (args[0] === '=') return [path];
  if (args[0] === '~*') {
    const file = `.${/x\d+/.exec(path)?.[0] ?? ''}.css`;
    return [`/style${file}`, `/none${file}`];
  }
  return [`${path}page.html`, `${path}none`, `${path}none/gone`];
}

function aroundOf(block: Block, configuration: Configuration): Around {
  return { block, items: expanded(block.body, configuration) };
}

function blocks(items: readonly (Statement | Block)[], keyword: Block['keyword']): readonly Block[] {
  return items.flatMap((item) => (item.kind === 'block' && item.keyword === keyword ? [item] : []));
}

function argument({ items }: Around, keyword: string): string | undefined {
  return items.find((item) => item.kind === 'statement' && item.keyword === keyword)?.args[0];
}
