/** How a file is laid out, which edits go by. Asked for with each edit, so found out once a file. */
export class Layout {
  readonly #text: string;
  #lineBreak: string | undefined;
  #indentUnit: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get lineBreak(): string {
    this.#lineBreak ??= this.#text.includes('\r\n') ? '\r\n' : '\n';
    return this.#lineBreak;
  }

  /** One level of indentation: the first deeper line that is no list item's. */
  get indentUnit(): string {
    this.#indentUnit ??= /(?:^|\n)[^\s#-][^\n]*:\s*\n( +)[^\s#-]/.exec(this.#text)?.[1] ?? '  ';
    return this.#indentUnit;
  }
}
