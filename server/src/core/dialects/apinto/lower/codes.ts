import type { Change } from '../../../model/place.ts';
import { insertItem } from '../../../syntax/yaml/edit.ts';
import type { YamlSeq } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** The statuses with which pages come, and those of Apinto's own refusals: `match.code` knows no wildcard. */
export const PAGE_CODES = [200, 201, 301, 302, 304, 400, 401, 403, 404, 500, 502, 503, 504] as const;

const ERRORS = [400, 401, 403, 404, 500, 502, 503, 504] as const;

/** Adds to `match.code` the statuses of error pages that are not in it. */
export function everyStatus(
  document: YamlDocument,
  list: YamlSeq,
  codes: readonly number[],
): { readonly title: string; readonly changes: readonly Change[] } | undefined {
  const [first, ...rest] = ERRORS.filter((code) => !codes.includes(code));
  const change = first === undefined ? undefined : insertItem(document, list, first);
  if (first === undefined || change === undefined) return undefined;
  const more = rest.map((code) =>
    list.flow ? `, ${code}` : change.text.replace(String(first), String(code)),
  );
  return {
    title: 'Add the statuses of error pages to match.code',
    changes: [{ ...change, text: change.text + more.join('') }],
  };
}
