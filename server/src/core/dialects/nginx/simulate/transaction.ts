import type { HeaderLine } from '../../../model/respond.ts';
import type { NginxLevel } from '../lower/level.ts';
import type { Configuration } from './configuration.ts';
import type { Captures } from './pattern.ts';

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** What a service behind answers. */
export interface UpstreamAnswer {
  /** `undefined`: not known. */
  readonly status: number | undefined;
  /** `undefined`: not known. */
  readonly headers: HeaderPairs | undefined;
  readonly address?: string;
}

/** A request as it reaches nginx. */
export interface IncomingRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly address: string | undefined;
  readonly port: number;
  readonly host: string | undefined;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: HeaderPairs;
  readonly protocol: string;
  /** What a service outside the configuration answers. */
  readonly upstream?: UpstreamAnswer;
}

/** The response before header instructions run. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number | undefined;
  readonly upstream?: UpstreamAnswer;
  /** Without parameters; `undefined`: not known. */
  readonly contentType: string | undefined;
  /** Applied after the header filters have run: a range that cannot be satisfied. */
  readonly finalStatus?: number;
}

/** nginx closes the connection without a word. */
export interface Silence {
  readonly kind: 'silence';
}

/** Everything about one request that changes while nginx handles it (ngx_http_request_t). */
export class Transaction {
  readonly config: Configuration;
  readonly request: IncomingRequest;
  readonly server: NginxLevel;
  /** The level whose settings are in force now: it decides the headers when they are sent. */
  level: NginxLevel;
  path: string;
  query: string;
  method: string;
  internal = false;
  /** NGX_HTTP_MAX_URI_CHANGES + 1. */
  changesLeft = 11;
  /** The status that an error page is to be sent with; 0: its own. */
  errorStatus = 0;
  errorPageUsed = false;
  readonly variables = new Map<string, string | undefined>();
  /** `map` values are computed once for a request. */
  readonly mapped = new Map<string, string | undefined>();
  captures: Captures | undefined;
  readonly namedCaptures = new Map<string, string>();
  upstream: UpstreamAnswer | undefined;
  status: number | undefined;
  contentType: string | undefined;
  /** Header lines that outlive an X-Accel-Redirect. */
  kept: HeaderPairs = [];
  /** Lines already written, for `$sent_http_…`. */
  sent: readonly Pick<HeaderLine, 'name' | 'value'>[] = [];
  /** How many proxied servers of the same configuration are asked above this one. */
  readonly depth: number;

  constructor(config: Configuration, request: IncomingRequest, server: NginxLevel, depth: number) {
    this.config = config;
    this.request = request;
    this.server = server;
    this.level = server;
    this.depth = depth;
    this.method = request.method;
    this.path = '/';
    this.query = '';
  }

  /** A successful match: its groups are `$1`… and `$name` until the next one. */
  capture(captures: Captures): void {
    this.captures = captures;
    for (const [name, value] of Object.entries(captures.named))
      this.namedCaptures.set(name.toLowerCase(), value);
  }

  requestHeader(name: string): string | undefined {
    const values = this.request.headers
      .filter(([each]) => each.toLowerCase() === name)
      .map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
  }
}
