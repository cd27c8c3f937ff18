import { accessRules, authLocation } from './access.ts';
import { Draft, type Build } from './draft.ts';
import { errorPages } from './error-pages.ts';
import { backendName, handler, tryFiles, upstreamSettings } from './handlers.ts';
import { headerLines } from './headers.ts';
import { locations } from './locations.ts';
import type { Random } from './random.ts';
import { returns, script } from './script.ts';
import { splitIntoFiles } from './split-into-files.ts';
import { block, say, type Node, type Statement } from './tree.ts';
import { maps } from './values.ts';
import { PLACE, SERVER_NAMES } from './vocabulary.ts';

/** A configuration from its number: what stands in its main file. */
export function compose(random: Random, build: Build): readonly Node[] {
  const draft = new Draft(random, build);
  const around = [...headerLines(draft, 0.4), ...maps(draft)];
  const several = draft.about('servers');
  const servers = Array.from({ length: several ? 2 + random.below(3) : 1 }, (_, index) =>
    server(draft, index, several),
  );
  const body: Node[] = [
    ...needed(),
    ...around,
    ...errorPages(draft, 0.1),
    ...(random.chance(0.15) ? upstreamSettings(draft, 0.25) : []),
    ...(random.chance(0.03) ? accessRules(draft, 1, false) : []),
    ...servers,
    insideServer(draft),
    behind(PLACE.dead, [say('return', '444')]),
  ];
  const nodes = [block('events', [], []), needs(block('http', [], body))];
  return draft.about('includes') ? splitIntoFiles(nodes, random) : nodes;
}

/** What every configuration has: settings without which nothing runs, and captures and services that others name. */
function needed(): Node[] {
  const captures = '~^(?<seg>1)(?<rest>2)(?<sub>3)(?<cap>4)$';
  return [
    needs(say('root', PLACE.www)),
    needs(say('default_type', 'text/html')),
    needs(say('access_log', 'off')),
    block('map', ['$arg_never', '$never'], [say(captures, 'x')]),
    needs(
      block('upstream', [backendName(PLACE.inside)], [needs(say('server', `127.0.0.1:${PLACE.inside}`))]),
    ),
    needs(
      block('upstream', [backendName(PLACE.outside)], [needs(say('server', `127.0.0.1:${PLACE.outside}`))]),
    ),
  ];
}

function server(draft: Draft, index: number, several: boolean): Node {
  const { random } = draft;
  draft.named = random.some(['@fb', '@login', '@other'], draft.about('errors') ? 0.5 : 0.25);
  const names = random.upTo(several ? 2 : 1, () => (random.any(SERVER_NAMES) ?? ['_'])[0]);
  const own =
    names.length > 0 ? [say('server_name', ...names.map((name) => (name === '""' ? '' : name)))] : [];
  const body: Node[] = [
    ...listens(draft, index, several),
    ...own,
    ...headerLines(draft, 0.55),
    ...script(draft, 'server', 0.12),
    ...errorPages(draft, 0.25),
    ...accessRules(draft, 0.05, false),
    ...(random.chance(0.15) ? upstreamSettings(draft, 0.25) : []),
    ...(random.chance(0.05) ? [tryFiles(draft)] : []),
    ...(random.chance(0.05) ? handler(draft, { kind: 'named', path: '' }).filter(isForServers) : []),
    ...(random.chance(0.05) ? [say('merge_slashes', 'off')] : []),
    ...(random.chance(0.03) ? [say('autoindex', 'on')] : []),
    ...(random.chance(0.03) ? [say('absolute_redirect', 'off')] : []),
    ...(random.chance(0.03) ? [say('underscores_in_headers', 'on')] : []),
    ...locations(draft),
    authLocation(draft),
  ];
  return block('server', [], body);
}

function isForServers(node: Node): boolean {
  return (
    node.kind === 'statement' && ['return', 'try_files', 'root', 'autoindex', 'etag'].includes(node.name)
  );
}

function listens(draft: Draft, index: number, several: boolean): Node[] {
  const { random } = draft;
  const first = needs(say('listen', `127.0.0.1:${PLACE.first}`));
  if (!several) return [first];
  if (index === 0 && random.chance(0.7)) return [first];
  const port = random.chance(0.7) ? PLACE.first : PLACE.second;
  const address = random.pick([
    '127.0.0.1:',
    '127.0.0.1:',
    '127.0.0.1:',
    '',
    '*:',
    '0.0.0.0:',
    'localhost:',
    '127.0.0.2:',
  ]);
  // `localhost` is 127.0.0.1, and no address is all of them.
  const socket = `${address.startsWith('127') ? address : address === 'localhost:' ? '127.0.0.1:' : ''}${port}`;
  const fallback = random.chance(0.15) && !draft.defaults.has(socket);
  if (fallback) draft.defaults.add(socket);
  const listen = needs(
    say('listen', `${address}${port}`, ...(fallback ? [random.pick(['default_server', 'default'])] : [])),
  );
  return index === 0 ? [first, ...(port === PLACE.second ? [listen] : [])] : [listen];
}

/** The service behind, in the same configuration: it has headers of its own. */
function insideServer(draft: Draft): Node {
  const { random } = draft;
  draft.named = [];
  const pages = ['/a', '/b/', '/new/', '/404'].map((path) =>
    block('location', [path], [...headerLines(draft, 0.4), returns(draft)]),
  );
  const accel = block(
    'location',
    ['/old/'],
    [
      say('add_header', 'X-Accel-Redirect', random.pick(['/a.txt', '/dir/', '/none', '/a/b.txt?q=1'])),
      say('add_header', 'Set-Cookie', 'c=1'),
      say('add_header', 'X-Frame-Options', 'UP'),
      say('return', '200'),
    ],
  );
  const two = [say('add_header', 'X-Frame-Options', 'UP1'), say('add_header', 'X-Frame-Options', 'UP2')];
  return behind(PLACE.inside, [
    say('add_header', 'X-Up', `up${draft.next()}`, 'always'),
    ...(random.chance(0.5) ? headerLines(draft, 0.8) : two),
    ...random.some(pages, 0.4),
    ...(random.chance(0.3) ? [accel] : []),
    ...(random.chance(0.5) ? [block('location', ['/'], [say('return', '200', 'behind')])] : []),
  ]);
}

/** Others proxy to it: without it they would be answered by nobody. */
function behind(port: string, body: readonly Node[]): Node {
  return needs(block('server', [], [needs(say('listen', `127.0.0.1:${port}`)), ...body]));
}

function needs(statement: Statement): Statement {
  return { ...statement, needed: true };
}
