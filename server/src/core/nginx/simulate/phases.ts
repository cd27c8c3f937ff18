import { refusal } from './access.ts';
import { askUpstream } from './ask-upstream.ts';
import { conditional } from './conditional.ts';
import { content } from './content.ts';
import { contentTypeOf } from './content-type.ts';
import { errorPage } from './error-page.ts';
import { limitedItems } from './limit-except.ts';
import { findLocation, namedLocation } from './locations.ts';
import type { NginxLevel } from '../lower/level.ts';
import { either, type Sim } from './questions.ts';
import { runScript, type ScriptEnd } from './script.ts';
import { sizeOf } from './size.ts';
import { tryFiles } from './try-files.ts';
import { handlerOf, passFor } from './upstream.ts';
import type { Reply, Silence, Transaction } from './transaction.ts';

/** What one pass through the phases comes to; `go` and `named` start another. */
export type PhaseEnd =
  | Reply
  | Silence
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'go'; readonly path: string; readonly query?: string }
  | { readonly kind: 'named'; readonly name: string };

/**
 * Handles a request to its end (ngx_http_core_run_phases, with the redirects that start it anew).
 * @param refused the status of what is wrong with the request itself
 */
export function* handle(t: Transaction, refused?: number): Sim<Reply | Silence> {
  return yield* toTheEnd(
    t,
    refused === undefined ? yield* fromServer(t) : { kind: 'status', status: refused },
  );
}

function* toTheEnd(t: Transaction, first: PhaseEnd): Sim<Reply | Silence> {
  let end = first;
  for (;;) {
    switch (end.kind) {
      case 'silence':
        return end;
      case 'reply': {
        const filtered: PhaseEnd = yield* conditional(t, end);
        if (filtered.kind === 'reply') return filtered;
        end = filtered;
        break;
      }
      case 'status':
        end = yield* errorPage(t, end.status);
        break;
      case 'go':
        end = yield* redirected(t, end.path, end.query ?? t.query);
        break;
      case 'named':
        end = yield* inNamed(t, end.name);
        break;
    }
  }
}

/** ngx_http_internal_redirect. */
function* redirected(t: Transaction, path: string, query: string): Sim<PhaseEnd> {
  if (--t.changesLeft <= 0) return { kind: 'status', status: 500 };
  t.path = path;
  t.query = query;
  t.internal = true;
  t.asSent = false;
  t.inLocation = true;
  t.addPathToAlias = false;
  t.proxied = undefined;
  return yield* fromServer(t);
}

/** ngx_http_named_location. */
function* inNamed(t: Transaction, name: string): Sim<PhaseEnd> {
  // A request line that could not be read has no path to go on with.
  if (--t.changesLeft <= 0 || t.path === '') return { kind: 'status', status: 500 };
  const level = namedLocation(t.config, t.server, name);
  if (level === undefined) return { kind: 'status', status: 500 };
  t.internal = true;
  t.proxied = undefined;
  return yield* fromLocation(t, level);
}

/** The server's own rewrite phase; internal redirects come here, too (ngx_http_handler). */
function* fromServer(t: Transaction): Sim<PhaseEnd> {
  t.level = t.server;
  const end = yield* runScript(t.server.items, t);
  return end.kind === 'on' ? yield* find(t) : ended(t, end);
}

/** ngx_http_core_find_config_phase. */
function* find(t: Transaction): Sim<PhaseEnd> {
  const { level, slash } = yield* findLocation(t);
  t.level = level;
  if (!t.internal && t.config.inherited(level, 'internal').length > 0) return { kind: 'status', status: 404 };
  if (isTooLarge(t)) {
    t.bodyGone = true;
    return { kind: 'status', status: 413 };
  }
  if (slash) return { kind: 'status', status: 301 };
  return yield* fromLocation(t, level);
}

function isTooLarge(t: Transaction): boolean {
  const length = Number(t.requestHeader('content-length') ?? Number.NaN);
  const limit = sizeOf(t.config.setting(t.level, 'client_max_body_size')?.[0] ?? '1m');
  return !t.bodyGone && limit > 0 && length > limit;
}

function* fromLocation(t: Transaction, level: NginxLevel): Sim<PhaseEnd> {
  t.level = level;
  t.handler = handlerOf(t.config, level);
  // A `limit_except` that holds is a block of its own, in which no rewrite directive and no `try_files` can stand.
  const isLimited = limitedItems(t) !== undefined;
  if (level !== t.server && !isLimited) {
    const end = yield* runScript(level.items, t);
    if (end.kind !== 'on') return ended(t, end);
    // ngx_http_core_post_rewrite_phase.
    if (end.moved) {
      t.level = --t.changesLeft <= 0 ? t.level : t.server;
      return t.changesLeft <= 0 ? { kind: 'status', status: 500 } : yield* find(t);
    }
  }
  if (t.main === t) {
    const limited = yield* tooMany(t);
    if (limited !== undefined) return { kind: 'status', status: limited };
    const refused = yield* refusal(t, handle);
    if (refused === 'silence') return { kind: 'silence' };
    if (refused !== undefined) return { kind: 'status', status: refused };
  }
  const tried = isLimited ? undefined : yield* tryFiles(t);
  if (tried !== undefined) return tried;
  const pass = passFor(t);
  if (pass === 'none') return { kind: 'status', status: 500 };
  return pass === undefined ? yield* content(t) : yield* askUpstream(t, pass, handle);
}

/** ngx_http_limit_req_handler, ngx_http_limit_conn_handler: how much else is asked is not known. */
function* tooMany({ config, level }: Transaction): Sim<number | undefined> {
  for (const name of ['limit_req', 'limit_conn']) {
    if (config.inherited(level, name).length === 0 || config.flag(level, `${name}_dry_run`, false)) continue;
    if (!(yield* either(`whether ${name} refuses`))) continue;
    return Number(config.setting(level, `${name}_status`)?.[0] ?? 503);
  }
  return undefined;
}

function ended(t: Transaction, end: Exclude<ScriptEnd, { kind: 'on' }>): PhaseEnd {
  return end.kind === 'text' ? { kind: 'reply', status: end.status, contentType: contentTypeOf(t) } : end;
}
