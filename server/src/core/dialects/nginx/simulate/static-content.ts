import { contentTypeOf } from './content-type.ts';
import { evaluate } from './variables.ts';
import type { FileFacts } from '../../../model/workspace.ts';
import { fileAt, type Sim } from './questions.ts';
import { fileOf } from './paths.ts';
import type { Reply, Transaction } from './transaction.ts';

/** What a content handler comes to. `go`: an internal redirect to a path. */
export type ContentEnd =
  | Reply
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'go'; readonly path: string };

/** The handlers that every level has: index, autoindex, static files (in the order of their phases). */
export function* staticContent(t: Transaction): Sim<ContentEnd> {
  if (t.path.endsWith('/')) return yield* directory(t);
  if (!['GET', 'HEAD', 'POST'].includes(t.method)) return { kind: 'status', status: 405 };
  const facts = yield* factsOf(t, t.path);
  if (facts.kind === 'missing') return { kind: 'status', status: 404 };
  if (facts.kind === 'directory') return { kind: 'status', status: 301 };
  // ngx_http_static_handler refuses a POST only once it has found the file.
  if (t.method === 'POST') return { kind: 'status', status: 405 };
  return ranged(t, facts, { kind: 'reply', status: 200, contentType: contentTypeOf(t) });
}

/** ngx_http_index_handler, then autoindex, then "directory index is forbidden". */
function* directory(t: Transaction): Sim<ContentEnd> {
  const { config } = t;
  if (['GET', 'HEAD', 'POST'].includes(t.method)) {
    const names = config.inherited(t.level, 'index').flatMap((item) => item.args);
    for (const [position, template] of (names.length === 0 ? ['index.html'] : names).entries()) {
      const name = evaluate(template, t);
      if (name === undefined) continue;
      if (name.startsWith('/')) return { kind: 'go', path: name };
      const facts = yield* factsOf(t, t.path + name);
      if (facts.kind !== 'missing') return { kind: 'go', path: t.path + name };
      if (position === 0 && (yield* factsOf(t, t.path)).kind === 'missing')
        return { kind: 'status', status: 404 };
    }
  }
  if (config.flag(t.level, 'random_index', false))
    return { kind: 'reply', status: undefined, contentType: undefined };
  if (config.flag(t.level, 'autoindex', false) && ['GET', 'HEAD'].includes(t.method)) {
    if ((yield* factsOf(t, t.path)).kind === 'missing') return { kind: 'status', status: 404 };
    return { kind: 'reply', status: 200, contentType: 'text/html' };
  }
  return { kind: 'status', status: 403 };
}

export function* factsOf(t: Transaction, path: string): Sim<FileFacts> {
  const full = fileOf(t, path);
  return yield* fileAt(full === undefined ? `\0${path}` : full.replace(/(.)\/+$/, '$1'));
}

/**
 * Conditional and range requests. `not_modified` runs before the headers are added, so a 304 is seen as one; the range
 * filter runs after, so a 416 still carries what a 200 would.
 */
function ranged(t: Transaction, facts: FileFacts, reply: Reply): Reply {
  const since = t.requestHeader('if-modified-since');
  const modified = facts.kind === 'file' ? facts.modified : undefined;
  if (since !== undefined && modified !== undefined) {
    const asked = Date.parse(since);
    const exact = t.config.setting(t.level, 'if_modified_since')?.[0] ?? 'exact';
    const same = Math.floor(asked / 1000) === Math.floor(modified / 1000);
    if (same || (exact === 'before' && asked > modified)) return { ...reply, status: 304 };
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(t.requestHeader('range') ?? '');
  const size = facts.kind === 'file' ? facts.size : undefined;
  if (range === null || size === undefined) return reply;
  const [, from = '', to = ''] = range;
  const beyond = from === '' ? Number(to) === 0 : Number(from) >= size;
  return { ...reply, finalStatus: beyond ? 416 : 206 };
}
