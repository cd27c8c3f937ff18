import type { NamePattern } from '../../model/header-op.ts';
import type { HeaderLine } from '../../model/respond.ts';
import type { NginxLevel } from '../lower/level.ts';
import type { Family } from '../lower/pass.ts';
import type { Configuration } from './configuration.ts';
import type { Captures } from './pattern.ts';

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** What a service behind answers. */
export interface UpstreamAnswer {
  /** `undefined`: not known. */
  readonly status: number | undefined;
  /** `undefined`: not known. */
  readonly headers: HeaderPairs | undefined;
  /** Headers among them whose values are not known. */
  readonly unsure?: readonly NamePattern[];
  /** An nginx: what it writes of itself is not among the headers. */
  readonly isNginx?: boolean;
  readonly address?: string;
}

/** A request as it reaches nginx. */
export interface IncomingRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly address: string | undefined;
  readonly port: number;
  /** Path and query as sent. */
  readonly target: string;
  /** `Host` among them. */
  readonly headers: HeaderPairs;
  /** `HTTP/1.1`. */
  readonly protocol: string;
  /** What a service outside the configuration answers. */
  readonly upstream?: UpstreamAnswer;
}

/** The response before header instructions run. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number | undefined;
  readonly upstream?: UpstreamAnswer;
  /** With its parameters; `undefined`: not known. */
  readonly contentType: string | undefined;
  /** What filters take it for, where that is something else: a 304 has no type any more. */
  readonly type?: string;
  /** The file that is sent; absent where none is. */
  readonly file?: ServedFile;
  /** Applied after the header filters have run: a part of the file, or a range that cannot be satisfied. */
  readonly finalStatus?: number;
}

export interface ServedFile {
  readonly size?: number;
  /** In milliseconds. */
  readonly modified?: number;
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
  /** How many proxied servers of the same configuration are asked above this one. */
  readonly depth: number;
  /** The request that this is a subrequest of; itself where it is none. */
  readonly main: Transaction;
  /** The host as nginx has read it, without port. */
  readonly host: string | undefined;
  /** The level whose settings are in force now: it decides the headers when they are sent. */
  level: NginxLevel;
  path = '/';
  query = '';
  method: string;
  internal = false;
  /** The path is still the one that was asked for (`valid_unparsed_uri`): it is proxied as it was sent. */
  asSent = true;
  /** The path still begins with the location's name (`valid_location`): `rewrite … break` ends that. */
  inLocation = true;
  /** A file that `try_files` found is to be appended to an alias that replaces a whole path (`add_uri_to_alias`). */
  addPathToAlias = false;
  /** The body was read and thrown away: its length counts no more. */
  bodyGone = false;
  /** NGX_HTTP_MAX_URI_CHANGES + 1. */
  changesLeft = 11;
  /** The status that an error page is to be sent with; 0: its own. */
  errorStatus = 0;
  errorPageUsed = false;
  /** A refusal that waits for the other checks of `satisfy any`; it outlives an error page that cuts them short. */
  accessCode: number | undefined;
  /** By name in lower case: what `set` and captures have put there, and values computed once. Subrequests share them. */
  readonly variables: Map<string, string | undefined>;
  /** `$1` and so on, from index 1. */
  captures: readonly (string | undefined)[] = [];
  /** The family of services whose module is to make the answer (`content_handler`); a true `if` may change it. */
  handler: Family | undefined;
  /** What is asked with `proxy_pass` now, as the configuration has it. */
  proxied: { readonly host: string; readonly port: string } | undefined;
  /** The service asked last: its headers stay readable. */
  upstream: UpstreamAnswer | undefined;
  /** All services asked so far, for `$upstream_status` and `$upstream_addr`. */
  readonly asked: UpstreamAnswer[] = [];
  /** A Location of nginx's own was written, and stays with whatever an error page makes of the redirect. */
  isRedirecting = false;
  /** The service's answer that is being passed on. */
  answer: UpstreamAnswer | undefined;
  status: number | undefined = 0;
  /** Of the answer, as far as it is made: empty before. */
  contentType: string | undefined = '';
  /** Header lines that outlive an X-Accel-Redirect. */
  kept: HeaderPairs = [];
  /** Of these, the ones whose values are not known. */
  unsure: readonly NamePattern[] = [];
  /** Lines already written, for `$sent_http_…`. */
  sent: readonly Pick<HeaderLine, 'name' | 'value'>[] = [];

  constructor(
    config: Configuration,
    request: IncomingRequest,
    server: NginxLevel,
    from: { readonly depth: number; readonly host?: string | undefined; readonly main?: Transaction },
  ) {
    this.config = config;
    this.request = request;
    this.server = server;
    this.level = server;
    this.depth = from.depth;
    this.main = from.main ?? this;
    this.host = from.host;
    this.method = request.method;
    this.variables = from.main?.variables ?? new Map<string, string | undefined>();
  }

  /** Whether the answer is a service's of which nothing is known. */
  get isBlind(): boolean {
    return this.answer !== undefined && this.answer.headers === undefined;
  }

  /** A successful match (ngx_http_regex_exec): a group that took no part is empty. */
  capture({ numbered, named }: Captures): void {
    this.captures = numbered;
    for (const [name, value] of Object.entries(named)) this.variables.set(name.toLowerCase(), value ?? '');
  }

  /** Of several lines, the values joined; lines whose name nginx does not take are no headers. */
  requestHeader(name: string): string | undefined {
    const values = this.request.headers
      .filter(([each]) => each.toLowerCase() === name)
      .map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
  }
}
