import type { Located } from '../lower/located.ts';
import { conditionHolds, conditionWords } from './conditions.ts';
import { compilePattern } from './pattern.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { evaluate } from './variables.ts';

/**
 * How a run of rewrite directives ends. `text`: answered at once, with a body of its own or none, past `error_page`.
 * `status`: a status that `error_page` may take.
 */
export type ScriptEnd =
  | { readonly kind: 'on'; readonly moved: boolean }
  | { readonly kind: 'text'; readonly status: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'silence' };

type Step = ScriptEnd | 'next' | 'stop';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** ngx_http_rewrite_handler: the `set`, `if`, `return`, `rewrite` and `break` of one level, in order. */
export function* runScript(items: readonly Located[], t: Transaction): Sim<ScriptEnd> {
  const state = { moved: false };
  const end = yield* runItems(items, t, state);
  return typeof end === 'string' ? { kind: 'on', moved: state.moved } : end;
}

interface ScriptState {
  moved: boolean;
}

function* runItems(items: readonly Located[], t: Transaction, state: ScriptState): Sim<Step> {
  for (const item of items) {
    const step = yield* runItem(item, t, state);
    if (step !== 'next') return step;
  }
  return 'next';
}

function* runItem(item: Located, t: Transaction, state: ScriptState): Sim<Step> {
  switch (item.name) {
    case 'set': {
      const [name = '', value = ''] = item.args;
      t.variables.set(name.replace(/^\$/, '').toLowerCase(), evaluate(value, t));
      return 'next';
    }
    case 'break':
      state.moved = false;
      return 'stop';
    case 'return':
      return returned(item.args, t);
    case 'if':
      return yield* runIf(item, t, state);
    case 'rewrite':
      return yield* rewrite(item.args, t, state);
    default:
      return 'next';
  }
}

/** A true `if` in a location becomes the level; the later one wins (ngx_http_script_if_code). */
function* runIf(item: Located, t: Transaction, state: ScriptState): Sim<Step> {
  if (!(yield* conditionHolds(conditionWords(item.args), t))) return 'next';
  const { level } = t;
  const location = level.kind === 'if' ? (level.parent ?? level) : level;
  const inner = t.config.levelOfIf(item, location);
  if (inner !== location) {
    t.level = inner;
    return yield* runItems(inner.items, t, state);
  }
  return yield* runItems(t.config.bodyOf(item), t, state);
}

/** ngx_http_script_return_code and ngx_http_send_response. */
function returned(args: readonly string[], t: Transaction): ScriptEnd {
  const [first = '', text] = args;
  if (!/^\d+$/.test(first)) return { kind: 'status', status: 302 };
  const status = Number(first);
  if (status === 444) return { kind: 'silence' };
  if (REDIRECTS.has(status) && text !== undefined) return { kind: 'status', status };
  const direct = status < 400 || (text !== undefined && evaluate(text, t) !== '') || text !== undefined;
  return { kind: direct ? 'text' : 'status', status };
}

function* rewrite(args: readonly string[], t: Transaction, state: ScriptState): Sim<Step> {
  const [pattern = '', replacement = '', flag] = args;
  const captures = compilePattern(pattern, false).exec(t.path);
  const about = `whether ${pattern} matches`;
  const hit = captures === undefined ? yield* either(about) : captures !== null;
  if (!hit) return 'next';
  if (captures) t.capture(captures);
  const external = /^(https?:\/\/|\$scheme)/.test(replacement);
  if (external || flag === 'redirect' || flag === 'permanent') {
    return { kind: 'status', status: flag === 'permanent' ? 301 : 302 };
  }
  const target = evaluate(replacement, t);
  if (target === undefined) {
    yield* either(`what ${replacement} becomes`);
    return 'stop';
  }
  moveTo(target, replacement, t);
  if (t.path === '') return { kind: 'status', status: 500 };
  state.moved = flag !== 'break';
  return flag === 'last' || flag === 'break' ? 'stop' : 'next';
}

/** New arguments come before the old ones; a `?` at the very end drops the old ones (ngx_http_script_regex_end_code). */
function moveTo(target: string, replacement: string, t: Transaction): void {
  const mark = target.indexOf('?');
  const keeps = !replacement.endsWith('?');
  const query = mark < 0 ? '' : target.slice(mark + 1);
  t.path = mark < 0 ? target : target.slice(0, mark);
  const old = keeps ? t.query : '';
  t.query = keeps ? [query, old].filter((part) => part !== '').join('&') : query;
  t.internal = true;
}
