import type { Draft } from './draft.ts';
import { block, say, type Node } from './tree.ts';
import { ARGUMENTS } from './vocabulary.ts';

/** Variables of nginx's own whose values a request and a configuration decide. */
const KNOWN = [
  '$uri',
  '$request_uri',
  '$args',
  '$is_args',
  '$query_string',
  '$host',
  '$http_host',
  '$server_name',
  '$server_port',
  '$scheme',
  '$https',
  '$request_method',
  '$document_uri',
  '$document_root',
  '$request_filename',
  '$status',
  '$sent_http_x_a',
  '$sent_http_content_type',
  '$sent_http_x_frame_options',
  '$upstream_http_x_up',
  '$upstream_http_x_frame_options',
  '$upstream_status',
  '$remote_addr',
  '$server_protocol',
  '$server_addr',
  '$content_type',
  '$http_x_test',
  '$cookie_c',
  '$remote_user',
  '$nginx_version',
  '$request',
  '$proxy_host',
  '$http_user_agent',
  '$uri$is_args$args',
] as const;

/** Values that time, the process or the network decides. */
const UNKNOWN = ['$request_id', '$msec', '$pid', '$connection', '$time_iso8601', '$remote_port'] as const;

/** A header value or a text: a marker, perhaps with a variable. */
export function value(draft: Draft): string {
  const { random } = draft;
  if (random.chance(0.55)) return `v${draft.next()}`;
  const name = variable(draft);
  const braced = `\${${name.slice(1)}}`;
  if (/^\$[a-z]\w*$/i.test(name) && random.chance(0.2)) return `v${draft.next()}-${braced}s`;
  return random.chance(0.5) ? name : `v${draft.next()} ${name}`;
}

export function variable(draft: Draft): string {
  const { random } = draft;
  const kind = random.below(200);
  if (kind < 60) return `$arg_${random.pick(ARGUMENTS)}`;
  if (kind < 110) return random.any(draft.variables) ?? '$arg_a';
  if (kind < 122) return random.pick(['$1', '$2', '$seg', '$rest', '$sub', '$cap']);
  if (kind < 123) return random.pick(UNKNOWN);
  return random.pick(KNOWN);
}

/** `map`, `geo` and `split_clients` blocks; their variables may be used from then on. */
export function maps(draft: Draft): Node[] {
  if (!draft.about('maps')) return [];
  return [mapBlock(draft), ...draft.random.upTo(2, () => mapBlock(draft))];
}

function mapBlock(draft: Draft): Node {
  const { random } = draft;
  const name = `$m${draft.next()}`;
  const kind = random.below(10);
  const made = kind < 7 ? plainMap(draft, name) : kind < 8 ? geo(draft, name) : split(draft, name);
  draft.variables.push(name);
  return made;
}

function plainMap(draft: Draft, name: string): Node {
  const { random } = draft;
  const source = random.chance(0.25)
    ? '$host'
    : random.chance(0.2)
      ? `$arg_a:$http_x_test`
      : random.chance(0.4)
        ? random.pick(['$status', '$sent_http_content_type', '$upstream_http_x_frame_options', '$uri'])
        : variable(draft);
  const right = (): string =>
    random.chance(0.2) ? '' : random.chance(0.2) ? variable(draft) : `mv${draft.next()}`;
  const lines: Node[] = [];
  if (random.chance(0.6)) lines.push(say('default', right()));
  const keys = new Set(
    random.upTo(
      4,
      () =>
        random.any(['x', '1', 'A', '/a.txt', '200', '404', 'text/html', 'DENY', 'GET', 'x:1', '\\default']) ??
        '',
    ),
  );
  for (const key of keys) lines.push(say(key, right()));
  if (random.chance(0.3)) lines.push(say('', right()));
  const regexes = random.some(
    ['~^x', '~*^(?<cap>[a-z]+)', '~/(?<cap>\\w+)', '~*TEXT', '~^4\\d\\d$', '~(.)(.)'],
    0.2,
  );
  for (const key of regexes)
    lines.push(say(key, key.includes('cap') && random.chance(0.6) ? 'c:$cap' : right()));
  if (source === '$host' && random.chance(0.7)) {
    const hosts = ['a.test', '*.a.test', '.c.test', 'www.*', '*.y.a.test'];
    lines.unshift(say('hostnames'), ...random.some(hosts, 0.5).map((host) => say(host, right())));
  }
  if (random.chance(0.1)) lines.unshift(say('volatile'));
  return block('map', [source, name], lines);
}

function geo(draft: Draft, name: string): Node {
  const { random } = draft;
  const right = (): string => (random.chance(0.2) ? '' : `gv${draft.next()}`);
  const networks = random.some(
    ['0.0.0.0/1', '127.0.0.1', '127.0.0.0/8', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.3/32'],
    0.5,
  );
  const lines = networks.map((network) => say(network, right()));
  if (random.chance(0.6)) lines.push(say('default', right()));
  if (random.chance(0.15)) {
    const ranges = random.some(
      ['10.0.0.0-10.0.255.255', '10.0.0.0-10.255.255.255', '127.0.0.1-127.0.0.9', '10.1.2.3-10.1.2.3'],
      0.5,
    );
    lines.splice(0, networks.length, say('ranges'), ...ranges.map((range) => say(range, right())));
  }
  const source = random.chance(0.4) ? ['$arg_c'] : [];
  return block('geo', [...source, name], lines);
}

function split(draft: Draft, name: string): Node {
  const { random } = draft;
  const shares = random.pick([['*'], ['50%', '*'], ['12.5%', '30%', '*'], ['0.5%', '99%'], ['40%']]);
  return block(
    'split_clients',
    [random.pick(['$arg_a', '$uri$arg_b', 'k$host$request_uri']), name],
    shares.map((share) => say(share, random.chance(0.15) ? '' : `sv${draft.next()}`)),
  );
}
