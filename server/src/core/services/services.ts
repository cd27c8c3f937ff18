import type { Linter } from '../engine/linter.ts';
import type { Span, Uri } from '../model/place.ts';

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
  readonly name: string;
  readonly detail: string;
  readonly kind: 'gateway' | 'host' | 'route' | 'condition' | 'block';
  readonly at: Span;
  readonly block: Span;
  readonly children: readonly DocumentSymbol[];
}

/** What an editor asks beside findings, in core terms. */
export interface Services {
  hover(uri: Uri, offset: number): Promise<Hover | undefined>;
  complete(uri: Uri, offset: number): Promise<readonly Completion[]>;
  symbols(uri: Uri): Promise<readonly DocumentSymbol[]>;
  /** Blocks, runs of comment lines and Lua bodies. */
  folds(uri: Uri): Promise<readonly Span[]>;
}

export function createServices(_linter: Linter): Services {
  throw new Error('being written');
}
