import type { Dialect, DialectSettings } from '../../../../server/src/core/model/dialect.ts';
import type { Fix } from '../../../../server/src/core/model/finding.ts';
import type { GatewayRequest } from '../../../../server/src/core/index.ts';
import type { Random } from '../../../nginx/generate/random.ts';
import type { Answered } from './wire.ts';

export interface Options {
  readonly seed: number;
  readonly count: number;
}

export type Headers = readonly (readonly [name: string, value: string])[];
export type Files = Readonly<Record<string, string>>;

/** A configuration of its seed. */
export interface Configuration {
  readonly files: Files;
  /** What was put in on purpose for the gateway to refuse; it may still take it. */
  readonly fault?: string | undefined;
  /** What the user would tell of the gateway that runs; absent: nothing. */
  readonly settings?: DialectSettings | undefined;
  /** What the gateway is given at its start besides the files. */
  readonly args?: readonly string[] | undefined;
}

/** A configuration with the ports and folders of one start. */
export interface Run {
  readonly files: Files;
}

/** What a running gateway said of a configuration. */
export type Verdict =
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'answered'; readonly answers: readonly Answered[] };

/** A real gateway, what it is given, and the dialect that is held against it. */
export interface Bench<Tree, Started extends Run = Run> {
  /** With its release: `Envoy 1.40.0`. */
  readonly title: string;
  readonly dialect: Dialect<Tree>;
  /** How many configurations run at once. */
  readonly atOnce: number;
  /** The fixes of every so many configurations are tried, each with a start of its own. */
  readonly fixesOfEvery: number;
  readonly configuration: (seed: number, random: Random) => Configuration;
  /** Requests to a configuration, to services that send headers of their own and that do not. */
  readonly requests: (random: Random, run: Started) => readonly GatewayRequest[];
  readonly prepare: (made: Configuration, name: string) => Promise<Started>;
  readonly verdict: (run: Started, requests: readonly GatewayRequest[]) => Promise<Verdict>;
  /** Headers besides those about framing that a fix says that it changes. */
  readonly alsoChanges?: (fix: Fix) => RegExp | undefined;
  /** What a fix promises in its title and the running gateway does not hold. */
  readonly broken?: (
    fix: Fix,
    answers: readonly Answered[],
    before: readonly Answered[],
  ) => readonly string[];
}
