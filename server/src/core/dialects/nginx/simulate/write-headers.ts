import type { HeaderLine, Outcome } from '../../../model/respond.ts';
import { respond } from '../../../model/respond.ts';
import { levelOps } from '../lower/level-ops.ts';
import { isExpiring, expiresOps } from './expires.ts';
import type { Reply, Transaction } from './transaction.ts';
import { passFor, withheldNames } from './upstream.ts';
import { evaluate } from './variables.ts';

export interface Written extends Outcome {
  /** As it goes out; `undefined`: not known. */
  readonly status: number | undefined;
}

/** Runs the header filters of the level that answers, and says what is on the wire. */
export function writeHeaders(t: Transaction, reply: Reply): Written {
  const status = t.errorStatus === 0 ? reply.status : t.errorStatus;
  t.status = status;
  t.contentType = reply.contentType;
  t.upstream = reply.upstream ?? t.upstream;
  const ops = levelOps(t.level, isExpiring(t) ? expiresOps(t) : []);
  const evaluateLine = (template: string, sent: Transaction['sent']): string | undefined => {
    t.sent = sent;
    return evaluate(template, t);
  };
  const outcome = respond(
    { ops },
    {
      from: reply.upstream === undefined ? 'gateway' : 'upstream',
      status: status ?? 0,
      headers: [...t.kept, ...passedOn(t, reply)],
      request: {
        evaluate: evaluateLine,
        ...(reply.contentType !== undefined && { contentType: reply.contentType }),
      },
    },
  );
  const lines = outcome.lines.map(asOnWire);
  const blind = reply.upstream !== undefined && reply.upstream.headers === undefined;
  const opaque = [...(blind ? unseen(t, ops) : []), ...ownNames(lines, ops), ...outcome.opaque];
  return { lines, opaque, status: reply.finalStatus ?? status };
}

function passedOn(t: Transaction, { upstream }: Reply): readonly (readonly [string, string])[] {
  const pass = passFor(t);
  if (upstream?.headers === undefined) return [];
  const hidden = pass ? withheldNames(t.level, pass.family) : new Set<string>();
  return upstream.headers.filter(([name]) => !hidden.has(name.toLowerCase()));
}

/** A service of which nothing is known may send any header that is not hidden, and that no filter replaces. */
function unseen(t: Transaction, ops: ReturnType<typeof levelOps>): Outcome['opaque'] {
  const pass = passFor(t);
  const hidden = pass ? [...withheldNames(t.level, pass.family)] : [];
  const settled = ops.flatMap((op) =>
    (op.kind === 'set' || op.kind === 'remove') && !op.name.prefix && Object.keys(op.reach).length === 0
      ? [op.name.text]
      : [],
  );
  return [{ text: '', prefix: true, except: [...hidden, ...settled] }];
}

/** A name is not checked by nginx; a colon in it ends it for everyone who reads the line. */
function asOnWire(line: HeaderLine): HeaderLine {
  const colon = line.name.indexOf(':');
  if (colon < 0) return line;
  const rest = line.name.slice(colon + 1);
  const { value } = line;
  const text = typeof value === 'string' ? value : value.kind === 'literal' ? value.text : undefined;
  const name = line.name.slice(0, colon);
  return text === undefined ? { ...line, name } : { ...line, name, value: `${rest}: ${text}`.trim() };
}

/** Fields that nginx writes itself; a line that the configuration adds stands beside them. */
const OWN: ReadonlySet<string> = new Set([
  'server',
  'date',
  'content-type',
  'content-length',
  'connection',
  'transfer-encoding',
  'location',
  'last-modified',
  'etag',
  'accept-ranges',
  'www-authenticate',
]);

function ownNames(lines: readonly HeaderLine[], ops: ReturnType<typeof levelOps>): Outcome['opaque'] {
  const settled = new Set(
    ops.flatMap((op) => (op.kind === 'set' || op.kind === 'remove' ? [op.name.text] : [])),
  );
  return lines
    .map((line) => line.name.toLowerCase())
    .filter((name) => OWN.has(name) && !settled.has(name))
    .map((text) => ({ text, prefix: false }));
}
