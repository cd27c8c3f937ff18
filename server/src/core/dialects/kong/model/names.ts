/** Plugins that change headers of answers by their settings. */
export const TRANSFORMER = 'response-transformer';
export const ADVANCED = 'response-transformer-advanced';
export const TRANSFORMERS: readonly string[] = [TRANSFORMER, ADVANCED];

/** What the settings of a transformer may do, in the order in which it does it (header_transformer.lua). */
export const ACTIONS = ['remove', 'rename', 'replace', 'add', 'append'] as const;
export type Action = (typeof ACTIONS)[number];

/** Plugins that run code of one's own. */
export const FUNCTIONS: readonly string[] = ['pre-function', 'post-function'];

/** They neither answer nor touch a header of framing. */
export const QUIET: ReadonlySet<string> = new Set([
  ...TRANSFORMERS,
  'request-transformer',
  'request-transformer-advanced',
  'correlation-id',
  'file-log',
  'http-log',
  'tcp-log',
  'udp-log',
  'syslog',
  'loggly',
  'statsd',
  'datadog',
  'zipkin',
  'opentelemetry',
  'prometheus',
]);

/** They may answer by themselves, with no header of framing; the transformers run on that answer too. */
export const ANSWERING: ReadonlySet<string> = new Set([
  'acl',
  'basic-auth',
  'bot-detection',
  'hmac-auth',
  'ip-restriction',
  'jwt',
  'key-auth',
  'ldap-auth',
  'rate-limiting',
  'rate-limiting-advanced',
  'request-size-limiting',
  'request-validator',
  'response-ratelimiting',
]);
