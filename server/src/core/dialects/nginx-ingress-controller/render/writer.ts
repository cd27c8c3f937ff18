import type { HeaderOp } from '../../../model/header-op.ts';
import { placeKey, type Place } from '../../../model/place.ts';
import type { Level } from '../../../model/scope.ts';
import { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import { embedScalar, type EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Purpose, Source } from './source.ts';

const HOLE = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>/gs;

/** Writes nginx's configuration as the controller's templates do. */
export class Writer {
  readonly purpose: Purpose;
  readonly #generated: GeneratedNginx<Source>;
  /** A text that several blocks take in is one. */
  readonly #snippets = new Map<YamlNode, EmbeddedNginx>();
  readonly #names = new Map<string, number>();
  readonly #labels = new Map<string, string>();

  constructor(name: string, purpose: Purpose) {
    this.purpose = purpose;
    this.#generated = new GeneratedNginx<Source>(name);
  }

  get isForRequests(): boolean {
    return this.purpose === 'requests';
  }

  block(
    keyword: string,
    args: readonly string[],
    level: Pick<Level, 'id' | 'label' | 'at'>,
    source: Source,
    write: () => void,
    whole?: Place,
  ): void {
    const { id, label, at } = level;
    this.#labels.set(placeKey(at), label);
    this.#generated.open(keyword, args.map(known), { at, id, label, source, ...(whole && { block: whole }) });
    write();
    this.#generated.close();
  }

  /** A block that is no place of its own. */
  inner(keyword: string, args: readonly string[], at: Place, write: () => void): void {
    this.#generated.open(keyword, args.map(known), { at, source: { kind: 'inner' } });
    write();
    this.#generated.close();
  }

  line(keyword: string, args: readonly string[], at: Place): void {
    this.#generated.line(keyword, args.map(known), { at });
  }

  /** The lines of instructions that stand elsewhere. */
  headers(ops: readonly HeaderOp[]): void {
    for (const { spelling, value, reach, statement, nameAt, edits } of ops) {
      const text = value.kind === 'literal' ? value.text : value.template;
      const args = [spelling, known(text), ...(reach.statuses === undefined ? ['always'] : [])];
      this.#generated.line('add_header', args, { at: statement, nameAt, valueAt: value.at, edits });
    }
  }

  hides(ops: readonly HeaderOp[]): void {
    for (const { spelling, statement, nameAt, edits } of ops) {
      this.#generated.line('proxy_hide_header', [spelling], { at: statement, nameAt, edits });
    }
  }

  /** Directives that a person wrote; nothing where the node is no text. */
  embedded(document: YamlDocument, node: YamlNode | undefined): EmbeddedNginx | undefined {
    if (node?.kind !== 'scalar' || node.isNull) return undefined;
    const found = this.#snippets.get(node) ?? embedScalar(document, node);
    this.#snippets.set(node, found);
    return found;
  }

  snippet(embedded: EmbeddedNginx | undefined): void {
    if (embedded !== undefined) this.#generated.snippet(embedded);
  }

  /** What places are called that locations were written for. */
  get labels(): ReadonlyMap<string, string> {
    return this.#labels;
  }

  get snippets(): readonly EmbeddedNginx[] {
    return [...this.#snippets.values()];
  }

  /** The next of the names that begin so. */
  name(prefix: string): string {
    const index = this.#names.get(prefix) ?? 0;
    this.#names.set(prefix, index + 1);
    return `${prefix}${index}`;
  }

  finish(): ReturnType<GeneratedNginx<Source>['finish']> {
    return this.#generated.finish({ foreignModules: true });
  }
}

/** What a template has still to write is not known. */
function known(text: string): string {
  return text.replace(HOLE, '${gateway_lint_hole}');
}
