import type { Change, Place, Uri } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import type { Reference } from './middleware.ts';

/** What Traefik is started with. */
export interface StaticConfig {
  readonly uri: Uri;
  readonly entryPoints: readonly EntryPoint[];
  /** In lower case. */
  readonly providers: ReadonlySet<string>;
  /** A plugin may be a provider of its own. */
  readonly hasPlugins: boolean;
  readonly filename?: string;
  readonly directory?: string;
  readonly exposedByDefault: boolean;
  readonly hasDefaultRule: boolean;
  readonly crossNamespace: boolean;
  readonly syntax?: RuleSyntax;
  /** Its own dynamic configuration, where it stands in the same file. */
  readonly http?: Place;
  /** Why it does not start. */
  readonly faults: readonly Unread[];
}

export interface EntryPoint {
  readonly name: string;
  readonly nameAt: Place;
  readonly port?: number;
  /** Prepended to those of every router. */
  readonly middlewares: readonly Reference[];
  /** Every request is sent on to another entry point. */
  readonly redirection?: { readonly scheme?: string; readonly permanent: boolean };
  readonly tls: boolean;
  readonly asDefault: boolean;
  /** Puts a middleware first. */
  readonly attach: (name: string) => readonly Change[] | undefined;
}
