import type { Span } from '../../model/place.ts';

/** A source expression as written. */
export interface Source {
  readonly text: string;
  readonly span: Span;
}

export interface Directive {
  /** In lower case. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Name and sources, without the whitespace around them. */
  readonly span: Span;
  /** False: CSP3's parser drops the directive for a non-ASCII character in it. */
  readonly ascii: boolean;
}

/** One serialized policy; spans are relative to the header's value. */
export interface CspPolicy {
  readonly directives: readonly Directive[];
  readonly span: Span;
}

/** CSP3 "parse a response's Content Security Policies": commas part policies, semicolons directives. */
export function parsePolicies(value: string): readonly CspPolicy[] {
  const policies: CspPolicy[] = [];
  let directives: Directive[] = [];
  const plain = isAscii(value);
  let policyStart = 0;
  let start = 0;
  for (let i = 0; i <= value.length; i++) {
    const char = value.charCodeAt(i); // NaN at the end
    if (char !== SEMICOLON && char !== COMMA && i < value.length) continue;
    const directive = readDirective(value, start, i, plain);
    if (directive !== undefined) directives.push(directive);
    start = i + 1;
    if (char === SEMICOLON) continue;
    if (directives.length > 0) policies.push({ directives, span: { start: policyStart, end: i } });
    directives = [];
    policyStart = start;
  }
  return policies;
}

const SEMICOLON = 0x3b;
const COMMA = 0x2c;

function readDirective(value: string, from: number, to: number, plain: boolean): Directive | undefined {
  let start = from;
  let end = to;
  while (start < end && isSpace(value.charCodeAt(start))) start++;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end--;
  if (start === end) return undefined;
  let nameEnd = start;
  while (nameEnd < end && !isSpace(value.charCodeAt(nameEnd))) nameEnd++;
  return {
    name: value.slice(start, nameEnd).toLowerCase(),
    nameSpan: { start, end: nameEnd },
    span: { start, end },
    ascii: plain || isAscii(value.slice(start, end)),
  };
}

/** U+FFFF stands for an unknown piece, which is not the fault. */
function isAscii(text: string): boolean {
  return !/[\x80-\uFFFE]/.test(text);
}

/** Infra's ASCII whitespace: tab, LF, FF, CR, space. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;
}

export function sourcesOf(value: string, directive: Directive): readonly Source[] {
  const sources: Source[] = [];
  const { end } = directive.span;
  for (let i = directive.nameSpan.end; i < end;) {
    while (i < end && isSpace(value.charCodeAt(i))) i++;
    const start = i;
    while (i < end && !isSpace(value.charCodeAt(i))) i++;
    if (i > start) sources.push({ text: value.slice(start, i), span: { start, end: i } });
  }
  return sources;
}

/** The directive that is in force: the first of its name, those with non-ASCII characters left out. */
export function directiveNamed(policy: CspPolicy, name: string): Directive | undefined {
  return policy.directives.find((directive) => directive.ascii && directive.name === name);
}
