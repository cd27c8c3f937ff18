/** What an HTTP filter may do besides handing a request on. */
export interface FilterEffect {
  /** It may change any header of a response. */
  readonly changes: boolean;
  /** It may answer instead of the service. */
  readonly answers: boolean;
}

/** Filters that let every request through and touch no header that matters here. */
const PASSING = words(`
  router cors grpc_web grpc_stats compressor decompressor stateful_session tap buffer header_mutation lua set_metadata
  on_demand cdn_loop gcp_authn aws_request_signing grpc_field_extraction bandwidth_limit proto_message_extraction
  credential_injector file_system_buffer upstream_codec geoip header_to_metadata json_to_metadata original_src
  alternate_protocols_cache thrift_to_metadata set_filter_state ip_tagging sse_to_metadata connect_grpc_bridge
  grpc_http1_bridge
`);

/** Filters that answer by themselves, depending on the request or on something outside of the configuration. */
const ANSWERING = words(`
  rbac fault ext_authz jwt_authn oauth2 basic_auth api_key_auth csrf ratelimit local_ratelimit rate_limit_quota
  adaptive_concurrency admission_control health_check kill_request grpc_json_transcoder cache cache_v2
  dynamic_forward_proxy body_size_limit
`);

/** @param kind the filter's own part of its type or name: `rbac` of `envoy.extensions.filters.http.rbac.v3.RBAC` */
export function filterEffect(kind: string): FilterEffect {
  if (PASSING.has(kind)) return { changes: false, answers: false };
  if (ANSWERING.has(kind)) return { changes: false, answers: true };
  // Wasm, ext_proc, Go, custom_response, what nobody knows: anything may come of it.
  return { changes: true, answers: true };
}

/** The filter's own part of its type, or of its name where it has no type. */
export function filterKind(type: string, name: string): string {
  const match = /^envoy\.(?:extensions\.)?filters\.http\.(\w+)\./.exec(type);
  if (match?.[1] !== undefined) return match[1];
  return type === '' ? name.slice(name.lastIndexOf('.') + 1) : type;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
