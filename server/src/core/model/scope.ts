import type { Severity } from './finding.ts';
import type { HeaderOp, HeaderValue, Origin } from './header-op.ts';
import type { Malformed } from './malformed.ts';
import type { Change, Place } from './place.ts';

/** A kind of answer that can come out of a scope before any header instruction has run. */
export interface AnswerKind {
  readonly from: Origin;
  readonly statuses: readonly number[];
  /**
   * `content`: a page worth framing. `asset`: only images, styles, scripts, fonts.
   * `canned`: the gateway's own built-in error page. `none`: nothing a frame could show (a redirect, 204, 304).
   */
  readonly page: 'content' | 'asset' | 'canned' | 'none';
}

/** A level of the configuration: the whole gateway, a host, a route, a condition inside one. */
export interface Level {
  /** Unique within a site. */
  readonly id: string;
  readonly kind: 'gateway' | 'host' | 'route' | 'condition';
  /** As a person would name it: `server example.com`, `location /api/`. */
  readonly label: string;
  /** The span that names it; findings about the level stand here. */
  readonly at: Place;
}

/** A place where one more header instruction would reach a scope and change nothing that is in force there. */
export interface Insertion {
  readonly level: Level;
  /** The instruction that sets the header on every answer, in the dialect's best idiom. */
  readonly add: (name: string, value: string) => readonly Change[];
  /** What `add` does, in the imperative, where the level's name alone does not say it. */
  readonly title?: (name: string, value: string) => string;
}

/** Where a scope's instructions cut off those of the levels around it. */
export interface Cut {
  readonly level: Level;
  /** The instruction that cuts. */
  readonly by: Place;
  /** Written at outer levels, not in force here; in the order in which they would be sent. */
  readonly lost: readonly HeaderOp[];
  /** The edit that repeats all of `lost` at the cutting level, in order; names set there anew are not repeated. */
  readonly restore?: readonly Change[] | undefined;
  /** Other edits that bring back exactly what is lost, the best first. */
  readonly alternatives?:
    readonly { readonly title: string; readonly changes: readonly Change[] }[] | undefined;
}

/** A place where one statement keeps a header of the service back; it may reach other scopes too. */
export interface Hiding {
  readonly level: Level;
  /** The dialect's keyword for it. */
  readonly keyword: string;
  /** Empty where something else passes the header on all the same. */
  readonly add: (name: string) => readonly Change[];
}

/** The service that a scope hands requests on to. */
export interface Service {
  /** The statement that does. */
  readonly at: Place;
  /** Its own instructions, where it stands in the same tree and can be told. Absent: it may send anything. */
  readonly sends?: Pick<Scope, 'ops' | 'service'> | undefined;
  /** Innermost first. */
  readonly hidings: readonly Hiding[];
}

/** A place that answers requests (server, location, route), after the dialect's own inheritance. */
export interface Scope {
  /** The innermost level, and the levels around it, innermost first: `path[0]` is the scope itself. */
  readonly path: readonly [Level, ...Level[]];
  /** The whole block, for "which scope is the cursor in". */
  readonly block: Place;
  /** Empty where no request can be answered here. */
  readonly answers: readonly AnswerKind[];
  /** In order of execution, widest and narrowest level already merged. */
  readonly ops: readonly HeaderOp[];
  /** Absent where the gateway answers by itself, or nothing can be said of the service. */
  readonly service?: Service;
  readonly cut?: Cut;
  /** Innermost first. Empty where only a person can know. */
  readonly insertions: readonly Insertion[];
  /** False where outer levels exist but were not seen (a fragment): absence then proves nothing. */
  readonly whole: boolean;
}

/** A header written where it never reaches a browser. */
export interface Misplaced {
  /** `request`: set on the request to the service behind. `trailer`: sent after the body. */
  readonly where: 'request' | 'trailer';
  readonly name: string;
  readonly value: HeaderValue;
  /** The instruction's keyword as written. */
  readonly keyword: string;
  readonly at: Place;
  readonly statement: Place;
  /** The levels for which it was meant. */
  readonly level: Level;
  /** Moves it to the response; absent where that would change something else. */
  readonly move?: readonly Change[] | undefined;
}

/** Something that was written and that no gateway reads: a wrong level, prefix or shape, something not attached. */
export interface Unread {
  readonly at: Place;
  /** What was meant to be set: a header or an option, for the message. */
  readonly what: string;
  /** Why nothing comes of it, as a clause: `Traefik reads only a list here`. */
  readonly why: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** Where this case is graver or milder than an instruction that has no effect at all. */
  readonly severity?: Severity;
  readonly title?: string;
  readonly fix?: readonly Change[];
}

/** A reference to something outside of what was read: what it adds is not known. */
export interface Unresolved {
  readonly at: Place;
  /** `middleware secure@docker`. */
  readonly what: string;
}

/** Why a gateway takes nothing of the configuration at all. */
export interface Refusal {
  readonly at: Place;
  /** As a clause: `a lone % is no valid header value`. */
  readonly why: string;
}

/** What one configuration (a main file with all it includes) serves, in the neutral model. */
export interface Site {
  readonly dialect: string;
  readonly scopes: readonly Scope[];
  readonly misplaced: readonly Misplaced[];
  readonly unread?: readonly Unread[];
  readonly unresolved?: readonly Unresolved[];
  readonly refused?: readonly Refusal[];
  /** What is wrong with the files as text; the engine adds it. */
  readonly malformed?: readonly Malformed[];
}
