import type { Change, Place } from '../../../model/place.ts';
import type { Level, Unread } from '../../../model/scope.ts';
import type { Item } from '../config/node.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import type { Middleware, Reference } from './middleware.ts';

/** A place that answers requests. */
export interface Router {
  /** Without provider. */
  readonly name: string;
  readonly provider: string;
  readonly namespace: string;
  readonly level: Level;
  /** The levels around it, innermost first: the object of a route. */
  readonly around: readonly Level[];
  readonly block: Place;
  /** Absent: the provider's default rule, of which nothing is known, unless `hosts` tells. */
  readonly rule?: { readonly text: string; readonly at: Place };
  /** Where it is known which syntax is read. */
  readonly syntax?: RuleSyntax;
  readonly priority?: number;
  /** Empty: the default entry points. */
  readonly entryPoints: readonly Item[];
  readonly tls: boolean;
  readonly middlewares: readonly Reference[];
  readonly parents: readonly Reference[];
  /** `api@internal`; absent for a service of the provider's own making. */
  readonly service?: Item;
  /** Innermost of all. */
  readonly serviceMiddlewares: readonly Reference[];
  readonly grpc: boolean;
  /** Why it never answers; the finding is said elsewhere. */
  readonly off: boolean;
  /** What decides whether it is there at all, and cannot be known. */
  readonly doubt?: string;
  /** True where nobody switched the container on or off: `exposedByDefault` decides. */
  readonly byDefault: boolean;
  /** True where no label names the router: it stands for the container. */
  readonly implicit: boolean;
  readonly guard: Guard;
}

export interface Service {
  readonly name: string;
  readonly provider: string;
  readonly block: Place;
  readonly middlewares: readonly Reference[];
  /** The services that it hands requests on to; one of them answers. */
  readonly children: readonly Item[];
  /** The service that a failover watches, which must have a health check. */
  readonly watches?: Item;
  readonly hasHealthCheck: boolean;
  readonly grpc: boolean;
}

/** Writes what protects a router. */
export interface Guard {
  /** Puts a middleware first in the router's chain. */
  readonly attach: (middleware: Pick<Middleware, 'name' | 'provider'>) => readonly Change[] | undefined;
  /** Declares a middleware that sets one header. */
  readonly declare: (name: string, header: string, value: string) => readonly Change[] | undefined;
  /** A name for it. */
  readonly name: string;
  /** Whether it reaches the router alone, or all of the object around it. */
  readonly reach: 'route' | 'object';
}

/** All that the files of a workspace declare. */
export interface Declarations {
  readonly middlewares: readonly Middleware[];
  readonly routers: readonly Router[];
  readonly services: readonly Service[];
  /** Middlewares that something else uses: a route of the Gateway API. */
  readonly uses: readonly Use[];
  /** Written where no Traefik reads it. */
  readonly unread: readonly Unread[];
}

export interface Use {
  readonly reference: Reference;
  readonly namespace: string;
}

export const NOTHING: Declarations = {
  middlewares: [],
  routers: [],
  services: [],
  uses: [],
  unread: [],
};

export function mergeDeclarations(all: readonly Declarations[]): Declarations {
  return {
    middlewares: all.flatMap((each) => each.middlewares),
    routers: all.flatMap((each) => each.routers),
    services: all.flatMap((each) => each.services),
    uses: all.flatMap((each) => each.uses),
    unread: all.flatMap((each) => each.unread),
  };
}
