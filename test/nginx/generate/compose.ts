import { seeded, type Random } from './random.ts';
import { mainFile, type Block, type Configuration, type Node, type Statement } from './tree.ts';
import { headerLine, misplacedLine } from './vocabulary.ts';

/** Where the service behind listens, as the text has it; whoever serves the text puts the real port there. */
export const upstreamAddress = '127.0.0.1:18200';

/** What is being written: names that were given away, and the files that came about. */
interface Draft {
  readonly random: Random;
  readonly files: Record<string, readonly Node[]>;
  /** Bodies that may be included again, by their context. */
  readonly shared: { readonly headers: string[]; readonly locations: string[] };
  next: number;
}

/**
 * A configuration from its number. Every server has a port of its own, every location a prefix or an exact path of its
 * own and every `if` an argument of its own, so which of them answers a request needs no location matching.
 */
export function compose(seed: number): Configuration {
  const random = seeded(seed);
  const draft: Draft = { random, files: {}, shared: { headers: [], locations: [] }, next: 1 };
  const style = {
    indent: random.pick(['    ', '  ', '\t']),
    eol: random.pick(['\n', '\n', '\n', '\r\n'] as const),
    ownBrace: random.chance(0.1),
  };
  const servers = Array.from({ length: 1 + random.below(3) }, () => server(draft));
  const http: Block = {
    kind: 'block',
    keyword: 'http',
    args: [],
    oneLine: false,
    body: [
      ...['root www', 'default_type text/html', 'access_log off'].map((text) => needed(text)),
      ...headers(draft, 0.4),
      ...(random.chance(0.25) ? inFiles(draft, servers) : servers),
    ],
  };
  const events: Block = { kind: 'block', keyword: 'events', args: [], oneLine: true, body: [] };
  return { seed, style, files: { [mainFile]: [events, ...comment(draft), http], ...draft.files } };
}

function server(draft: Draft): Block {
  const { random } = draft;
  const number = draft.next++;
  const name = random.chance(0.7) ? [statement('server_name', `s${number}.example`)] : [];
  const head: Node[] = [needed(`listen ${8000 + number}`), ...name, ...comment(draft)];
  const own = headers(draft, 0.6);
  if (random.chance(0.15)) {
    const body = [...head, ...own, statement('return', '301', 'https://$host$request_uri')];
    return block(draft, 'server', [], body);
  }
  const catchAll = random.chance(0.4) ? [location(draft, ['/'])] : [];
  const locations = Array.from({ length: random.below(4) }, () => location(draft, target(draft)));
  const shared = sharedLocations(draft);
  return block(draft, 'server', [], [...head, ...own, ...catchAll, ...locations, ...shared]);
}

function target(draft: Draft): readonly string[] {
  const { random } = draft;
  const number = draft.next++;
  if (random.chance(0.25)) return ['=', `/exact${number}`];
  if (random.chance(0.15)) return ['~*', `\\.x${number}\\.(css|js|png)$`];
  return random.chance(0.2) ? ['^~', `/p${number}/`] : [`/p${number}/`];
}

function location(draft: Draft, args: readonly string[], depth = 0): Block {
  const { random } = draft;
  const path = args.at(-1) ?? '';
  const ifs = random.chance(0.25)
    ? [condition(draft), ...(random.chance(0.3) ? [condition(draft)] : [])]
    : [];
  const nested =
    depth < 2 && args[0] === path && path !== '/' && random.chance(0.3)
      ? [location(draft, [`${path}n${draft.next++}/`], depth + 1)]
      : [];
  // `return` ends the rewrite phase, so what an `if` says must stand before it.
  return block(draft, 'location', args, [...headers(draft, 0.5), ...ifs, ...handler(random), ...nested]);
}

function condition(draft: Draft): Block {
  const answer = draft.random.chance(0.3) ? [statement('return', '403')] : [];
  const body = [...headers(draft, 0.8, false), ...answer];
  return block(draft, 'if', [`($arg_i${draft.next++})`], body);
}

/** What answers in a location; none: a file. */
function handler(random: Random): readonly Statement[] {
  switch (random.below(12)) {
    case 0:
      return [statement('return', '200', random.chance(0.5) ? '"page"' : "'<p>a page; of {two}</p>'")];
    case 1:
      return [statement('return', '301', '/elsewhere')];
    case 2:
      return [statement('return', random.pick(['204', '404', '403', '410']))];
    case 3:
      return [statement('return', '403', 'forbidden')];
    case 4:
    case 5:
    case 6:
      return [statement('proxy_pass', `http://${upstreamAddress}`)];
    case 7:
      return [statement('deny', 'all')];
    case 8:
      return [statement('etag', 'off')].slice(random.below(2));
    default:
      return [];
  }
}

/** Header lines of one level: none, or some, perhaps from a file. */
function headers(draft: Draft, probability: number, more = true): readonly Node[] {
  const { random, shared } = draft;
  const misplaced = more && random.chance(0.06) ? [misplacedLine(random)] : [];
  const forwarded =
    misplaced.length > 0 && random.chance(0.5) ? [statement('proxy_set_header', 'Host', '$host')] : [];
  const rest = [...forwarded, ...misplaced, ...comment(draft)];
  if (!random.chance(probability)) return rest;
  const known = shared.headers[random.below(3)];
  if (more && known !== undefined && random.chance(0.2)) return [...rest, include(known)];
  const lines = Array.from({ length: 1 + random.below(4) }, () => headerLine(random));
  if (!more || !random.chance(0.15)) return [...rest, ...lines];
  const path = `snippets/headers-${draft.next++}.conf`;
  draft.files[path] = [...lines.slice(1), ...comment(draft)];
  shared.headers.push(path);
  return [...rest, ...lines.slice(0, 1), include(path)];
}

/** A location in a file that more than one server may include. */
function sharedLocations(draft: Draft): readonly Node[] {
  const { random, shared } = draft;
  const [known] = shared.locations;
  if (known !== undefined) return random.chance(0.5) ? [include(known)] : [];
  if (!random.chance(0.2)) return [];
  const path = `snippets/locations-${draft.next++}.conf`;
  draft.files[path] = [location(draft, target(draft)), ...comment(draft)];
  shared.locations.push(path);
  return [include(path)];
}

/** Each server in a file of its own, brought in by a pattern. */
function inFiles(draft: Draft, servers: readonly Block[]): readonly Node[] {
  const paths = servers.map((block, index) => {
    const path = `sites/${index}.conf`;
    draft.files[path] = [block];
    return path;
  });
  return [{ kind: 'include', pattern: 'sites/*.conf', paths }];
}

function comment({ random }: Draft): readonly Node[] {
  if (!random.chance(0.15)) return [];
  const text = random.pick(['add_header X-Frame-Options DENY always;', 'headers }', 'see "below', '']);
  return [{ kind: 'comment', text }];
}

function block(
  { random }: Draft,
  keyword: Block['keyword'],
  args: readonly string[],
  body: readonly Node[],
): Block {
  const short = body.every((node) => node.kind !== 'block' && node.kind !== 'comment') && body.length < 4;
  return { kind: 'block', keyword, args, body, oneLine: short && random.chance(0.25) };
}

function include(path: string): Node {
  return { kind: 'include', pattern: path, paths: [path] };
}

function statement(keyword: string, ...args: readonly string[]): Statement {
  return { kind: 'statement', keyword, args };
}

function needed(text: string): Statement {
  const [keyword = '', ...args] = text.split(' ');
  return { kind: 'statement', keyword, args, needed: true };
}
