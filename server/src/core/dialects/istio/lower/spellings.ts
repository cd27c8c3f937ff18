import type { Unread } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, textOf } from '../../../syntax/yaml/node.ts';
import { isFraming } from './headers.ts';
import { holdersOf } from './refusals.ts';

/** Of one name in two spellings in a `set`, the one that sorts last has the last word: lower case (translateAppendHeaders). */
export function outdoneSpellings({ document, node }: KubernetesObject): readonly Unread[] {
  return holdersOf(node).flatMap((holder) => {
    const entries = entriesOf(at(holder, 'headers', 'response', 'set'))
      .filter(({ key }) => isFraming(key.text))
      .toSorted((a, b) => (a.key.text < b.key.text ? -1 : 1));
    return entries.flatMap(({ key, value }): readonly Unread[] => {
      const last = entries.findLast((each) => each.key.text.toLowerCase() === key.text.toLowerCase());
      // An empty value sets nothing.
      if (last === undefined || last.key === key || textOf(last.value) === '') return [];
      if (textOf(last.value) === textOf(value)) return [];
      return [
        {
          at: document.place(key.at),
          what: key.text,
          why: `${last.key.text} is the same header, and its value is the one that is sent`,
          advice: 'Keep one of them.',
          severity: 'warning',
        },
      ];
    });
  });
}
