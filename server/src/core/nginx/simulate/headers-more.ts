import type { HeaderOp } from '../../model/header-op.ts';
import { matchesName, respond, type Answer } from '../../model/respond.ts';
import { isExpires } from './expires.ts';

/**
 * What headers-more leaves behind where it clears a header. Of Cache-Control it writes a line before it looks whether
 * there is a value, so that where there is none yet an empty one goes out (ngx_http_set_builtin_multi_header). And a line
 * of Cache-Control or Expires that it took away is still known to nginx: `expires` fills it, and it stays unsent.
 */
export function asHeadersMoreDoes(ops: readonly HeaderOp[], answer: Answer): readonly HeaderOp[] {
  if (!ops.some(clears)) return ops;
  const done: HeaderOp[] = [];
  const seen = new Set<string>();
  for (const op of ops) {
    const sent = new Set(
      NAMES.some((name) => matchesName(op.name, name))
        ? respond({ ops: done }, answer).lines.map((line) => line.name.toLowerCase())
        : [],
    );
    for (const name of NAMES) if (sent.has(name)) seen.add(name);
    const isGone = seen.has(op.name.text) && !sent.has(op.name.text);
    if (isExpires(op) && isGone) continue;
    const isEmptied =
      clears(op) && !op.name.prefix && op.name.text === 'cache-control' && !isGone && !sent.has(op.name.text);
    done.push(isEmptied ? { ...op, kind: 'append', spelling: 'Cache-Control', whenEmpty: 'send' } : op);
  }
  return done;
}

const NAMES = ['cache-control', 'expires'] as const;

function clears(op: HeaderOp): boolean {
  const isOurs = NAMES.some((name) => matchesName(op.name, name));
  return isOurs && (op.kind === 'remove' || (op.kind === 'set' && !isExpires(op)));
}
