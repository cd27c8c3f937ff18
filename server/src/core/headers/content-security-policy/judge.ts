import type { FrameDiagnosis } from '../frame-policy/diagnosis.ts';
import { hasUnknown, shown } from '../frame-policy/header-text.ts';
import { editDistance, lettersOf } from '../frame-policy/similar.ts';
import { judgeSources } from './judge-sources.ts';
import { directiveNamed, parsePolicies, type CspPolicy, type Directive } from './policies.ts';
import { parseSource } from './sources.ts';

/** What is wrong with framing in one enforced Content-Security-Policy value. */
export function judgeFrameAncestors(value: string, line: number): readonly FrameDiagnosis[] {
  // Most policies neither have nor mean to have the directive.
  if (!/frame|ancestor/i.test(value)) return [];
  const policies = parsePolicies(value);
  const found = policies.flatMap((policy, index) => judgePolicy(value, line, policy, policies[index + 1]));
  // Offsets mean nothing in a value with unknown pieces, and neither can it be written anew.
  return hasUnknown(value) ? found.map(withoutText) : found;
}

function withoutText({ code, severity, line, message }: FrameDiagnosis): FrameDiagnosis {
  return { code, severity, line, message };
}

function judgePolicy(
  value: string,
  line: number,
  policy: CspPolicy,
  next: CspPolicy | undefined,
): readonly FrameDiagnosis[] {
  const found: FrameDiagnosis[] = [];
  const inForce = directiveNamed(policy, 'frame-ancestors');
  policy.directives.forEach((directive, index) => {
    if (directive === inForce) found.push(...judgeSources(value, line, directive));
    else found.push(...judgeOther(value, line, directive, inForce !== undefined));
    // The list went on after a separator that ends it.
    if (directive.name !== 'frame-ancestors') return;
    const follower = policy.directives[index + 1] ?? next?.directives[0];
    if (follower !== undefined && looksLikeSource(value, follower)) {
      found.push(misplacedSource(value, line, directive, follower));
    }
  });
  return found;
}

function judgeOther(
  value: string,
  line: number,
  directive: Directive,
  hasAnother: boolean,
): readonly FrameDiagnosis[] {
  const { name, span, nameSpan } = directive;
  const written = shown(value.slice(nameSpan.start, nameSpan.end));
  if (!directive.ascii) {
    return name.startsWith('frame-ancestors') ? [nonAscii(value, line, directive)] : [];
  }
  if (name === 'frame-ancestors') {
    return [
      {
        code: 'csp-duplicate-directive',
        severity: 'error',
        line,
        span,
        message:
          'This policy has frame-ancestors already, and browsers ignore every further one. Put all sources into the first.',
      },
    ];
  }
  if (!isMisspelt(name)) return [];
  return [
    {
      code: 'csp-misspelt-directive',
      severity: 'error',
      line,
      span: nameSpan,
      message: `Browsers know no directive \`${written}\` and ignore it. Write \`frame-ancestors\`, followed by a space and the sources.`,
      // `frame-options DENY` has other values, and a second frame-ancestors would make one of the two void.
      ...(hasAnother || name.includes('options')
        ? {}
        : { suggestion: 'respell', replace: respelt(value, directive) }),
    },
  ];
}

function respelt(value: string, { nameSpan, span }: Directive): string {
  const written = value.slice(nameSpan.start, nameSpan.end);
  // `frame-ancestors='none'` has no space after the name.
  const glued = /^["']?frame-?ancestors?[:=]+(.+)$/i.exec(written)?.[1];
  // A quote before the name belongs to one at the end.
  const end = written.startsWith('"') && value[span.end - 1] === '"' ? span.end - 1 : span.end;
  const name = glued === undefined ? 'frame-ancestors' : `frame-ancestors ${glued}`;
  return value.slice(0, span.start) + name + value.slice(nameSpan.end, end) + value.slice(span.end);
}

function isMisspelt(name: string): boolean {
  if (!/frame|ancest/.test(name)) return false;
  const letters = lettersOf(name);
  if (letters === 'frameoptions' || letters === 'xframeoptions') return true;
  if (/^["']?frame-ancestors[^a-z-]/.test(name)) return true;
  return editDistance(letters, 'frameancestors', 2) <= 2;
}

/** Typographic quotes and no-break spaces come from word processors and web pages. */
function nonAscii(value: string, line: number, directive: Directive): FrameDiagnosis {
  const { span } = directive;
  const text = value.slice(span.start, span.end);
  const plain = text
    .replace(/[\u2018\u2019\u201A\u201B\u2032]/g, "'")
    .replace(/[\u00A0\u2000-\u200A\u202F]/g, ' ');
  const mends = !/[\x80-\uFFFF]/.test(plain);
  return {
    code: 'csp-non-ascii',
    severity: 'error',
    line,
    span,
    message:
      'frame-ancestors has a character outside ASCII, so browsers drop the whole directive. Use plain quotes and spaces, and punycode for names.',
    ...(mends
      ? { suggestion: 'respell', replace: value.slice(0, span.start) + plain + value.slice(span.end) }
      : {}),
  };
}

function looksLikeSource(value: string, directive: Directive): boolean {
  const text = value.slice(directive.nameSpan.start, directive.nameSpan.end);
  if (text.startsWith("'") || text === '*' || text.includes('://')) return true;
  const source = parseSource(text);
  return source.kind === 'host' && (source.host.includes('.') || source.port !== undefined);
}

function misplacedSource(value: string, line: number, list: Directive, follower: Directive): FrameDiagnosis {
  const separator = value.slice(list.span.end, follower.span.start).includes(',') ? 'comma' : 'semicolon';
  const { start, end } = follower.span;
  const text = value.slice(start, end);
  return {
    code: 'csp-comma',
    severity: 'error',
    line,
    span: { start, end },
    message: `A ${separator} ends the list, so \`${shown(text)}\` is no source of frame-ancestors. Part sources by spaces.`,
    // It lets more sites in than the value does now.
    suggestion: 'guess',
    replace: value.slice(0, list.span.end) + ' ' + value.slice(start),
  };
}
