import { factsOf } from './static-content.ts';
import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/**
 * ngx_http_try_files_handler. The level's own `try_files` only: a true `if` has none. `undefined`: go on to the content,
 * with the path of the file that was found.
 */
export function* tryFiles(t: Transaction): Sim<PhaseEnd | undefined> {
  const args = t.config.own(t.level, 'try_files')[0]?.args;
  const last = args?.at(-1);
  if (args === undefined || last === undefined) return undefined;
  for (const template of args.slice(0, -1)) {
    const candidate = evaluate(template, t);
    if (candidate === undefined) {
      if (yield* either(`whether ${template} exists`)) return undefined;
      continue;
    }
    const path = candidate.startsWith('/') ? candidate : `/${candidate}`;
    const wantsDirectory = template.endsWith('/');
    const facts = yield* factsOf(t, path);
    if (facts.kind === (wantsDirectory ? 'directory' : 'file')) {
      // The slash that asked for a directory is not part of the new path.
      t.path = wantsDirectory ? path.slice(0, -1) : path;
      return undefined;
    }
  }
  if (last.startsWith('=')) return { kind: 'status', status: Number(last.slice(1)) };
  if (last.startsWith('@')) return { kind: 'named', name: last };
  const target = evaluate(last, t);
  if (target === undefined) {
    yield* either(`what ${last} becomes`);
    return { kind: 'status', status: 500 };
  }
  const mark = target.indexOf('?');
  return mark < 0
    ? { kind: 'go', path: target, query: '' }
    : { kind: 'go', path: target.slice(0, mark), query: target.slice(mark + 1) };
}
