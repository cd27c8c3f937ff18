import { contentTypeOf } from './content-type.ts';
import { evaluate } from './variables.ts';
import { fileAt, type Sim } from './questions.ts';
import { fileOf, isAliasLost } from './paths.ts';
import type { PhaseEnd } from './phases.ts';
import type { Transaction } from './transaction.ts';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** The handlers that every level has: index, autoindex, static files (in the order of their phases). */
export function* staticContent(t: Transaction): Sim<PhaseEnd> {
  if (!READING.has(t.method)) return { kind: 'status', status: 405 };
  if (isAliasLost(t)) return { kind: 'status', status: 500 };
  if (t.path.endsWith('/')) return yield* directory(t);
  const facts = yield* fileAt(fileOf(t, t.path) ?? `\0${t.path}`);
  if (facts.kind === 'missing') return { kind: 'status', status: 404 };
  if (facts.kind === 'directory') return { kind: 'status', status: 301 };
  // ngx_http_static_handler refuses a POST only once it has found the file.
  if (t.method === 'POST') return { kind: 'status', status: 405 };
  const file = facts.kind === 'file' ? facts : {};
  return { kind: 'reply', status: 200, contentType: contentTypeOf(t), file };
}

/** ngx_http_index_handler, then autoindex, then "directory index is forbidden". */
function* directory(t: Transaction): Sim<PhaseEnd> {
  const { config } = t;
  const base = fileOf(t, t.path) ?? `\0${t.path}`;
  const names = config.inherited(t.level, 'index').flatMap((item) => item.args);
  let isTested = false;
  for (const template of names.length === 0 ? ['index.html'] : names) {
    const name = evaluate(template, t);
    if (name === undefined) continue;
    if (name.startsWith('/')) return { kind: 'go', path: name };
    if ((yield* fileAt(base + name)).kind !== 'missing') return { kind: 'go', path: t.path + name };
    if (isTested) continue;
    const { kind } = yield* fileAt(base);
    if (kind === 'missing') return { kind: 'status', status: 404 };
    // An alias that names a file.
    if (kind === 'file') return { kind: 'status', status: 500 };
    isTested = true;
  }
  if (config.flag(t.level, 'random_index', false))
    return { kind: 'reply', status: undefined, contentType: undefined };
  if (config.flag(t.level, 'autoindex', false) && t.method !== 'POST') {
    // The last character is taken for the slash, also of an alias that has none.
    const { kind } = yield* fileAt(base.length > 1 ? base.slice(0, -1) : base);
    if (kind !== 'directory') return { kind: 'status', status: 404 };
    return { kind: 'reply', status: 200, contentType: 'text/html' };
  }
  return { kind: 'status', status: 403 };
}
