/**
 * Plugins that APISIX brings along and that write no header of a page: whatever else is named may be somebody's own, and
 * do anything. Source: the list in conf/config.yaml.example.
 */
const SILENT = `real-ip ai client-control proxy-buffering proxy-control request-id zipkin skywalking opentelemetry
  ext-plugin-pre-req fault-injection mocking batch-requests cors ip-restriction ua-restriction referer-restriction csrf
  uri-blocker request-validation chaitin-waf multi-auth openid-connect saml-auth cas-auth authz-casbin authz-casdoor
  wolf-rbac ldap-auth-advanced ldap-auth hmac-auth basic-auth jwt-auth jwe-decrypt key-auth dingtalk-auth feishu-auth acl
  consumer-restriction attach-consumer-label forward-auth opa authz-keycloak data-mask error-log-logger proxy-cache
  body-transformer ai-request-rewrite ai-prompt-guard ai-prompt-template ai-prompt-decorator ai-rag
  ai-aws-content-moderation ai-proxy-multi ai-proxy ai-cache ai-rate-limiting ai-aliyun-content-moderation
  ai-lakera-guard proxy-mirror graphql-proxy-cache proxy-rewrite workflow api-breaker graphql-limit-count limit-conn
  limit-count limit-req node-status brotli gzip server-info traffic-label traffic-split redirect oas-validator
  mcp-bridge degraphql kafka-proxy dubbo-proxy grpc-transcode grpc-web http-dubbo public-api prometheus datadog
  error-page lago loki-logger elasticsearch-logger loggly http-logger splunk-hec-logging skywalking-logger
  google-cloud-logging sls-logger tcp-logger kafka-logger rocketmq-logger syslog udp-logger file-logger
  clickhouse-logger tencent-cloud-cls inspect log-rotate gm ocsp-stapling aws-lambda azure-functions openwhisk
  openfunction ext-plugin-post-req`;

const SILENT_NAMES: ReadonlySet<string> = new Set(SILENT.split(/\s+/));

export function isSilent(name: string): boolean {
  return SILENT_NAMES.has(name);
}

/** With these somebody has to say who they are, and then a consumer's own plugins may take over. */
const AUTH: ReadonlySet<string> = new Set([
  'key-auth',
  'basic-auth',
  'jwt-auth',
  'hmac-auth',
  'ldap-auth',
  'wolf-rbac',
  'multi-auth',
]);

export function isAuth(name: string): boolean {
  return AUTH.has(name);
}

/** They act on a request that passes them, and never on its answer. */
const PASSING: ReadonlySet<string> = new Set(
  `real-ip proxy-buffering proxy-control request-id zipkin skywalking opentelemetry proxy-mirror proxy-rewrite
  limit-conn limit-count limit-req node-status brotli gzip server-info traffic-label traffic-split prometheus datadog
  response-rewrite echo loki-logger elasticsearch-logger loggly http-logger splunk-hec-logging skywalking-logger
  google-cloud-logging sls-logger tcp-logger kafka-logger rocketmq-logger syslog udp-logger file-logger
  clickhouse-logger tencent-cloud-cls error-log-logger inspect log-rotate`.split(/\s+/),
);

export function isPassing(name: string): boolean {
  return PASSING.has(name);
}

/** The order in which plugins act on an answer: higher first. */
export function priorityOf(name: string): number {
  return PRIORITIES.get(name) ?? 0;
}

const PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['fault-injection', 11_000],
  ['mocking', 10_900],
  ['serverless-pre-function', 10_000],
  ['response-rewrite', 899],
  ['echo', 412],
  ['serverless-post-function', -2_000],
  ['ext-plugin-post-resp', -4_000],
]);
