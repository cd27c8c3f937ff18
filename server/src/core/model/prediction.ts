import type { DialectSettings } from './dialect.ts';
import type { Place } from './place.ts';
import type { Outcome } from './respond.ts';
import type { FileFacts } from './workspace.ts';

/** A request to a gateway, and what the service behind it would answer. */
export interface GatewayRequest {
  /** Absolute: `http://host:port/path?query`. */
  readonly url: string;
  /** `GET` where it is absent. */
  readonly method?: string;
  /** A `Host` here is sent instead of the url's. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Absent: nothing is known of the service. */
  readonly upstream?: {
    readonly status?: number;
    readonly headers?: readonly (readonly [name: string, value: string])[];
  };
}

/** What a prediction may ask of the world. */
export interface World {
  readonly settings: DialectSettings;
  /** What stands at an absolute path of the machine that the gateway runs on. */
  readonly file: (path: string) => Promise<FileFacts>;
}

/** A block whose settings held when the response was sent. */
export interface Answerer {
  readonly kind: string;
  readonly label: string;
  readonly at: Place;
}

/** One way in which a request may be answered. */
export interface PredictedWay {
  /** `undefined`: not known. 444: the connection is closed without an answer. */
  readonly status: number | undefined;
  /** Outermost first. */
  readonly answeredBy: readonly Answerer[];
  readonly outcome: Outcome;
}

/** Says what a request is answered with. */
export type Predict = (request: GatewayRequest) => Promise<Prediction>;

/** All ways that what is not known leaves open; one where everything is known. */
export interface Prediction {
  readonly ways: readonly [PredictedWay, ...PredictedWay[]];
  /** What could not be known, in words. */
  readonly doubts: readonly string[];
  /** Why the gateway refuses the whole configuration. */
  readonly refused?: string;
}
