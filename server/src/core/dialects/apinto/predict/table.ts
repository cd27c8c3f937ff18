import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { allOf, type Ternary } from '../../../routes/ternary.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { ApintoObject } from '../read/objects.ts';
import { isTrue } from '../lower/routers.ts';
import { matchesPattern, ORDER, parsePattern, type Pattern } from './pattern.ts';

/** One way in which a router may be reached: each of its protocols, hosts and methods is a branch of the table. */
export interface Branch {
  readonly router: ApintoObject;
  readonly port: number;
  readonly protocol: string;
  readonly host: string;
  readonly method: string;
  readonly path: Pattern;
  readonly rules: readonly Rule[];
  readonly weight: number;
}

interface Rule {
  readonly type: string;
  readonly name: string;
  readonly pattern: Pattern;
}

const ANY = '*';

export function branchesOf(router: ApintoObject): readonly Branch[] {
  const { node } = router;
  const texts = (key: string): readonly string[] =>
    itemsOf(at(node, key)).flatMap((item) => textOf(item) ?? []);
  const orAny = (values: readonly string[]): readonly string[] => (values.length === 0 ? [ANY] : values);
  const rules = itemsOf(at(node, 'rules')).flatMap(ruleOf);
  const protocols = texts('protocols');
  const methods = isTrue(router, 'websocket') ? ['GET'] : orAny(texts('method'));
  return (protocols.length === 0 ? ['http', 'https'] : protocols).flatMap((protocol) =>
    orAny(texts('host')).flatMap((host) =>
      methods.map((method): Branch => ({
        router,
        port: Number(textOf(at(node, 'listen')) ?? 0) || 0,
        protocol,
        host,
        method,
        path: parsePattern(textOf(at(node, 'location')) ?? ''),
        rules,
        weight: rules.reduce((sum, rule) => sum + weightOf(rule), rules.length),
      })),
    ),
  );
}

/** Rules of another type are left out. */
function ruleOf(node: YamlNode): readonly Rule[] {
  const type = (textOf(at(node, 'type')) ?? '').toLowerCase();
  if (!/^(?:header|query|cookie|body)$/.test(type)) return [];
  const name = textOf(at(node, 'name')) ?? '';
  return [{ type, name, pattern: parsePattern(textOf(at(node, 'value')) ?? '') }];
}

function weightOf({ type, pattern }: Rule): number {
  if (pattern.kind === 'refused') return 0;
  const weight = (ORDER.length - 1 - ORDER.indexOf(pattern.kind)) * pattern.text.length;
  return type === 'body' ? weight * 50 : weight;
}

/**
 * The order of the table: what is named before what is left open, first by port, then by host, method, path and rules.
 * Source: Apinto's router/http-router.
 */
export function inOrder(a: Branch, b: Branch): number {
  return (
    Number(a.port === 0) - Number(b.port === 0) ||
    Number(a.host === ANY) - Number(b.host === ANY) ||
    Number(a.method === ANY) - Number(b.method === ANY) ||
    rankOf(a.path) - rankOf(b.path) ||
    b.path.text.length - a.path.text.length ||
    (a.path.text < b.path.text ? -1 : a.path.text > b.path.text ? 1 : 0) ||
    b.weight - a.weight
  );
}

function rankOf({ kind }: Pattern): number {
  return kind === 'refused' ? ORDER.length : ORDER.indexOf(kind);
}

/** @param ports those that some router listens on; a port that is none of them is one in front */
export function takes(branch: Branch, request: RequestParts, ports: ReadonlySet<number>): Ternary {
  const { port, protocol, host, method } = branch;
  return allOf([
    port === 0 || !ports.has(request.port) || port === request.port,
    protocol === request.scheme,
    // The host of a request is in lower case, that of the router as it is written.
    host === ANY || isEqual(host, request.host),
    method === ANY || isEqual(method, request.method),
    pathTakes(branch.path, request.path),
    ...branch.rules.map((rule) => ruleTakes(rule, request)),
  ]);
}

const HOLE = /\{\{|\$\{|<%|\{%/;

function isEqual(written: string, sent: string): Ternary {
  return HOLE.test(written) ? undefined : written === sent;
}

function pathTakes(pattern: Pattern, path: string): Ternary {
  if (HOLE.test(pattern.text)) return undefined;
  // The gateway decodes and cleans a path before it compares.
  if (/[%\\]|\/\.|\/\//.test(path)) return pattern.kind === 'any' ? true : undefined;
  return matchesPattern(pattern, path);
}

function ruleTakes({ type, name, pattern }: Rule, request: RequestParts): Ternary {
  switch (type) {
    case 'header':
      return matchesPattern(pattern, present(requestHeader(request, name).at(-1)?.trim()));
    case 'query':
      return matchesPattern(pattern, present(queryValue(request.query, name)));
    case 'cookie':
      return matchesPattern(pattern, present(cookieValue(request, name)));
    default:
      return undefined;
  }
}

/** An empty part counts as none. */
function present(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function queryValue(query: string, name: string): string | undefined {
  for (const part of query.split('&')) {
    const [key = '', ...rest] = part.split('=');
    if (decoded(key) === name) return decoded(rest.join('='));
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function cookieValue(request: RequestParts, name: string): string | undefined {
  for (const pair of requestHeader(request, 'cookie').flatMap((value) => value.split(';'))) {
    const [key = '', ...rest] = pair.trim().split('=');
    if (key === name) return rest.join('=').replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}
