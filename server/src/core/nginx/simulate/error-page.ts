import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** Internal codes that go out as 400 where no page takes them. */
const BAD_REQUESTS: ReadonlySet<number> = new Set([494, 495, 496, 497]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** A connection that is closed, and one whose client does not wait any more (ngx_http_finalize_request). */
const SILENT: ReadonlySet<number> = new Set([408, 444, 499]);

/** ngx_http_special_response_handler: the `error_page` of the level, once; else the built-in page at this level. */
export function* errorPage(t: Transaction, status: number): Sim<PhaseEnd> {
  if (SILENT.has(status)) return { kind: 'silence' };
  t.errorStatus = status;
  t.contentType = '';
  if (REDIRECTS.has(status)) t.isRedirecting = true;
  const pages = t.config.inherited(t.level, 'error_page');
  if (!t.errorPageUsed && pages.length > 0 && t.changesLeft > 0) {
    if (!t.config.flag(t.level, 'recursive_error_pages', false)) t.errorPageUsed = true;
    const page = pages.find((item) => item.args.slice(0, -1).includes(String(status)));
    if (page !== undefined) return yield* sendErrorPage(t, page.args);
  }
  return builtIn(t, status);
}

/** ngx_http_send_error_page. */
function* sendErrorPage(t: Transaction, args: readonly string[]): Sim<PhaseEnd> {
  const overwrite = args.slice(0, -1).find((arg) => arg.startsWith('='));
  if (overwrite !== undefined) t.errorStatus = Number(overwrite.slice(1));
  const template = args.at(-1) ?? '';
  const uri = evaluate(template, t);
  if (uri === undefined) {
    yield* either('where the error page is');
    return builtIn(t, t.errorStatus);
  }
  if (uri.startsWith('@')) return { kind: 'named', name: uri };
  if (!uri.startsWith('/')) {
    // Another site's page is a redirect, sent at this level.
    const status = overwrite === undefined ? 302 : Number(overwrite.slice(1));
    return builtIn(t, REDIRECTS.has(status) ? status : 302);
  }
  if (t.method !== 'HEAD') t.method = 'GET';
  const mark = uri.indexOf('?');
  return mark < 0
    ? { kind: 'go', path: uri, query: '' }
    : { kind: 'go', path: uri.slice(0, mark), query: uri.slice(mark + 1) };
}

function builtIn(t: Transaction, status: number): PhaseEnd {
  t.errorStatus = BAD_REQUESTS.has(status) ? 400 : status;
  // ngx_http_clear_last_modified, ngx_http_clear_etag.
  t.kept = t.kept.filter(([name]) => !/^(etag|last-modified)$/i.test(name));
  return { kind: 'reply', status: t.errorStatus, contentType: hasPage(status) ? 'text/html' : '' };
}

/** ngx_http_error_pages: other statuses go out without a body, and so without a type. */
function hasPage(status: number): boolean {
  return PAGES.some(([low, high]) => low <= status && status <= high);
}

const PAGES = [
  [301, 303],
  [307, 308],
  [400, 416],
  [421, 421],
  [429, 429],
  [494, 498],
  [500, 505],
  [507, 507],
] as const;
