import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/** Internal codes that go out as 400 (ngx_http_special_response_handler). */
const BAD_REQUESTS: ReadonlySet<number> = new Set([494, 495, 496, 497]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** ngx_http_special_response_handler: the `error_page` of the level, once; else the built-in page at this level. */
export function* errorPage(t: Transaction, status: number): Sim<PhaseEnd> {
  t.errorStatus = status;
  t.upstream = undefined;
  const pages = t.config.inherited(t.level, 'error_page');
  if (!t.errorPageUsed && pages.length > 0) {
    if (!t.config.flag(t.level, 'recursive_error_pages', false)) t.errorPageUsed = true;
    const page = pages.find((item) => item.args.slice(0, -1).includes(String(status)));
    if (page !== undefined) return yield* sendErrorPage(t, page.args);
  }
  return builtIn(t, status);
}

function* sendErrorPage(t: Transaction, args: readonly string[]): Sim<PhaseEnd> {
  const overwrite = args.find((arg) => arg.startsWith('='));
  if (overwrite !== undefined) t.errorStatus = Number(overwrite.slice(1));
  const uri = evaluate(args.at(-1) ?? '', t);
  if (uri === undefined) {
    yield* either('where the error page is');
    return builtIn(t, t.errorStatus);
  }
  if (uri.startsWith('@')) return { kind: 'named', name: uri };
  if (!uri.startsWith('/')) {
    // Another site's page is a redirect, sent at this level.
    return builtIn(t, REDIRECTS.has(t.errorStatus) ? t.errorStatus : 302);
  }
  if (t.method !== 'HEAD') t.method = 'GET';
  const mark = uri.indexOf('?');
  return mark < 0
    ? { kind: 'go', path: uri, query: '' }
    : { kind: 'go', path: uri.slice(0, mark), query: uri.slice(mark + 1) };
}

function builtIn(t: Transaction, status: number): PhaseEnd {
  const sent = BAD_REQUESTS.has(status) ? 400 : status;
  t.errorStatus = sent;
  return { kind: 'reply', status: sent, contentType: 'text/html' };
}
