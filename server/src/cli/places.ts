import { lineIndex, type Files, type LineIndex, type Place, type Position, type Uri } from '../core/index.ts';

/** A position as people count: from 1, columns in UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: LineColumn;
  readonly end: LineColumn;
}

/** Turns places into what a reader sees: the only file of the command line that counts lines. */
export interface Places {
  readonly path: (place: Pick<Place, 'uri'>) => string;
  readonly range: (place: Place) => Range;
  /** `path:line:column` */
  readonly spot: (place: Place) => string;
  /** The text of the line on which the place begins, without its end. */
  readonly line: (place: Place) => string;
}

export function createPlaces(files: Files, show: (uri: Uri) => string): Places {
  const indexes = new Map<Uri, LineIndex>();
  const indexOf = (uri: Uri): LineIndex => {
    const known = indexes.get(uri) ?? lineIndex(files.get(uri)?.text ?? '');
    indexes.set(uri, known);
    return known;
  };
  const paths = new Map<Uri, string>();
  const pathOf = ({ uri }: Pick<Place, 'uri'>): string => {
    const known = paths.get(uri) ?? show(uri);
    paths.set(uri, known);
    return known;
  };
  const fromOne = ({ line, character }: Position): LineColumn => ({ line: line + 1, column: character + 1 });
  const startOf = (place: Place): LineColumn => fromOne(indexOf(place.uri).positionAt(place.start));
  return {
    path: pathOf,
    range: (place) => ({ start: startOf(place), end: fromOne(indexOf(place.uri).positionAt(place.end)) }),
    spot: (place) => {
      const { line, column } = startOf(place);
      return `${pathOf(place)}:${line}:${column}`;
    },
    line: (place) => {
      const text = files.get(place.uri)?.text ?? '';
      const from = indexOf(place.uri).offsetAt({ line: startOf(place).line - 1, character: 0 });
      return /^[^\r\n]*/.exec(text.slice(from))?.[0] ?? '';
    },
  };
}
