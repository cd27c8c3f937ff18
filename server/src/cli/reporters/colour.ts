/** Puts a text in colour where the terminal wants it. */
export type Paint = (style: Style, text: string) => string;

type Style = keyof typeof codes;

/** Select Graphic Rendition, ECMA-48 section 8.3.117. */
const codes = { bold: 1, faint: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;

export function painter(colour: boolean): Paint {
  return colour ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
}

/** Text from a file, harmless to a terminal: control characters would move the cursor or worse. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is to be replaced
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
}
