import { lint } from '../support/check.ts';
import { expandSnippet } from '../support/snippet.ts';
import { readSnippets } from '../support/snippet-file.ts';

/**
 * Where a snippet is meant to stand. `guarded server`: a server that has its frame policy, as the description asks,
 * since the snippet leaves it alone. `guarded location`: a location in such a server.
 */
export type Place = 'http' | 'server' | 'guarded server' | 'guarded location';

interface Intended {
  readonly place: Place;
  /** Snippets that have to stand in http before it. */
  readonly needs?: readonly string[];
}

/** Every nginx snippet by its prefix. A new snippet has to say here where it belongs. */
const intended: Readonly<Record<string, Intended>> = {
  'nginx-tls-server-modern': { place: 'http' },
  'nginx-tls-server-intermediate': { place: 'http' },
  'nginx-https-redirect': { place: 'http' },
  'nginx-hsts': { place: 'guarded server' },
  'nginx-frame-policy': { place: 'server' },
  'nginx-frame-policy-deny': { place: 'server' },
  'nginx-frame-policy-sites': { place: 'server' },
  'nginx-security-headers': { place: 'server' },
  'nginx-location-headers': { place: 'guarded server' },
  'nginx-proxy-headers': { place: 'guarded location' },
  'nginx-proxy': { place: 'guarded server' },
  'nginx-websocket-map': { place: 'http' },
  'nginx-proxy-websocket': { place: 'guarded server', needs: ['nginx-websocket-map'] },
  'nginx-grpc': { place: 'guarded server' },
};

export interface WrappedSnippet {
  readonly prefix: string;
  readonly place: Place;
  /** A complete nginx.conf around the snippet with its defaults; certificates and ports as the snippet has them. */
  readonly text: string;
}

/** What the linter warns of in a wrapped snippet. */
export async function warningsIn({ text }: WrappedSnippet): Promise<readonly string[]> {
  const { findings } = await lint({ 'nginx.conf': text });
  return findings
    .filter(({ finding }) => finding.severity !== 'information')
    .map(({ finding: { rule, message, at } }) => `${rule}: ${message} (${text.slice(at.start, at.end)})`);
}

export interface SnippetWrapping {
  readonly wrapped: readonly WrappedSnippet[];
  /** Prefixes that are in only one of the two, the snippet file or the table above. */
  readonly unmatched: readonly string[];
}

export function wrapSnippets(): SnippetWrapping {
  const texts = new Map(
    readSnippets('snippets/nginx.json').map(({ prefix, source }) => [prefix, expandSnippet(source).text]),
  );
  const wrapped = [...texts].flatMap(([prefix, text]) => {
    const where = intended[prefix];
    if (where === undefined) return [];
    const before = (where.needs ?? []).map((need) => `${texts.get(need) ?? ''}\n`).join('');
    return [{ prefix, place: where.place, text: wrap(where.place, before, text) }];
  });
  const unmatched = [
    ...[...texts.keys()].filter((prefix) => !(prefix in intended)),
    ...Object.keys(intended).filter((prefix) => !texts.has(prefix)),
  ];
  return { wrapped, unmatched };
}

function wrap(place: Place, before: string, text: string): string {
  const policy = place.startsWith('guarded') ? 'add_header X-Frame-Options "SAMEORIGIN" always;\n' : '';
  const inner =
    place === 'guarded location' ? `location / {\nproxy_pass http://127.0.0.1:8080;\n${text}\n}` : text;
  const body = place === 'http' ? text : `server {\nlisten 127.0.0.1:18099;\n${policy}${inner}\n}`;
  return `events {}\nhttp {\naccess_log off;\n${before}${body}\n}\n`;
}
