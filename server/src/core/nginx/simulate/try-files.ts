import { baseOf, isAliasLost, type Base } from './paths.ts';
import type { PhaseEnd } from './phases.ts';
import { either, fileAt, type Sim } from './questions.ts';
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
  if (isAliasLost(t)) return { kind: 'status', status: 500 };
  const base = baseOf(t);
  for (const template of args.slice(0, -1)) {
    const wantsDirectory = template.endsWith('/');
    const name = base && named(wantsDirectory ? template.slice(0, -1) : template, base, t);
    if (base === undefined || name === undefined) {
      if (yield* either(`whether ${template} exists`)) return undefined;
      continue;
    }
    const { kind } = yield* fileAt(base.directory + name);
    if (kind === 'missing' || (kind === 'directory') !== wantsDirectory) continue;
    found(name, wantsDirectory, base, t);
    return undefined;
  }
  if (last.startsWith('=')) return { kind: 'status', status: Number(last.slice(1)) };
  if (last.startsWith('@')) return { kind: 'named', name: last };
  const target = base && named(last, base, t);
  if (target === undefined) {
    yield* either(`what ${last} becomes`);
    return { kind: 'status', status: 500 };
  }
  const mark = target.indexOf('?');
  return mark < 0
    ? { kind: 'go', path: target, query: '' }
    : { kind: 'go', path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** What is appended to the directory. Under an alias, the location's name is taken off a text that has variables. */
function named(template: string, { kind, replaced }: Base, t: Transaction): string | undefined {
  const text = evaluate(template, t);
  const isBelow = kind === 'alias' && template.includes('$');
  return isBelow && text?.startsWith(t.path.slice(0, replaced)) === true ? text.slice(replaced) : text;
}

function found(name: string, isDirectory: boolean, { kind, replaced }: Base, t: Transaction): void {
  if (kind === 'root') t.path = name;
  else if (kind === 'alias') t.path = t.path.slice(0, replaced) + name;
  else if (!isDirectory) {
    t.path = name;
    t.addPathToAlias = true;
  }
}
