import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change, Place } from '../../../model/place.ts';
import type { Level, Misplaced, Unread } from '../../../model/scope.ts';
import type { RequestParts, RouteAnswer } from '../../../routes/route.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import type { ConfigMap, NameCase } from '../config/node.ts';

/** The name of a middleware where a router, a chain or an entry point uses it. */
export interface Reference {
  /** As written. */
  readonly text: string;
  readonly at: Place;
  /** Where a Kubernetes object names another one by its parts. */
  readonly object?: { readonly name: string; readonly namespace: string };
  readonly rewrite?: (text: string) => Change | undefined;
}

/** A piece of a chain that every request and answer goes through. */
export interface Middleware {
  /** Without provider; for a Kubernetes object its own name. */
  readonly name: string;
  readonly provider: string;
  /** Of a Kubernetes object; empty where the manifest leaves it open. */
  readonly namespace: string;
  /** Of which sort it is, in lower case; empty where Traefik cannot tell. */
  readonly kind: string;
  readonly level: Level;
  readonly block: Place;
  /** On the way back, in order of execution. */
  readonly ops: readonly HeaderOp[];
  readonly misplaced: readonly Omit<Misplaced, 'level'>[];
  /** The members of a `chain`. */
  readonly members: readonly Reference[];
  /** Where it may answer a request itself instead of passing it on. */
  readonly interrupts: readonly Interrupt[];
  /** Why Traefik takes off every router that uses it, as a clause. */
  readonly off?: string;
  /** True where what takes it off is said already, at its cause. */
  readonly isExplained: boolean;
  /** What is written in it and comes to nothing, whoever uses it. */
  readonly unread: readonly Unread[];
  /** What it does to headers cannot be told: a plugin. */
  readonly opaque: 'no' | 'perhaps' | 'likely';
  /** Its `headers` options, to be added to. */
  readonly options?: ConfigMap;
  readonly nameCase: NameCase;
  /** The content in a form that can be compared. */
  readonly fingerprint: string;
}

export interface Interrupt {
  readonly kind: 'redirect' | 'refusal' | 'page' | 'preflight';
  /** @param status of the service's answer; `undefined` where it is not known */
  readonly matches: (request: RequestParts, status: number | undefined) => Ternary;
  readonly answer: (request: RequestParts) => RouteAnswer;
  /** Its own instructions that act on its own answer. */
  readonly ops: readonly HeaderOp[];
}
