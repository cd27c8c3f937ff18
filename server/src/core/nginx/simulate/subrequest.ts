import type { Sim } from './questions.ts';
import { writeHeaders } from './write-headers.ts';
import { Transaction, type Reply, type Silence } from './transaction.ts';

/** Handles a request to its end; given by the phases, which know how. */
export type Handle = (t: Transaction, refused?: number) => Sim<Reply | Silence>;

export interface Subanswer {
  readonly sub: Transaction;
  readonly reply: Reply | Silence;
}

/** ngx_http_subrequest: a GET of its own through all phases but that of access; it shares the variables. */
export function* subrequest(t: Transaction, path: string, handle: Handle): Sim<Subanswer> {
  const sub = new Transaction(t.config, t.request, t.server, { depth: t.depth, host: t.host, main: t.main });
  sub.method = 'GET';
  sub.internal = true;
  sub.asSent = false;
  sub.bodyGone = t.bodyGone;
  sub.path = path;
  const reply = yield* handle(sub);
  // What the filters write is not sent, but the values that they ask for are kept for the main request, too.
  if (reply.kind === 'reply') writeHeaders(sub, reply);
  return { sub, reply };
}
