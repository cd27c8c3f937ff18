import type { Linter } from '../engine/linter.ts';
import type { ScopeReport } from '../engine/report.ts';
import type { Parsed } from '../model/dialect.ts';
import type { Span, Uri } from '../model/place.ts';
import type { Completion, DialectServices, DocumentSymbol, Hover } from './answers.ts';
import { nginxServices } from './nginx/nginx-services.ts';
import { yamlServices } from './yaml/yaml-services.ts';

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

/** All that the services ask of the linter. */
export type Asked = Pick<Linter, 'parsed' | 'claims' | 'headers' | 'dependents' | 'sites'>;

/** By the dialect's id, for syntaxes of their own. What is YAML is answered for from what it was lowered to. */
const makers: ReadonlyMap<string, () => DialectServices> = new Map([['nginx', nginxServices]]);

export function createServices(linter: Asked): Services {
  const byDialect = new Map([...makers].map(([id, make]) => [id, make()]));
  const yaml = yamlServices(linter, byDialect.get('nginx'));
  const ask = async <Answer>(
    uri: Uri,
    nothing: Answer,
    answer: (services: DialectServices, parsed: Parsed<unknown>) => Answer | Promise<Answer>,
  ): Promise<Answer> => {
    const file = await linter.parsed(uri);
    if (file === undefined) return nothing;
    const services = byDialect.get(file.dialect.id) ?? yaml(file);
    return services === undefined ? nothing : answer(services, file.parsed);
  };
  return {
    hover: (uri, offset) =>
      ask<Hover | undefined>(uri, undefined, (services, parsed) =>
        services.hover(parsed, offset, () => scopeReports(linter, uri)),
      ),
    complete: (uri, offset) =>
      ask<readonly Completion[]>(uri, [], (services, parsed) => services.complete(parsed, offset)),
    symbols: (uri) => ask(uri, [], (services, parsed) => services.symbols(parsed)),
    folds: (uri) => ask(uri, [], (services, parsed) => services.folds(parsed)),
  };
}

/** The scopes of the file; where it has none, as a list of headers for others to include, those that include it. */
async function scopeReports(linter: Asked, uri: Uri): Promise<readonly ScopeReport[]> {
  const own = await linter.headers(uri);
  if (own.length > 0) return own;
  const others = linter.dependents(uri).filter((other) => other !== uri);
  return (await Promise.all(others.map((other) => linter.headers(other)))).flat();
}
