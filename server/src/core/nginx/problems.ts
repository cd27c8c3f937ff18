import type { DialectSettings, Parsed, Unit } from '../model/dialect.ts';
import type { Finding } from '../model/finding.ts';
import { placeKey, type Uri } from '../model/place.ts';
import { isDirective } from '../syntax/nginx/directive-table.ts';
import type { Directive, NginxTree } from '../syntax/nginx/tree.ts';
import { childOf, fragmentContext, type Context } from './context.ts';
import { dataLineFinding } from './data-line.ts';
import { directiveFinding, type Surroundings } from './directive-finding.ts';
import { nginxFinding } from './finding.ts';
import { loadsForeignModules, mainLevel } from './modules.ts';
import { nameFacts, remembered } from './name-facts.ts';
import { nearestDirective } from './near.ts';
import { meta as directiveMeta } from './rules/nginx-directive/rule.ts';
import { lineStartOf, linesWithWrongQuotes, syntaxFindings } from './syntax-findings.ts';
import { isUnsound } from './template.ts';

/** nginx ends with "too many open files" instead; no real configuration nests this deep. */
const maximumDepth = 20;

/** What `nginx -t` would say against the files of a unit: as text, and directive by directive. */
export function nginxProblems(unit: Unit<NginxTree>, settings: DialectSettings): readonly Finding[] {
  return new Judge(unit, settings).run();
}

class Judge {
  readonly #unit: Unit<NginxTree>;
  readonly #around: Omit<Surroundings, 'context' | 'uri' | 'text'>;
  readonly #findings = new Map<string, Finding>();
  /** Files as judged: one that several places of the same kind include says the same each time. */
  readonly #seen = new Map<Parsed<NginxTree>, Set<string>>();
  /** From the root to the file that is being judged: where a cycle closes, nothing begins anew. */
  readonly #trail = new Set<Parsed<NginxTree>>();

  constructor(unit: Unit<NginxTree>, settings: DialectSettings) {
    this.#unit = unit;
    this.#around = {
      version: settings.nginx.version,
      facts: remembered(nameFacts),
      nearest: remembered(nearestDirective),
      foreign: loadsForeignModules(unit),
    };
  }

  run(): readonly Finding[] {
    const { root, main } = this.#unit;
    this.#file(root, main ? 'main' : fragmentContext(root.tree, root.file.uri), '', 0);
    if (main) this.#events();
    return [...this.#findings.values()];
  }

  #report(finding: Finding | undefined): void {
    if (finding === undefined) return;
    this.#findings.set(`${finding.rule} ${finding.message} ${placeKey(finding.at)}`, finding);
  }

  /** @param block the name of the block around the file, for files of data lines */
  #file(parsed: Parsed<NginxTree>, context: Context, block: string, depth: number): void {
    const { file, tree } = parsed;
    const seen = this.#seen.get(parsed) ?? new Set();
    const key = `${context} ${block}`;
    if (seen.has(key) || this.#trail.has(parsed) || depth > maximumDepth || isUnsound(tree)) return;
    this.#seen.set(parsed, seen.add(key));
    this.#trail.add(parsed);
    syntaxFindings(tree, file.uri).forEach((finding) => {
      this.#report(finding);
    });
    // Where braces are wrong, blocks are not what they seem; the brace is the thing to mend.
    const sound = !tree.problems.some((problem) => problem.code.endsWith('-brace'));
    const wrongLines = linesWithWrongQuotes(tree);
    const { uri } = file;
    const { text } = tree;
    const around = remembered((inside: Context): Surroundings => ({
      ...this.#around,
      context: sound ? inside : 'unknown',
      uri,
      text,
    }));
    this.#body(tree.directives, context, block, { depth, uri, text, wrongLines, around });
    this.#trail.delete(parsed);
  }

  #body(directives: readonly Directive[], context: Context, block: string, at: Content): void {
    const { uri, text, wrongLines } = at;
    const around = at.around(context);
    for (const directive of directives) {
      const name = directive.keyword;
      if (name === 'include' && directive.body === undefined) this.#include(directive, context, block, at);
      if (context === 'data' && name !== 'include') {
        this.#report(dataLineFinding(directive, block, text, uri));
        continue;
      }
      const isOutOfLine = wrongLines.size > 0 && wrongLines.has(lineStartOf(text, directive.start));
      if (directive.complete && !isOutOfLine) this.#report(directiveFinding(directive, name, around));
      // What a block of an unknown module holds, only that module knows.
      if (directive.body !== undefined && isDirective(name)) {
        this.#body(directive.body.directives, childOf(context, name), name, at);
      }
    }
  }

  #include(directive: Directive, context: Context, block: string, at: Content): void {
    const [path] = directive.args;
    if (path === undefined) return;
    for (const parsed of this.#unit.included({ uri: at.uri, start: path.start, end: path.end })) {
      this.#file(parsed, context, block, at.depth + 1);
    }
  }

  /** `no "events" section in configuration` (ngx_event_init_conf); unless some file that was not seen may have it. */
  #events(): void {
    const { root } = this.#unit;
    const { tree, file } = root;
    const { directives, complete } = mainLevel(this.#unit);
    if (!complete || directives.has('events') || tree.problems.length > 0 || tree.template) return;
    const http = tree.directives.find((directive) => directive.keyword === 'http');
    if (http === undefined) return;
    this.#report(
      nginxFinding(directiveMeta, 'no-events', { uri: file.uri, start: http.name.start, end: http.name.end }),
    );
  }
}

/** A file as its blocks are judged. */
interface Content {
  readonly depth: number;
  readonly uri: Uri;
  readonly text: string;
  /** By offset: lines in which nothing is what it seems. */
  readonly wrongLines: ReadonlyMap<number, unknown>;
  /** What is the same for all blocks of a kind, of which there may be thousands. */
  readonly around: (context: Context) => Surroundings;
}
