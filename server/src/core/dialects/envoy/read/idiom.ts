/** How a document writes what Envoy takes in two ways. Asked for with each edit, so found out once a document. */
export class Idiom {
  readonly #text: string;
  #isCamelCase: boolean | undefined;
  #saysAppend: boolean | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether fields are named as in JSON: `virtualHosts`. */
  get isCamelCase(): boolean {
    this.#isCamelCase ??=
      /\b(?:staticResources|virtualHosts|filterChains|routeConfig|responseHeadersToAdd)["']?\s*:/.test(
        this.#text,
      );
    return this.#isCamelCase;
  }

  /** Whether it is `append`, not `append_action`, that says what becomes of the service's header. */
  get saysAppend(): boolean {
    this.#saysAppend ??=
      /\bappend["']?\s*:/.test(this.#text) && !/\bappend_?action["']?\s*:/i.test(this.#text);
    return this.#saysAppend;
  }
}
