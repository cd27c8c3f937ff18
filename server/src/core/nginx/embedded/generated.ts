import type { Parsed, Unit } from '../../model/dialect.ts';
import type { Place, Span, Uri } from '../../model/place.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { quoteWord } from '../../syntax/nginx/word.ts';
import { parseText } from '../parse.ts';
import { GeneratedConfig, type GeneratedBlock } from './generated-config.ts';
import { Relocation, type Origin } from './relocation.ts';
import type { EmbeddedNginx } from './scalar.ts';

/** What a block that a controller writes stands for. */
export interface BlockOrigin<Source> extends Origin {
  /** As a person would name it; absent: as nginx has it (`server shop.example`, `location /cart`). */
  readonly label?: string;
  /** For "which scope is the cursor in"; absent: `at`. */
  readonly block?: Place;
  /** Unique within a site, and the same after an edit; absent: by its place in the generated text. */
  readonly id?: string;
  /** Whatever the dialect wants to know again when it sees the block's scope. */
  readonly source: Source;
}

/**
 * The configuration that a controller (ingress-nginx, F5 NIC, NGINX Gateway Fabric) writes for nginx, built as the
 * controller's template does: blocks and lines of its own, and people's snippets as they stand in YAML. nginx's own
 * lowering then says what comes out: the inheritance of `add_header` and `proxy_hide_header`, `more_set_headers`, `if`,
 * a `location` inside a server's snippet, what is returned or passed on, and all that nginx refuses.
 *
 * ```ts
 * const snippet = embedScalar(document, annotation.node);             // once for each scalar, however often it is used
 * const generated = new GeneratedNginx<Path | Host>(`${uri}#ingress`);  // a name of its own
 * generated.open('server', [], { at: hostAt, source: host });
 * generated.line('server_name', ['shop.example'], { at: hostAt });
 * generated.snippet(serverSnippet);
 * generated.open('location', ['=', '/cart'], { at: pathAt, source: path });
 * generated.line('proxy_pass', ['http://upstream'], { at: backendAt });  // what decides who answers
 * generated.line('add_header', ['Set-Cookie', '$auth_cookie'], { at: authUrlAt });
 * generated.snippet(snippet);
 * generated.close();
 * generated.close();
 * const config = generated.finish({ foreignModules: true });
 * ```
 *
 * - `config.problems(settings)`: syntax and directives, at their places in the YAML, each once.
 * - `config.scopes(settings)`: every scope with the innermost generated block that it belongs to (`source`) and the levels
 *   at which one more `add_header` would be inherited (`addHeaderLevels`). Edits of lines in snippets are right in the YAML;
 *   generated lines have no edits but those that their `Origin` gives; `insertions` holds only what can be written into
 *   blocks inside snippets: the dialect adds its own (`insertIntoSnippet`, `ensureSnippet`, an annotation).
 * - `config.misplaced(settings)`: request headers and trailers in snippets.
 * - `config.predictor(world)`: what nginx answers; give servers their `listen` lines for that.
 *
 * A controller's catch-all location belongs into the text too (`location /` with `return 404`), or the server itself seems
 * to answer what no path takes. Generate only what decides headers, answers and the choice of a location.
 */
export class GeneratedNginx<Source> {
  readonly #uri: Uri;
  readonly #text: string[] = [];
  #length = 0;
  #depth = 0;
  readonly #origins: (Span & { readonly origin: Origin })[] = [];
  readonly #blocks: GeneratedBlock<Source>[] = [];
  readonly #open: number[] = [];
  /** By the offset of the path of the include that stands for it. */
  readonly #snippets = new Map<number, EmbeddedNginx>();

  /** @param name unique among the texts of a unit, and the same after an edit */
  constructor(name: string) {
    this.#uri = `generated:${name}` as Uri;
    this.#write('http {\n');
  }

  /** Opens a block: `open('location', ['=', '/'], …)`. */
  open(name: string, args: readonly string[], origin: BlockOrigin<Source>): void {
    const start = this.#length;
    this.#write([name, ...args.map(word)].join(' '));
    this.#origins.push({ start, end: this.#length, origin });
    this.#open.push(this.#blocks.length);
    this.#blocks.push({ start, end: start, origin });
    this.#depth++;
    this.#write(' {\n');
  }

  /** Closes the block opened last. */
  close(): void {
    const index = this.#open.pop();
    const block = index === undefined ? undefined : this.#blocks[index];
    if (index === undefined || block === undefined) return;
    this.#depth--;
    this.#write('}\n');
    this.#blocks[index] = { ...block, end: this.#length };
  }

  /** A directive that the controller writes. */
  line(name: string, args: readonly string[], origin: Origin): void {
    const start = this.#length;
    this.#write(`${[name, ...args.map(word)].join(' ')};`);
    this.#origins.push({ start, end: this.#length, origin });
    this.#write('\n');
  }

  /** Directives that a person wrote. */
  snippet(embedded: EmbeddedNginx): void {
    this.#write('include ');
    this.#snippets.set(this.#length, embedded);
    this.#write(`snippet-${this.#snippets.size};\n`);
  }

  /** @param foreignModules whether the controller's nginx has modules that nginx does not bring: then no directive is unknown */
  finish({ foreignModules }: { readonly foreignModules: boolean }): GeneratedConfig<Source> {
    while (this.#depth > 0) this.close();
    this.#write('}\nevents {}\n');
    if (foreignModules) this.#write('load_module of-the-controller.so;\n');
    const root = parseText({ uri: this.#uri, version: 0, text: this.#text.join('') });
    return new GeneratedConfig({
      unit: unitOf(root, this.#snippets),
      uri: this.#uri,
      blocks: this.#blocks,
      relocation: this.#relocation(),
      snippets: [...new Set(this.#snippets.values())],
    });
  }

  #relocation(): Relocation {
    const relocation = new Relocation();
    const [first] = this.#origins;
    const nowhere: Origin = { at: first?.origin.at ?? { uri: this.#uri, start: 0, end: 0 } };
    relocation.addText(this.#uri, ({ start }) => {
      let low = 0;
      let high = this.#origins.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((this.#origins[middle]?.start ?? Infinity) <= start) low = middle + 1;
        else high = middle;
      }
      return this.#origins[low - 1]?.origin ?? nowhere;
    });
    for (const embedded of new Set(this.#snippets.values())) relocation.addEmbedded(embedded);
    return relocation;
  }

  #write(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
  }
}

/** A word as nginx reads it back; a brace or a quote in a bare one would be nginx's own. */
function word(text: string): string {
  return quoteWord(text, /^[\w./:@=~*^$-]+$/.test(text) ? '' : '"');
}

function unitOf(root: Parsed<NginxTree>, snippets: ReadonlyMap<number, EmbeddedNginx>): Unit<NginxTree> {
  const files = [root, ...new Set([...snippets.values()].map(({ parsed }) => parsed))];
  return {
    root,
    main: true,
    files,
    included: ({ uri, start }) => {
      const snippet = uri === root.file.uri ? snippets.get(start) : undefined;
      return snippet === undefined ? [] : [snippet.parsed];
    },
    // What a snippet includes lies in the controller's container.
    fault: ({ uri }) => (uri === root.file.uri ? undefined : 'unseen'),
  };
}
