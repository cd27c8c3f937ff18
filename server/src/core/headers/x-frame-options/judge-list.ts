import type { Span } from '../../model/place.ts';
import type { FrameDiagnosis } from '../frame-policy/diagnosis.ts';
import { hasUnknown, shown } from '../frame-policy/header-text.ts';
import { isDoubtful, type Member } from './parse.ts';

/** What is wrong with the members of a list together; each by itself is judged elsewhere. */
export function judgeSeveral(all: readonly Member[], values: readonly string[]): readonly FrameDiagnosis[] {
  const members = all.filter((member) => !isDoubtful(member.token));
  const tokens = new Set(members.map((member) => member.token));
  if (tokens.size > 1)
    return [tokensCount(tokens) ? differing(tokens, members, values) : allInvalid(members, values)];
  const [token] = tokens;
  return token === undefined || members.length < 2 || !tokensCount(tokens) ? [] : repeated(members, values);
}

function tokensCount(tokens: ReadonlySet<string>): boolean {
  return tokens.has('deny') || tokens.has('sameorigin') || tokens.has('allowall');
}

/** One line, all of it; of several, the last: it is the one that was added to what stood already. */
function whole(members: readonly Member[], values: readonly string[]): { line: number; span?: Span } {
  const line = Math.max(...members.map((member) => member.line));
  const own = members.filter((member) => member.line === line);
  if (hasUnknown(values[line] ?? '')) return { line };
  return {
    line,
    span: {
      start: Math.min(...own.map((member) => member.span.start)),
      end: Math.max(...own.map((member) => member.span.end)),
    },
  };
}

function differing(
  tokens: ReadonlySet<string>,
  members: readonly Member[],
  values: readonly string[],
): FrameDiagnosis {
  const filled = members.filter((member) => member.token !== '');
  const [first] = filled;
  if (tokens.has('') && tokens.size === 2 && first !== undefined) {
    // Point at the empty one; a line that is nothing else can go, otherwise its comma.
    const empty = members.find((member) => member.token === '') ?? first;
    const alone = members.filter((member) => member.line === empty.line).length === 1;
    const mend = alone
      ? ({ suggestion: 'drop-line' } as const)
      : ({ suggestion: 'respell', replace: first.text } as const);
    return {
      code: 'empty-list-member',
      severity: 'error',
      ...(alone
        ? { line: empty.line, span: empty.span }
        : whole([empty, ...sameLine(members, empty)], values)),
      message: `A stray comma or an empty second header makes browsers block every frame, also same-origin ones. Send ${first.text} alone.`,
      ...(hasUnknown(values[empty.line] ?? '') || first.token === 'allowall' ? {} : mend),
    };
  }
  const list = [...new Set(filled.map((member) => shown(member.text)))].join(', ');
  return {
    code: 'conflicting-values',
    severity: 'error',
    ...whole(members, values),
    message: `The X-Frame-Options values ${list} conflict, so browsers block every frame, also same-origin ones. Keep one value.`,
  };
}

function sameLine(members: readonly Member[], one: Member): readonly Member[] {
  return members.filter((member) => member.line === one.line);
}

function allInvalid(members: readonly Member[], values: readonly string[]): FrameDiagnosis {
  return {
    code: 'all-invalid-list',
    severity: 'error',
    ...whole(members, values),
    message:
      'None of these X-Frame-Options values is valid, so browsers ignore the header and every site can frame this. Send DENY or SAMEORIGIN alone.',
  };
}

function repeated(members: readonly Member[], values: readonly string[]): readonly FrameDiagnosis[] {
  const [first] = members;
  if (first === undefined) return [];
  const where = whole(members, values);
  const own = members.filter((member) => member.line === where.line);
  const times = members.length === 2 ? 'twice' : `${members.length} times`;
  return [
    {
      code: 'duplicate-equal',
      severity: 'information',
      ...where,
      message: `X-Frame-Options is sent ${times} with the same value. That is harmless until one of them changes: then browsers block every frame.`,
      ...(own.length < members.length
        ? ({ suggestion: 'drop-line' } as const)
        : ({ suggestion: 'respell', replace: first.text } as const)),
    },
  ];
}
