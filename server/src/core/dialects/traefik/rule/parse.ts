import type { RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, not, type Ternary } from '../../../routes/ternary.ts';
import { matcherOf, type Matcher } from './matchers.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Version 2 of the syntax takes several values in one matcher, and `{name:regex}` in paths and hosts. */
export type RuleSyntax = 'v2' | 'v3';

export type Rule =
  | { readonly kind: 'rule'; readonly matches: (request: RequestParts) => Ternary }
  /** Traefik takes the router off. */
  | { readonly kind: 'broken'; readonly why: string; readonly otherSyntax: boolean };

/** Reads a router's rule. Source: pkg/rules/parser.go, pkg/muxer/http/matcher.go and matcher_v2.go. */
export function parseRule(text: string, syntax: RuleSyntax): Rule {
  // What is filled in later may be anything.
  if (/\{\{|\$\{/.test(text)) return { kind: 'rule', matches: () => undefined };
  const reader = new RuleReader(text, syntax);
  const matches = reader.read();
  if (matches !== undefined) return { kind: 'rule', matches };
  const other = new RuleReader(text, syntax === 'v3' ? 'v2' : 'v3').read() !== undefined;
  return { kind: 'broken', why: reader.why, otherSyntax: other };
}

/** Recursive descent over one rule; `why` tells the first thing that is wrong. */
class RuleReader {
  readonly #syntax: RuleSyntax;
  readonly #tokens: readonly Token[] | undefined;
  #next = 0;
  why = 'it is no expression of matchers';

  constructor(text: string, syntax: RuleSyntax) {
    this.#tokens = tokensOf(text);
    this.#syntax = syntax;
  }

  read(): Matcher | undefined {
    const all = this.#either();
    return all !== undefined && this.#next === this.#tokens?.length ? all : undefined;
  }

  #either(): Matcher | undefined {
    return this.#joined('||', anyOf, () => this.#joined('&&', allOf, () => this.#one()));
  }

  #joined(
    sign: '||' | '&&',
    combine: (answers: readonly Ternary[]) => Ternary,
    part: () => Matcher | undefined,
  ): Matcher | undefined {
    const parts: Matcher[] = [];
    do {
      const read = part();
      if (read === undefined) return undefined;
      parts.push(read);
    } while (this.#take(sign));
    const [only] = parts;
    return parts.length === 1 ? only : (request) => combine(parts.map((matches) => matches(request)));
  }

  #one(): Matcher | undefined {
    if (this.#take('!')) {
      const inner = this.#one();
      return inner && ((request) => not(inner(request)));
    }
    if (this.#take('(')) {
      const inner = this.#either();
      return this.#take(')') ? inner : undefined;
    }
    const token = this.#tokens?.[this.#next];
    if (token?.kind !== 'name') return undefined;
    this.#next++;
    const values = this.#values();
    if (values === undefined) return undefined;
    const made = matcherOf(token.text, values, this.#syntax);
    if (typeof made === 'function') return made;
    this.why = made.why;
    return undefined;
  }

  #values(): readonly string[] | undefined {
    if (!this.#take('(')) return undefined;
    const values: string[] = [];
    while (!this.#take(')')) {
      const token = this.#tokens?.[this.#next];
      if (token?.kind !== 'text') return undefined;
      values.push(token.text);
      this.#next++;
      if (!this.#take(',') && !this.#is(')')) return undefined;
    }
    return values;
  }

  #is(sign: string): boolean {
    const token = this.#tokens?.[this.#next];
    return token?.kind === 'sign' && token.text === sign;
  }

  #take(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#next++;
    return true;
  }
}
