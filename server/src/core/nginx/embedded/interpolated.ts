import type { SourceFile, Uri } from '../../model/place.ts';
import type { YamlScalar } from '../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../syntax/yaml/parse.ts';
import { parsedFile } from '../parse.ts';
import type { Mark } from '../template/marks.ts';
import { parseMarked } from '../template/parse-template.ts';
import { embedScalar, inPlace, type EmbeddedNginx } from './scalar.ts';

/** For messages, and for what its variables may hold: they are the environment's, as envsubst's are. */
export const COMPOSE = 'Compose';

/** `$$` is a dollar sign, `$NAME` and `${NAME…}` are variables of the environment (compose-spec, 12-interpolation). */
const DOLLAR = /\$(?:\$|\{[^{}\n]*\}|[A-Za-z_]\w*)/g;

/** Parses a scalar of a Compose file, in which dollar signs are doubled. */
export function embedInterpolated(document: YamlDocument, scalar: YamlScalar, path = ''): EmbeddedNginx {
  const span = inPlace(document, scalar);
  const source =
    span === undefined
      ? scalar.text
      : document.text.slice(span.start - document.start, span.end - document.start);
  if (!source.includes('$')) return embedScalar(document, scalar, path);
  const { text, marks, offset } = interpolated(source);
  const { uri, version } = document.file;
  const at = document.place(scalar.at);
  const file: SourceFile = { uri: `${uri}#interpolated=${at.start}` as Uri, version, text };
  const { template, ...tree } = parseMarked(text, marks, COMPOSE);
  const parsed = parsedFile(file, {
    ...tree,
    embedded: { start: 0, end: text.length, path },
    // Compose fills in defaults as the shell does.
    ...(template && marks.length > 0 && { template: { ...template, defaults: [] } }),
  });
  const isEditable = span !== undefined && !scalar.shared;
  return {
    parsed,
    at,
    document,
    scalar,
    edits: !isEditable ? 'none' : scalar.style === 'literal' ? 'lines' : 'inline',
    ...(span !== undefined && {
      written: { offset: (each) => span.start + offset(each), write: (each) => each.replaceAll('$', '$$$$') },
    }),
  };
}

interface Interpolated {
  /** As nginx gets it, but for the variables: they are written `${NAME}`, at least. */
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly offset: (offset: number) => number;
}

function interpolated(source: string): Interpolated {
  const pieces: string[] = [];
  const marks: Mark[] = [];
  /** Where the text and the source go on with each other. */
  const steps: (readonly [text: number, source: number])[] = [[0, 0]];
  let length = 0;
  let copied = 0;
  const push = (piece: string, next: number): void => {
    pieces.push(piece);
    length += piece.length;
    steps.push([length, next]);
    copied = next;
  };
  for (const { 0: found, index } of source.matchAll(DOLLAR)) {
    push(source.slice(copied, index), index);
    if (found !== '$$') {
      const name = found.startsWith('${') ? found.padEnd(4) : `\${${found.slice(1)}}`;
      marks.push({ kind: 'expression', start: length, end: length + name.length });
      push(name, index + found.length);
    } else push('$', index + 2);
  }
  pieces.push(source.slice(copied));
  return { text: pieces.join(''), marks, offset: (each) => offsetAt(steps, each) };
}

function offsetAt(steps: readonly (readonly [text: number, source: number])[], offset: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.[0] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  const [text, source] = steps[low - 1] ?? [0, 0];
  const next = steps[low]?.[1] ?? Infinity;
  return Math.min(source + offset - text, next);
}
