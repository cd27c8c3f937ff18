import type { ScopeReport } from '../engine/report.ts';
import type { Parsed } from '../model/dialect.ts';
import type { Span } from '../model/place.ts';

export interface Hover {
  /** Markdown; links only, no commands. */
  readonly markdown: string;
  readonly at: Span;
}

export interface Completion {
  readonly label: string;
  readonly kind: 'directive' | 'header' | 'value' | 'snippet';
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  readonly insert: string;
  /** True where `insert` holds `${1:…}` placeholders. */
  readonly isSnippet: boolean;
  /** What the inserted text replaces. */
  readonly at: Span;
}

export interface DocumentSymbol {
  /** Never empty: VS Code refuses a whole outline for one nameless symbol. */
  readonly name: string;
  readonly detail: string;
  readonly kind: 'gateway' | 'host' | 'route' | 'condition' | 'block';
  /** The head, inside `block`. */
  readonly at: Span;
  readonly block: Span;
  readonly children: readonly DocumentSymbol[];
}

/** What one dialect answers about a file that it parsed. Works on broken files, since files are broken while one types. */
export interface DialectServices {
  /** @param headers what the scopes send; asked only where the answer needs it */
  hover(
    parsed: Parsed<unknown>,
    offset: number,
    headers: () => Promise<readonly ScopeReport[]>,
  ): Promise<Hover | undefined>;
  /** Best first. */
  complete(parsed: Parsed<unknown>, offset: number): readonly Completion[] | Promise<readonly Completion[]>;
  symbols(parsed: Parsed<unknown>): readonly DocumentSymbol[] | Promise<readonly DocumentSymbol[]>;
  folds(parsed: Parsed<unknown>): readonly Span[];
}
