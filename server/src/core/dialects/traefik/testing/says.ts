import { judged, mended, told } from '../../../../../../test/gateways/support/judge.ts';
import type { Finding } from '../../../model/finding.ts';
import { dialect } from '../dialect.ts';

export type Files = Readonly<Record<string, string>>;

/** Each finding as `rule: the text that it stands on`. */
export function says(files: Files): readonly string[] {
  return told(judged(dialect, files), files);
}

export function findings(files: Files): readonly Finding[] {
  return judged(dialect, files);
}

/** The files after a finding's fix. */
export function fixed(files: Files, rule: string, title: RegExp): Files {
  const fix = findings(files)
    .filter((finding) => finding.rule === rule)
    .flatMap((finding) => finding.fixes)
    .find((each) => title.test(each.title));
  if (fix === undefined) throw new Error(`No fix of ${rule} is called ${title.source}.`);
  return mended(fix, files);
}
