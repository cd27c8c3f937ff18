import { accessRules } from './access.ts';
import type { Draft } from './draft.ts';
import { errorPages } from './error-pages.ts';
import { handler, upstreamSettings, type Place } from './handlers.ts';
import { headerLines } from './headers.ts';
import { script } from './script.ts';
import { block, say, type Node } from './tree.ts';
import { PREFIXES, REGEXES } from './vocabulary.ts';

/** The locations of a server, each path once. */
export function locations(draft: Draft): Node[] {
  const { random } = draft;
  const paths = new Set<string>(random.chance(0.6) ? ['/'] : []);
  for (let i = random.below(5); i > 0; i--) paths.add(random.pick(PREFIXES));
  const made: Node[] = [...paths].map((path) => prefix(draft, path, 0));
  const exact = new Set(random.some(['/', '/a', '/a.txt', '/dir/', '/err.html', '/b', '/index.html'], 0.08));
  for (const path of exact) made.push(location(draft, ['=', path], { kind: 'exact', path }, 0));
  made.push(...random.upTo(2, () => regex(draft, 0)));
  made.push(...draft.named.map((name) => location(draft, [name], { kind: 'named', path: name }, 0)));
  if (random.chance(0.03)) made.push(location(draft, [''], { kind: 'prefix', path: '' }, 2));
  return made.toSorted(() => (random.chance(0.5) ? 1 : -1));
}

function prefix(draft: Draft, path: string, depth: number): Node {
  const modifier = draft.random.chance(0.15) ? ['^~'] : [];
  return location(draft, [...modifier, path], { kind: 'prefix', path }, depth);
}

function regex(draft: Draft, depth: number): Node {
  const { random } = draft;
  const [pattern] = random.any(REGEXES) ?? ['^/a'];
  // The modifier may be glued to the pattern (ngx_http_core_location).
  const head = random.chance(0.1) ? [`~${pattern}`] : [random.chance(0.3) ? '~*' : '~', pattern];
  return location(draft, head, { kind: 'regex', path: pattern }, depth);
}

function location(draft: Draft, head: readonly string[], place: Place, depth: number): Node {
  const { random } = draft;
  const body: Node[] = [
    ...headerLines(draft, 0.55),
    ...script(draft, 'location', 0.2),
    ...errorPages(draft, 0.12),
    ...accessRules(draft, 0.08, place.kind !== 'named' && random.chance(0.5)),
    ...(random.chance(0.05) ? upstreamSettings(draft, 0.2) : []),
    ...handler(draft, place),
    ...(random.chance(0.04) ? [say('internal')] : []),
    ...(random.chance(0.02) ? [say('client_max_body_size', '3')] : []),
    ...nested(draft, place, depth),
  ];
  return block('location', head, body);
}

function nested(draft: Draft, { kind, path }: Place, depth: number): Node[] {
  const { random } = draft;
  if (
    depth >= 2 ||
    kind === 'exact' ||
    kind === 'named' ||
    !random.chance(draft.about('nesting') ? 0.45 : 0.06)
  )
    return [];
  const inner: Node[] = random.upTo(1, () => regex(draft, depth + 1));
  if (kind === 'regex') return inner;
  const names = new Set(random.some([path, `${path}b`, `${path}x/`, `${path}a/`, `${path}.txt`], 0.25));
  for (const name of names) {
    if (name === path && random.chance(0.5)) {
      inner.push(location(draft, ['=', name], { kind: 'exact', path: name }, depth + 1));
    } else inner.push(prefix(draft, name, depth + 1));
  }
  return inner;
}
