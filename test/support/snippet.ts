/** A snippet as it stands in the editor before anything is typed. */
export interface Expanded {
  readonly text: string;
  /** Tabstop numbers in order of appearance, repetitions included. */
  readonly tabstops: readonly number[];
}

interface Cursor {
  readonly source: string;
  at: number;
  readonly defaults: Map<number, string>;
  readonly tabstops: number[];
}

/**
 * Expands a snippet with its defaults, as the editor does: the default of a tabstop, the first choice, and for a bare
 * `$1` what another place says of it. Stricter than the editor: a variable such as an unescaped `$host`, which the
 * editor would silently take for its own, is an error.
 */
export function expandSnippet(source: string): Expanded {
  const first: Cursor = { source, at: 0, defaults: new Map(), tabstops: [] };
  until(first, '');
  // Again, now that every default is known: a mirror may stand before its original.
  const second: Cursor = { source, at: 0, defaults: first.defaults, tabstops: [] };
  return { text: until(second, ''), tabstops: second.tabstops };
}

/** Text up to an unescaped closing character, or to the end. */
function until(cursor: Cursor, close: '' | '}'): string {
  const { source } = cursor;
  let text = '';
  while (cursor.at < source.length) {
    const ch = source.charAt(cursor.at);
    if (ch === '\\' && /[\\$}]/.test(source.charAt(cursor.at + 1))) {
      text += source.charAt(cursor.at + 1);
      cursor.at += 2;
    } else if (ch === '$') {
      text += tabstop(cursor);
    } else if (ch === close) {
      return text;
    } else {
      text += ch;
      cursor.at++;
    }
  }
  if (close !== '') throw new Error(`"${close}" is missing in ${JSON.stringify(source)}`);
  return text;
}

function tabstop(cursor: Cursor): string {
  const rest = cursor.source.slice(cursor.at);
  const [head, bare, braced, next] = /^\$(?:(\d+)|\{(\d+)([:|}]))/.exec(rest) ?? [];
  if (head === undefined)
    throw new Error(`neither a tabstop nor escaped: ${JSON.stringify(rest.slice(0, 20))}`);
  const index = Number(bare ?? braced);
  cursor.at += head.length;
  cursor.tabstops.push(index);
  if (next === ':') {
    cursor.defaults.set(index, until(cursor, '}'));
    cursor.at++;
  } else if (next === '|') {
    cursor.defaults.set(index, firstChoice(cursor));
  }
  return cursor.defaults.get(index) ?? '';
}

function firstChoice(cursor: Cursor): string {
  const [list] = /^(?:\\.|[^\\|])*\|\}/.exec(cursor.source.slice(cursor.at)) ?? [];
  if (list === undefined) throw new Error(`"|}" is missing in ${JSON.stringify(cursor.source)}`);
  cursor.at += list.length;
  if (/(?:^|,)(?:,|\|\}$)/.test(list)) throw new Error(`an empty choice, which the editor refuses: ${list}`);
  const [choice = ''] = /^(?:\\.|[^\\,|])*/.exec(list) ?? [];
  return choice.replace(/\\([\\,|])/g, '$1');
}
