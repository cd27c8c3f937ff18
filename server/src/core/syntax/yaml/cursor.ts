import type { Span } from '../../model/place.ts';
import { entriesOf, itemsOf, type YamlEntry, type YamlMap, type YamlNode } from './node.ts';
import type { YamlDocument, YamlFile } from './parse.ts';

/** An entry around the cursor, and the map in which it stands. */
export interface Step {
  readonly map: YamlMap;
  readonly entry: YamlEntry;
}

/** What stands at an offset of a file. */
export interface Cursor {
  readonly document: YamlDocument;
  /** The entries around it, innermost first. */
  readonly steps: readonly [Step, ...Step[]];
  /** The key or the value that it stands on, in the file. */
  readonly word: Span;
}

export function cursorAt({ documents }: YamlFile, offset: number): Cursor | undefined {
  const document = documents.findLast(({ start }) => start <= offset);
  if (document?.root === undefined) return undefined;
  const at = offset - document.start;
  const steps: Step[] = [];
  let node: YamlNode | undefined = document.root;
  let word: Span | undefined;
  while (node !== undefined) {
    if (node.kind === 'scalar') {
      word = node.at;
      break;
    }
    const [map]: readonly (YamlMap | undefined)[] = node.kind === 'map' ? [node] : [];
    const entry: YamlEntry | undefined = entriesOf(node).find((each) => !each.merged && holds(each.at, at));
    if (map !== undefined && entry !== undefined) steps.unshift({ map, entry });
    if (entry !== undefined && holds(entry.key.at, at)) {
      word = entry.key.at;
      break;
    }
    node = [entry?.value, ...itemsOf(node)].find((each) => each !== undefined && holds(each.at, at));
  }
  const [first, ...rest] = steps;
  if (word === undefined || first === undefined) return undefined;
  return { document, steps: [first, ...rest], word: document.place(word) };
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
