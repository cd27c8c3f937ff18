import type { Severity } from '../../model/finding.ts';
import type { FrameDiagnosis } from '../frame-policy/diagnosis.ts';
import { hasUnknown, shown } from '../frame-policy/header-text.ts';
import { allowFromOrigins, isAllowFrom } from './allow-from.ts';
import { isDoubtful, parseMembers, type Member } from './parse.ts';
import { judgeSeveral } from './judge-list.ts';
import { faultOf, type Faulty, type OtherFault } from './token.ts';

/** What is wrong with the values of a response's X-Frame-Options lines; `line` is an index into `values`. */
export function judgeFrameOptions(values: readonly string[]): readonly FrameDiagnosis[] {
  if (values.length === 0) return [];
  if (values.length === 1 && /^[ \t]*(?:deny|sameorigin)[ \t]*$/i.test(values[0] ?? '')) return [];
  // A comma inside `ALLOW-FROM a, b` parts members for browsers, but it is one instruction to the person.
  const lists = values.map(
    (value) => isAllowFrom(value.trim()) && !/\b(?:deny|sameorigin|allowall)\b/i.test(value),
  );
  const all = parseMembers(values, 'spec');
  const members = all.filter((member) => lists[member.line] !== true && !isDoubtful(member.token));
  const several = new Set(all.map((member) => member.token)).size > 1;
  const found: FrameDiagnosis[] = [];
  values.forEach((value, line) => {
    if (lists[line] === true) found.push(obsolete(value, line, spanOf(value)));
  });
  const seen = new Set<string>();
  for (const member of members) {
    const key = `${member.line} ${member.token}`;
    const fault = seen.has(key) ? undefined : faultOf(member.text);
    seen.add(key);
    // An empty member beside others is a matter of the list.
    if (fault === undefined || (several && fault.code === 'empty')) continue;
    found.push(...judgeMember(member, fault, several, values, members));
  }
  for (const diagnosis of judgeSeveral(all, values)) {
    // Said already, once for each line, where all of it is ALLOW-FROM.
    if (diagnosis.code !== 'all-invalid-list' || lists.includes(false)) found.push(diagnosis);
  }
  return found;
}

function spanOf(value: string): Pick<FrameDiagnosis, 'span'> {
  if (hasUnknown(value)) return {};
  const start = value.length - value.trimStart().length;
  return { span: { start, end: Math.max(start, value.trimEnd().length) } };
}

function obsolete(value: string, line: number, where: Pick<FrameDiagnosis, 'span'>): FrameDiagnosis {
  const sources = hasUnknown(value) ? undefined : allowFromOrigins(value);
  const instead = sources === undefined ? 'frame-ancestors' : `frame-ancestors ${sources.join(' ')}`;
  return {
    code: 'allow-from-obsolete',
    severity: 'error',
    line,
    ...where,
    message: `ALLOW-FROM is not supported by any current browser, so every site can frame this. Use Content-Security-Policy: ${instead}.`,
    ...(sources === undefined ? {} : { suggestion: 'move-to-csp', sources }),
  };
}

function judgeMember(
  member: Member,
  fault: Faulty,
  several: boolean,
  values: readonly string[],
  members: readonly Member[],
): readonly FrameDiagnosis[] {
  const value = values[member.line] ?? '';
  const unknown = hasUnknown(value);
  const where = unknown ? {} : { span: member.span };
  const { line } = member;
  if (fault.code === 'allow-from-obsolete') return [obsolete(member.text, line, where)];
  const severity: Severity = fault.code === 'allowall' && !several ? 'warning' : 'error';
  const base = { severity, line, ...where };
  const mend = unknown ? {} : mended(value, member, fault, members);
  const found: FrameDiagnosis[] = [
    { code: fault.code, ...base, message: message(member.text, fault), ...mend },
  ];
  if (fault.code === 'quoted-value' && member.text.includes(',')) {
    found.push({
      code: 'quoted-list',
      ...base,
      message:
        'Browsers disagree whether a comma inside quotes parts two values. Send one value without quotes.',
    });
  }
  return found;
}

function mended(
  value: string,
  member: Member,
  fault: OtherFault,
  members: readonly Member[],
): Pick<FrameDiagnosis, 'replace' | 'suggestion'> {
  if (fault.code === 'allowall') return value.trim() === member.text ? { suggestion: 'drop-line' } : {};
  if (!('meant' in fault) || fault.meant === undefined) return {};
  // NO and OFF may also mean that no header was wanted.
  if (/^(?:no|off)$/i.test(member.text)) return {};
  // Equal members of the line change together: one that stayed behind would conflict.
  let replace = value;
  for (const { line, token, span } of members.toReversed()) {
    if (line !== member.line || token !== member.token) continue;
    replace = replace.slice(0, span.start) + fault.meant + replace.slice(span.end);
  }
  const sure = fault.code !== 'misspelt-token' || fault.sure;
  return { suggestion: sure ? 'respell' : 'guess', replace };
}

function message(text: string, fault: OtherFault): string {
  const v = shown(text);
  switch (fault.code) {
    case 'empty':
      return 'X-Frame-Options is empty, and browsers ignore it. Set DENY or SAMEORIGIN, or remove it.';
    case 'invalid-token':
      return `\`${v}\` is not an X-Frame-Options value, so browsers ignore the header. Only DENY and SAMEORIGIN exist.`;
    case 'misspelt-token':
      return `\`${v}\` is not an X-Frame-Options value, so browsers ignore the header. Did you mean ${fault.meant}?`;
    case 'allowall':
      return 'ALLOWALL is not a valid X-Frame-Options value. To allow framing, remove the header.';
    case 'quoted-value':
      return `Quotes are part of the value, so browsers ignore \`${v}\`. Send ${fault.meant ?? 'DENY or SAMEORIGIN'} without quotes.`;
    case 'glued-text':
      return `Browsers recognise only the bare token and ignore \`${v}\`. Send ${fault.meant ?? 'either DENY or SAMEORIGIN'} alone.`;
    case 'csp-syntax-in-xfo':
      return `\`${v}\` is CSP syntax, and browsers ignore it here. Send it in Content-Security-Policy, or use ${fault.meant ?? 'DENY or SAMEORIGIN'}.`;
    case 'template-leftover':
      return `\`${v}\` looks like a variable that was not expanded; sent as it is, browsers ignore the header. Send DENY or SAMEORIGIN.`;
    case 'non-ascii':
      return `\`${v}\` has a character outside ASCII (${codePoint(text, fault.at)}), so browsers ignore the header. Type ${fault.meant ?? 'DENY or SAMEORIGIN'} anew.`;
    case 'odd-whitespace':
      return `The value has a control character (${codePoint(text, fault.at)}), about which browsers disagree. Send ${fault.meant ?? 'DENY or SAMEORIGIN'} alone.`;
  }
}

function codePoint(text: string, at: number): string {
  return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
