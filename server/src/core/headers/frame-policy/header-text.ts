/** A header's value; `undefined` is a piece that only run time knows, such as an nginx variable. */
export type HeaderText = string | readonly (string | undefined)[];

/** Stands for one unknown piece in flattened text. A noncharacter: no configuration can hold it. */
export const UNKNOWN = '\uFFFF';

export function flatten(text: HeaderText): string {
  return typeof text === 'string' ? text : text.map((piece) => piece ?? UNKNOWN).join('');
}

export function hasUnknown(flat: string): boolean {
  return flat.includes(UNKNOWN);
}

/** Whether `flat` can turn out to be exactly `word`. An unknown piece may be empty. */
export function mayBecome(flat: string, word: string): boolean {
  const pieces = flat.split(UNKNOWN);
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return first === word;
  const last = pieces[pieces.length - 1] ?? '';
  if (!word.startsWith(first) || !word.endsWith(last) || first.length + last.length > word.length)
    return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = word.indexOf(piece, from);
    if (at < 0 || at + piece.length > word.length - last.length) return false;
    from = at + piece.length;
  }
  return true;
}

/** For messages. */
export function shown(flat: string): string {
  const text = flat.replaceAll(UNKNOWN, '…');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
