import { outward, type NginxLevel } from '../lower/level.ts';
import { refusal } from './access.ts';
import { askUpstream } from './ask-upstream.ts';
import { contentTypeOf } from './content-type.ts';
import { passFor } from './upstream.ts';
import { errorPage } from './error-page.ts';
import { findLocation, namedLocation } from './locations.ts';
import { either, type Sim } from './questions.ts';
import { runScript, type ScriptEnd } from './script.ts';
import { staticContent } from './static-content.ts';
import { tryFiles } from './try-files.ts';
import { evaluate } from './variables.ts';
import type { Reply, Silence, Transaction } from './transaction.ts';

/** What one pass through the phases comes to; `go` and `named` start another. */
export type PhaseEnd =
  | Reply
  | Silence
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'go'; readonly path: string; readonly query?: string }
  | { readonly kind: 'named'; readonly name: string };

/** Handles a request to its end (ngx_http_core_run_phases, with the redirects that start it anew). */
export function* handle(t: Transaction): Sim<Reply | Silence> {
  let end: PhaseEnd = yield* fromServer(t);
  for (;;) {
    switch (end.kind) {
      case 'reply':
      case 'silence':
        return end;
      case 'status':
        end = yield* errorPage(t, end.status);
        break;
      case 'go':
        if (--t.changesLeft <= 0) return broken(t);
        t.internal = true;
        t.path = end.path;
        t.query = end.query ?? t.query;
        end = yield* fromServer(t);
        break;
      case 'named': {
        if (--t.changesLeft <= 0) return broken(t);
        t.internal = true;
        const level = namedLocation(t.config, t.server, end.name);
        end = level === undefined ? { kind: 'status', status: 500 } : yield* fromLocation(t, level);
        break;
      }
    }
  }
}

/** Too many internal redirects. */
function broken(t: Transaction): Reply {
  t.errorStatus = 0;
  return { kind: 'reply', status: 500, contentType: 'text/html' };
}

/** The server's own rewrite phase; internal redirects come here, too (ngx_http_handler). */
function* fromServer(t: Transaction): Sim<PhaseEnd> {
  t.level = t.server;
  const end = yield* runScript(t.server.items, t);
  return end.kind === 'on' ? yield* find(t) : ended(t, end);
}

/** ngx_http_core_find_config_phase. */
function* find(t: Transaction): Sim<PhaseEnd> {
  const found = yield* findLocation(t.config, t.server, t.path);
  if (found.captures !== undefined) t.capture(found.captures);
  t.level = found.level;
  if (!t.internal && t.config.own(found.level, 'internal').length > 0) return { kind: 'status', status: 404 };
  if (tooLarge(t)) return { kind: 'status', status: 413 };
  if (found.slash) return { kind: 'status', status: 301 };
  return yield* fromLocation(t, found.level);
}

function tooLarge(t: Transaction): boolean {
  const length = Number(t.requestHeader('content-length') ?? Number.NaN);
  const [, digits = '1', unit = digits === '1' ? 'm' : ''] =
    /^(\d+)([kmg]?)$/i.exec(t.config.setting(t.level, 'client_max_body_size')?.[0] ?? '1m') ?? [];
  const limit = Number(digits) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1);
  return limit > 0 && length > limit;
}

function* fromLocation(t: Transaction, level: NginxLevel): Sim<PhaseEnd> {
  t.level = level;
  if (level !== t.server) {
    const end = yield* runScript(level.items, t);
    if (end.kind !== 'on') return ended(t, end);
    if (end.moved) {
      if (--t.changesLeft <= 0) return { kind: 'status', status: 500 };
      t.level = t.server;
      return yield* find(t);
    }
  }
  const refused = yield* refusal(t, subrequest);
  if (refused !== undefined) return { kind: 'status', status: refused };
  return (yield* tryFiles(t)) ?? (yield* content(t));
}

function ended(t: Transaction, end: Exclude<ScriptEnd, { kind: 'on' }>): PhaseEnd {
  if (end.kind === 'text') return { kind: 'reply', status: end.status, contentType: contentTypeOf(t) };
  return end;
}

/** Modules whose handler answers by itself, with one status for GET and HEAD. */
const SIMPLE: Readonly<Record<string, string>> = { empty_gif: 'image/gif', stub_status: 'text/plain' };
/** Handlers that are programs: nothing is known of what they send. */
const PROGRAMS =
  /^(content_by_lua(_block|_file)?|js_content|perl|echo\w*|passenger_enabled|mp4|flv|hls|image_filter|xslt_stylesheet|vts_\w+|vhost_traffic_status_display|nchan_\w+|push_stream_\w+|upload_pass|dav_methods|rds_json|set_by_lua\w*|rewrite_by_lua\w*|access_by_lua\w*|auth_jwt|auth_digest|auth_ldap|auth_pam)$/;

function* content(t: Transaction): Sim<PhaseEnd> {
  const pass = passFor(t);
  if (pass !== undefined) return yield* askUpstream(t, pass, handle);
  const own = handlerLevel(t.level);
  for (const [name, type] of Object.entries(SIMPLE)) {
    if (t.config.own(own, name).length === 0) continue;
    if (t.method !== 'GET' && t.method !== 'HEAD') return { kind: 'status', status: 405 };
    return { kind: 'reply', status: 200, contentType: type };
  }
  const program = own.items.find((item) => PROGRAMS.test(item.name));
  if (program !== undefined) {
    yield* either(`what ${program.name} answers`);
    return {
      kind: 'reply',
      status: undefined,
      contentType: undefined,
      upstream: { status: undefined, headers: undefined },
    };
  }
  return yield* staticContent(t);
}

function handlerLevel(level: NginxLevel): NginxLevel {
  return level.kind === 'if' ? (outward(level)[1] ?? level) : level;
}

/** A subrequest: its status, and for `auth_request_set` what its service sent. */
function* subrequest(t: Transaction, path: string): Sim<number | undefined> {
  const { level, method, query, internal, upstream, errorStatus, errorPageUsed } = t;
  const before = t.path;
  t.path = path;
  t.query = '';
  t.method = 'GET';
  t.internal = true;
  const found = yield* findLocation(t.config, t.server, path);
  const end = yield* fromLocation(t, found.level);
  const answer = end.kind === 'reply' ? end : undefined;
  const sent = answer?.upstream;
  Object.assign(t, { level, method, query, internal, upstream, errorStatus, errorPageUsed, path: before });
  setFromSubrequest(t, sent);
  return answer === undefined ? (end.kind === 'status' ? end.status : undefined) : answer.status;
}

function setFromSubrequest(t: Transaction, sent: Reply['upstream']): void {
  const before = t.upstream;
  t.upstream = sent;
  for (const item of t.config.inherited(t.level, 'auth_request_set')) {
    const [name = '', value = ''] = item.args;
    t.variables.set(name.replace(/^\$/, '').toLowerCase(), evaluate(value, t));
  }
  t.upstream = before;
}
