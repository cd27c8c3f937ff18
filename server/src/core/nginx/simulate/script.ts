import type { Located } from '../lower/located.ts';
import { conditionHolds, conditionWords } from './conditions.ts';
import { compilePattern } from './pattern.ts';
import { either, type Sim } from './questions.ts';
import type { Transaction } from './transaction.ts';
import { handlerOf } from './upstream.ts';
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
    case 'set':
      set(item.args, t);
      return 'next';
    case 'break':
      if (state.moved) t.inLocation = false;
      state.moved = false;
      return 'stop';
    case 'return':
      return returned(item.args);
    case 'if':
      return yield* runIf(item, t, state);
    case 'rewrite':
      return yield* rewrite(item.args, t, state);
    default:
      return 'next';
  }
}

/** Some of nginx's own variables may be set, too. */
function set([variable = '', text = '']: readonly string[], t: Transaction): void {
  const name = variable.replace(/^\$/, '').toLowerCase();
  const value = evaluate(text, t);
  if (name === 'args' && value !== undefined) t.query = value;
  else t.variables.set(name, value);
}

/** A true `if` in a location becomes the level; the later one wins (ngx_http_script_if_code). */
function* runIf(item: Located, t: Transaction, state: ScriptState): Sim<Step> {
  if (!(yield* conditionHolds(conditionWords(item.args), t))) return 'next';
  const { level } = t;
  const location = level.kind === 'if' ? (level.parent ?? level) : level;
  const inner = t.config.levelOfIf(item, location);
  if (inner !== location) {
    t.level = inner;
    t.handler = handlerOf(t.config, inner) ?? t.handler;
    return yield* runItems(inner.items, t, state);
  }
  return yield* runItems(t.config.bodyOf(item), t, state);
}

/** nginx's own codes for a connection that is closed without an answer: close, time-out, closed by the client. */
const SILENT: ReadonlySet<number> = new Set([408, 444, 499]);

/** ngx_http_script_return_code and ngx_http_send_response: a text goes out past `error_page`, a redirect does not. */
function returned(args: readonly string[]): ScriptEnd {
  const [first = '', text = ''] = args;
  if (!/^\d+$/.test(first)) return { kind: 'status', status: 302 };
  const status = Number(first);
  if (REDIRECTS.has(status)) return { kind: 'status', status };
  if (status < 400 || text !== '') return { kind: 'text', status };
  return SILENT.has(status) ? { kind: 'silence' } : { kind: 'status', status };
}

/** ngx_http_script_regex_start_code and ngx_http_script_regex_end_code. */
function* rewrite(args: readonly string[], t: Transaction, state: ScriptState): Sim<Step> {
  const [pattern = '', replacement = '', flag] = args;
  const captures = compilePattern(pattern, false).exec(t.path);
  const hit = captures === undefined ? yield* either(`whether ${pattern} matches`) : captures !== null;
  if (!hit) {
    t.captures = [];
    return 'next';
  }
  if (captures) t.capture(captures);
  t.internal = true;
  t.asSent = false;
  const isElsewhere = /^(https?:\/\/|\$scheme)/.test(replacement);
  if (isElsewhere || flag === 'redirect' || flag === 'permanent') {
    return { kind: 'status', status: flag === 'permanent' ? 301 : 302 };
  }
  state.moved = flag !== 'break';
  if (flag === 'break') t.inLocation = false;
  const moved = moveTo(replacement, t);
  if (!moved) yield* either(`what ${replacement} becomes`);
  if (moved && t.path === '') return { kind: 'status', status: 500 };
  return flag === 'last' || flag === 'break' ? 'stop' : 'next';
}

/**
 * New arguments come before the old ones; a `?` at the very end drops the old ones. Only a `?` that is written there
 * parts path and arguments, none that a variable brings. False where a variable is not known.
 */
function moveTo(replacement: string, t: Transaction): boolean {
  const keeps = !replacement.endsWith('?');
  const written = keeps ? replacement : replacement.slice(0, -1);
  const mark = written.indexOf('?');
  const path = evaluate(mark < 0 ? written : written.slice(0, mark), t);
  const added = mark < 0 ? '' : evaluate(withEscapedCaptures(written.slice(mark + 1), t), t);
  if (path === undefined || added === undefined) return false;
  t.path = path;
  const old = keeps ? t.query : '';
  if (mark < 0) t.query = old;
  else t.query = old === '' ? added : `${added}&${old}`;
  return true;
}

/** What was encoded in the request is encoded again where captures become arguments (ngx_http_script_copy_capture_code). */
function withEscapedCaptures(template: string, t: Transaction): string {
  if (!/[%+]/.test(t.request.target.replace(/\?.*/s, ''))) return template;
  return template.replace(/\$([1-9])/g, (_, digit: string) =>
    (t.captures[Number(digit)] ?? '').replace(/[^!-~]|[#%&+?]/g, encodeURIComponent),
  );
}
