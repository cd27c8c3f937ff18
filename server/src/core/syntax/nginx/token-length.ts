/**
 * nginx reads the file through a buffer of 4096 bytes (NGX_CONF_BUFFER in src/core/ngx_conf_file.c); a word or a
 * comment must fit in it whole. Measured on 1.22 and 1.31: an unquoted word may have 4095 bytes directly before `;`
 * or `{` and 4094 before white space, a quoted one 4094 and 4093 between its quotes, a comment 4095.
 */
const BUFFER = 4096;

/** @param start, end the token in UTF-16 code units, quotes included */
export function tooLong(
  text: string,
  start: number,
  end: number,
  kind: 'word' | 'quoted' | 'comment',
): boolean {
  const units = end - start;
  if (units * 3 < BUFFER - 3) return false;
  const bytes = utf8Length(text, start, end);
  if (kind === 'comment') return bytes >= BUFFER;
  const next = text[end];
  const direct = next === ';' || next === '{';
  if (kind === 'word') return bytes > BUFFER - (direct ? 1 : 2);
  return bytes - 2 > BUFFER - (direct ? 2 : 3);
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    // Each half of a surrogate pair stands for two of the four bytes.
    else bytes += code >= 0xd800 && code <= 0xdfff ? 2 : 3;
  }
  return bytes;
}
