import type { HeaderLine, Outcome } from '../../../model/respond.ts';
import { outward, type NginxLevel } from '../lower/level.ts';
import type { Configuration } from './configuration.ts';
import { chooseServer } from './listen.ts';
import { errorPage } from './error-page.ts';
import { handle } from './phases.ts';
import type { Sim } from './questions.ts';
import { parseTarget } from './target.ts';
import { Transaction, type IncomingRequest, type Reply, type Silence } from './transaction.ts';
import { writeHeaders } from './write-headers.ts';

/** One way in which a request may be answered. */
export interface Simulated {
  /** `undefined`: not known, or nothing listens there; 444: the connection is closed without an answer. */
  readonly status: number | undefined;
  /** The server, location and `if` whose settings held when the headers were sent; outermost first. */
  readonly levels: readonly NginxLevel[];
  readonly lines: readonly HeaderLine[];
  readonly opaque: Outcome['opaque'];
}

/** nginx's own code for a connection that is closed without an answer. */
const SILENT = 444;
const NOTHING: Simulated = { status: undefined, levels: [], lines: [], opaque: [] };

/** Follows a request through the configuration. */
export function* simulate(config: Configuration, request: IncomingRequest): Sim<Simulated> {
  const chosen = chooseServer(config, { address: request.address, port: request.port }, request.host);
  if (chosen === undefined) return NOTHING;
  const t = new Transaction(config, request, chosen.server, 0);
  if (chosen.captures) t.capture(chosen.captures);
  // The host is not known yet when the path is parsed: the default server's setting counts.
  const target = parseTarget(request.target, config.flag(chosen.fallback, 'merge_slashes', true));
  const early = chosen.ssl && request.scheme === 'http' ? 497 : request.method === 'TRACE' ? 405 : undefined;
  if (target === undefined) {
    const bad = new Transaction(config, request, chosen.fallback, 0);
    return written(bad, yield* refused(bad, 400));
  }
  t.path = target.path;
  t.query = target.query;
  return written(t, early === undefined ? yield* handle(t) : yield* refused(t, early));
}

function* refused(t: Transaction, status: number): Sim<Reply | Silence> {
  const end = yield* errorPage(t, status);
  if (end.kind === 'reply' || end.kind === 'silence') return end;
  if (end.kind === 'go') {
    t.internal = true;
    t.path = end.path;
    t.query = end.query ?? '';
    return yield* handle(t);
  }
  return { kind: 'reply', status, contentType: 'text/html' };
}

function written(t: Transaction, reply: Reply | Silence): Simulated {
  const levels = outward(t.level)
    .filter((level) => level.kind !== 'http')
    .toReversed();
  if (reply.kind === 'silence') return { status: SILENT, levels, lines: [], opaque: [] };
  const { status, lines, opaque } = writeHeaders(t, reply);
  return { status, levels, lines, opaque };
}
