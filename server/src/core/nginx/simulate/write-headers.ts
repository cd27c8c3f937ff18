import { respond, type Answer, type HeaderLine, type Outcome } from '../../model/respond.ts';
import type { HeaderOp, NamePattern } from '../../model/header-op.ts';
import { levelOps } from '../lower/level-ops.ts';
import { expiresOps } from './expires.ts';
import { asHeadersMoreDoes } from './headers-more.ts';
import { limitedItems } from './limit-except.ts';
import { namesOfOthers } from './other-modules.ts';
import { OWN, withOwnLines } from './own-lines.ts';
import type { HeaderPairs, Reply, Transaction } from './transaction.ts';
import { withheldNames } from './upstream.ts';
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
  t.answer = reply.upstream;
  const ops = opsInForce(t, reply);
  const evaluateLine = (template: string, sent: Transaction['sent']): string | undefined => {
    t.sent = sent;
    return evaluate(template, t);
  };
  const type = (reply.type ?? reply.contentType)?.replace(/;.*/s, '').trim();
  const answer: Answer = {
    from: reply.upstream === undefined ? 'gateway' : 'upstream',
    status: status ?? 0,
    headers: [...t.kept, ...passedOn(t, reply)],
    request: { evaluate: evaluateLine, ...(type !== undefined && { contentType: type }) },
  };
  const outcome = respond({ ops: asHeadersMoreDoes(ops, answer) }, answer);
  const own = withOwnLines(t, reply, outcome.lines.map(asOnWire), ops);
  const opaque = [
    ...(t.isBlind ? unseen(t, ops) : []),
    ...unsureNames(t, reply),
    ...own.opaque,
    ...twiceWritten(own.lines, reply.finalStatus ?? status),
    ...namesOfOthers(t, reply),
    ...outcome.opaque,
  ];
  return { lines: own.lines, opaque, status: reply.finalStatus ?? status };
}

/** A range that cannot be satisfied sends the answer through the filters again: nginx's own fields stand once, ours twice. */
function twiceWritten(lines: readonly HeaderLine[], status: number | undefined): readonly NamePattern[] {
  if (status !== 416) return [];
  const own = lines.map(({ name }) => name.toLowerCase()).filter((name) => OWN.has(name));
  return own.map((text) => ({ text, prefix: false }));
}

/** A `limit_except` that holds is a level of its own without lines: what is not inherited is not there. */
function opsInForce(t: Transaction, reply: Reply): readonly HeaderOp[] {
  // ngx_http_headers_filter leaves subrequests alone; headers-more does not.
  if (t.main !== t) return t.level.early;
  const expires = expiresOps(t, reply);
  const isCut = t.level.mode === 'off' && limitedItems(t) !== undefined;
  return isCut ? [...t.level.early, ...expires] : levelOps(t.level, expires);
}

/** The lines as they go out, and the names of those whose values are not known. */
export function writtenLines({ lines, opaque }: Written): {
  known: HeaderPairs;
  unsure: readonly NamePattern[];
} {
  const known: (readonly [string, string])[] = [];
  const unsure = [...opaque];
  for (const { name, value, certain } of lines) {
    const text = typeof value === 'string' ? value : value.kind === 'literal' ? value.text : undefined;
    if (certain && text !== undefined) known.push([name, text]);
    else unsure.push({ text: name.toLowerCase(), prefix: false });
  }
  return { known, unsure };
}

function passedOn(t: Transaction, { upstream }: Reply): readonly (readonly [string, string])[] {
  if (upstream?.headers === undefined) return [];
  const hidden = withheldNames(t);
  return upstream.headers.filter(([name]) => !hidden.has(name.toLowerCase()));
}

/** Headers that a service sends for sure, but with values that are not known. */
function unsureNames(t: Transaction, { upstream }: Reply): Outcome['opaque'] {
  const hidden = withheldNames(t);
  const passed = upstream?.unsure?.filter(({ text }) => !hidden.has(text)) ?? [];
  return [...t.unsure, ...passed];
}

/** A service of which nothing is known may send any header that is not hidden, and that no filter replaces. */
function unseen(t: Transaction, ops: ReturnType<typeof levelOps>): Outcome['opaque'] {
  const hidden = withheldNames(t);
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
