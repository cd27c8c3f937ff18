import type { HeaderLine, Outcome } from '../../model/respond.ts';
import { outward, type NginxLevel } from '../lower/level.ts';
import { accept } from './accept.ts';
import type { Configuration } from './configuration.ts';
import { handle } from './phases.ts';
import type { Sim } from './questions.ts';
import type { IncomingRequest, Reply, Silence, Transaction } from './transaction.ts';
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
  const accepted = accept(config, request, 0);
  if (accepted === undefined) return NOTHING;
  const { t, refused } = accepted;
  return written(t, yield* handle(t, refused));
}

function written(t: Transaction, reply: Reply | Silence): Simulated {
  const levels = outward(t.level)
    .filter((level) => level.kind !== 'http')
    .toReversed();
  if (reply.kind === 'silence') return { status: SILENT, levels, lines: [], opaque: [] };
  const { status, lines, opaque } = writeHeaders(t, reply);
  return { status, levels, lines, opaque };
}
