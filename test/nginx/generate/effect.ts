import type { Finding, Fix } from '../../../server/src/core/index.ts';
import type { Found } from '../../support/check.ts';
import { nginxTest, prepareFiles } from '../support/judge.ts';
import { isSound, policyOf } from './compare-findings.ts';
import type { Lab, Line, Seen } from './observe.ts';

export type Files = Readonly<Record<string, string>>;

export function refusals(files: Files, { nginx }: Lab): readonly string[] {
  const { accepted, message, line } = nginxTest(prepareFiles(files), { nginx });
  return accepted ? [] : [`nginx refuses line ${line ?? '?'}: ${message}`];
}

export function isAboutFraming({ rule }: Finding): boolean {
  return rule.startsWith('frame-policy-');
}

/** Whether `whole` holds the lines of `part` in their order, perhaps with others between them. */
export function isWithin(part: readonly Line[], whole: readonly Line[]): boolean {
  let from = 0;
  return part.every((line) => {
    const at = whole.findIndex((other, index) => index >= from && shown([other]) === shown([line]));
    from = at + 1;
    return at >= 0;
  });
}

/** A line that has nothing to do with framing. */
export function isOther([name]: Line): boolean {
  return !/frame|content-?security/i.test(name);
}

/** Open where it was closed, or with a fault where it had none, unless a faulty line only goes out more often. */
export function isWorse(was: Seen, is: Seen, { finding }: Found, { title }: Fix): boolean {
  const [before, after] = [policyOf(was), policyOf(is)];
  if (before.verdict !== 'open' && after.verdict === 'open') return true;
  const spreads = title.startsWith('Repeat ') || !isAboutFraming(finding);
  return !spreads && isSound(before) && !isSound(after);
}

export function shown(lines: readonly Line[]): string {
  return lines.map((line) => line.join(': ')).join(' | ');
}

export function change(was: Seen, is: Seen): string {
  return `${shown(was.lines) || 'nothing'} → ${shown(is.lines) || 'nothing'}`;
}
