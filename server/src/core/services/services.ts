import type { Linter } from '../engine/linter.ts';
import type { Parsed } from '../model/dialect.ts';
import type { Span, Uri } from '../model/place.ts';
import type { Completion, DialectServices, DocumentSymbol, Hover } from './answers.ts';
import { nginxServices } from './nginx/nginx-services.ts';

export type { Completion, DocumentSymbol, Hover } from './answers.ts';

/** What an editor asks beside findings, in core terms. */
export interface Services {
  hover(uri: Uri, offset: number): Promise<Hover | undefined>;
  /** Best first; an editor that sorts by itself must keep this order. */
  complete(uri: Uri, offset: number): Promise<readonly Completion[]>;
  symbols(uri: Uri): Promise<readonly DocumentSymbol[]>;
  /**
   * Blocks, runs of comment lines and Lua bodies. A span runs from the line that stays visible to the end of the last
   * line that is folded away.
   */
  folds(uri: Uri): Promise<readonly Span[]>;
}

/** By the dialect's id. A dialect without an entry has findings only. */
const byDialect: ReadonlyMap<string, DialectServices> = new Map([['nginx', nginxServices]]);

export function createServices(linter: Pick<Linter, 'parsed' | 'headers'>): Services {
  const ask = async <Answer>(
    uri: Uri,
    nothing: Answer,
    answer: (services: DialectServices, parsed: Parsed<unknown>) => Answer | Promise<Answer>,
  ): Promise<Answer> => {
    const file = await linter.parsed(uri);
    if (file === undefined) return nothing;
    const services = byDialect.get(file.dialect.id);
    return services === undefined ? nothing : answer(services, file.parsed);
  };
  return {
    hover: (uri, offset) =>
      ask<Hover | undefined>(uri, undefined, (services, parsed) =>
        services.hover(parsed, offset, () => linter.headers(uri)),
      ),
    complete: (uri, offset) => ask(uri, [], (services, parsed) => services.complete(parsed, offset)),
    symbols: (uri) => ask(uri, [], (services, parsed) => services.symbols(parsed)),
    folds: (uri) => ask(uri, [], (services, parsed) => services.folds(parsed)),
  };
}
