import type { HeaderOp, HeaderValue } from '../../model/header-op.ts';
import type { Place } from '../../model/place.ts';

/**
 * What a script of Envoy's lua filter does to response headers, where it is a plain list of calls; anything else may do
 * anything. Methods as in Envoy's Lua filter: `add` adds a line, `replace` leaves one, `remove` leaves none.
 */
export function luaOps(script: string, at: Place): readonly HeaderOp[] {
  const code = script.replace(/--\[\[[^]*?\]\]/g, ' ').replace(/--[^\n]*/g, ' ');
  const start = /function\s+envoy_on_response\s*\(\s*(\w+)\s*\)/.exec(code);
  if (start === null) return code.includes('envoy_on_response') ? [anything(at)] : [];
  const rest = code.slice(start.index + start[0].length);
  const next = /(?:^|\n)\s*function\s/.exec(rest);
  const body = (next === null ? rest : rest.slice(0, next.index)).replace(/\bend\s*$/, '');
  return new Body(start[1] ?? '', at).ops(body);
}

const STRING = String.raw`(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')`;

class Body {
  readonly #handle: string;
  readonly #at: Place;
  readonly #aliases = new Set<string>();

  constructor(handle: string, at: Place) {
    this.#handle = handle;
    this.#at = at;
  }

  ops(body: string): readonly HeaderOp[] {
    const ops: HeaderOp[] = [];
    for (let rest = body.trim(); rest !== '';) {
      const step = this.#step(rest);
      if (step === undefined) return [...ops, anything(this.#at)];
      if (step.op !== undefined) ops.push(step.op);
      rest = rest.slice(step.length).replace(/^[\s;]+/, '');
    }
    return ops;
  }

  #step(text: string): { readonly length: number; readonly op?: HeaderOp } | undefined {
    const alias = new RegExp(`^local\\s+(\\w+)\\s*=\\s*${this.#handle}:headers\\(\\)`).exec(text);
    if (alias !== null) {
      this.#aliases.add(alias[1] ?? '');
      return { length: alias[0].length };
    }
    const log = new RegExp(`^${this.#handle}:log\\w+\\([^()\\n]*\\)`).exec(text);
    if (log !== null) return { length: log[0].length };
    return this.#call(text) ?? this.#unlessPresent(text);
  }

  get #headers(): string {
    return `(?:${[`${this.#handle}:headers\\(\\)`, ...this.#aliases].join('|')})`;
  }

  #call(text: string): { readonly length: number; readonly op: HeaderOp } | undefined {
    const pattern = `^${this.#headers}:(add|replace|remove)\\(\\s*${STRING}\\s*(?:,\\s*(?:${STRING}|([\\w.:()"' +]*?))\\s*)?\\)`;
    const match = new RegExp(pattern).exec(text);
    if (match === null) return undefined;
    const [all, method, doubleName, singleName, double, single, expression] = match;
    const literal = double ?? single;
    const value: HeaderValue =
      literal !== undefined || method === 'remove'
        ? { kind: 'literal', text: literal ?? '', at: this.#at }
        : { kind: 'dynamic', parts: [undefined], template: expression ?? '', at: this.#at };
    const kind = method === 'add' ? 'append' : method === 'replace' ? 'set' : 'remove';
    return { length: all.length, op: instruction(kind, doubleName ?? singleName ?? '', value, this.#at) };
  }

  /** `if h:headers():get("x") == nil then h:headers():add("x", …) end` */
  #unlessPresent(text: string): { readonly length: number; readonly op: HeaderOp } | undefined {
    const get = `${this.#headers}:get\\(\\s*${STRING}\\s*\\)`;
    const match = new RegExp(`^if\\s+(?:${get}\\s*==\\s*nil|not\\s+${get})\\s+then\\s+`).exec(text);
    if (match === null) return undefined;
    const name = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').toLowerCase();
    const call = this.#call(text.slice(match[0].length));
    const end = call && /^[\s;]*end\b/.exec(text.slice(match[0].length + call.length));
    if (call === undefined || end === null || end === undefined) return undefined;
    if (call.op.name.text !== name || call.op.kind === 'remove') return undefined;
    return {
      length: match[0].length + call.length + end[0].length,
      op: { ...call.op, kind: 'set-if-absent' },
    };
  }
}

function instruction(kind: HeaderOp['kind'], spelling: string, value: HeaderValue, at: Place): HeaderOp {
  return {
    kind,
    name: { text: spelling.toLowerCase(), prefix: false },
    spelling,
    value,
    whenEmpty: 'send',
    reach: {},
    nameAt: at,
    statement: at,
    edits: {},
  };
}

/** An instruction that may do anything to any header. */
export function anything(at: Place): HeaderOp {
  const op = instruction('unknown', '', { kind: 'literal', text: '', at }, at);
  return { ...op, name: { text: '', prefix: true } };
}
