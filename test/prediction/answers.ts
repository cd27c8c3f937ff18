import assert from 'node:assert/strict';
import { matchesName } from '../../server/src/core/model/respond.ts';
import type { FileFacts } from '../../server/src/core/model/workspace.ts';
import type { Uri } from '../../server/src/core/model/place.ts';
import { dialect } from '../../server/src/core/dialects/nginx/dialect.ts';
import { configurationOf } from '../../server/src/core/nginx/simulate/configuration.ts';
import { explore } from '../../server/src/core/nginx/simulate/questions.ts';
import { simulate, type Simulated } from '../../server/src/core/nginx/simulate/simulate.ts';
import type { IncomingRequest } from '../../server/src/core/nginx/simulate/transaction.ts';
import { configurationText, DIRECTORIES, FILES, type HeaderCase } from './header-cases.ts';

const MODIFIED = Date.parse('2026-01-02T03:04:05Z');

function factsOf(path: string): Promise<FileFacts> {
  const size = FILES.get(path);
  if (size !== undefined) return Promise.resolve({ kind: 'file', size, modified: MODIFIED });
  return Promise.resolve({ kind: DIRECTORIES.has(path) ? 'directory' : 'missing' });
}

/** `GET /x host=h port=18101 ver=1.0 nohost H:Name=Value`, or `RAW` and bytes. */
export function requestOf(text: string, upstreamIsUp: boolean): IncomingRequest | undefined {
  const [method = '', target = '', ...options] = text.split(' ');
  const option = (name: string): string | undefined =>
    options.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const connection: Pick<IncomingRequest, 'scheme' | 'address' | 'port' | 'upstream'> = {
    scheme: 'http',
    address: '127.0.0.1',
    port: Number(option('port') ?? '18100'),
    ...(upstreamIsUp && { upstream: { status: 200, headers: [['X-Frame-Options', 'UP']] } }),
  };
  if (method === 'RAW') {
    const raw = rawRequest(text.slice('RAW '.length));
    return raw && { ...connection, ...raw };
  }
  const absolute = /^http:\/\/([^/]*)(.*)$/.exec(target);
  const headers = options
    .filter((each) => each.startsWith('H:'))
    .map((each): [string, string] => {
      const [, name = '', value = ''] = /^H:([^=]*)=(.*)$/.exec(each) ?? [];
      return [name, value === '@mtime' ? new Date(MODIFIED).toUTCString() : value];
    });
  // An absolute target's host counts, and not that of the header.
  const host = absolute?.[1] ?? option('host') ?? 'h';
  return {
    ...connection,
    method,
    target: absolute?.[2] ?? target,
    headers: options.includes('nohost') ? headers : [['Host', host], ...headers],
    protocol: `HTTP/${option('ver') ?? '1.1'}`,
  };
}

/** Bytes, in quotes and with `\\r\\n` for line ends, as nginx reads them; undefined: HTTP/0.9, whose answers have no headers to predict. */
function rawRequest(
  text: string,
): Pick<IncomingRequest, 'method' | 'target' | 'headers' | 'protocol'> | undefined {
  const bytes = text.slice(1, -1).replaceAll('\\r', '');
  const [line = '', ...lines] = bytes.split('\\n');
  const [method = '', target = '', protocol] = line.trim().split(' ');
  if (target !== '' && protocol === undefined) return undefined;
  const headers = lines
    .filter((each) => each.trim() !== '')
    .map((each): [string, string] => [each.replace(/:.*/s, ''), each.replace(/^[^:]*: */, '').trimEnd()]);
  return { method, target, headers, protocol: protocol ?? '' };
}

const VERSIONS = { '1.22.1': 1_022_001, '1.31.3': 1_031_003 };

export function versionOf({ nginx }: HeaderCase): keyof typeof VERSIONS {
  return nginx.startsWith('<') ? '1.22.1' : '1.31.3';
}

export async function answersOf(each: HeaderCase, request: IncomingRequest): Promise<readonly Simulated[]> {
  const uri = 'file:///srv/nginx.conf' as Uri;
  const parsed = dialect.parse({ uri, version: 0, text: configurationText(each) });
  const unit = { root: parsed, main: true, files: [parsed], included: () => [] };
  const config = configurationOf(unit, false, ['/srv'], VERSIONS[versionOf(each)]);
  assert.ok(config);
  return (await explore(() => simulate(config, request), factsOf)).results;
}

/** As the record has it: `200 UP|LOC`, `404 -`; undefined where the engine does not know. */
export function shown(ways: readonly Simulated[], asked: string): string | undefined {
  // RAW shows the bytes of the value in brackets.
  const raw = asked === 'RAW';
  const header = raw ? 'X-Frame-Options' : asked;
  const texts = ways.map(({ status, lines, opaque }) => {
    if (status === 444) return 'no-response';
    const sent = lines.filter((line) => line.name.toLowerCase() === header.toLowerCase());
    const values = sent.map((line) =>
      typeof line.value === 'string'
        ? line.value
        : line.value.kind === 'literal'
          ? line.value.text
          : undefined,
    );
    const blind = opaque.some((pattern) => matchesName(pattern, header));
    if (status === undefined || blind || values.includes(undefined) || sent.some((line) => !line.certain))
      return undefined;
    return `${status} ${values.length === 0 ? '-' : raw ? `[${values.join('|')}]` : values.join('|')}`;
  });
  return texts.every((text) => text === texts[0]) ? texts[0] : undefined;
}

/** What a case expects, as an answer is shown. */
export function expectedOf(each: HeaderCase, expect: string): string {
  return expect
    .replaceAll('⇥', '\t')
    .replace('<ver>', versionOf(each))
    .replace(/^103 .*, then /, '');
}
