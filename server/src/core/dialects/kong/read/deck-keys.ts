/** Keys that stand at the root of a declarative file. */
const ROOT: ReadonlySet<string> = new Set(
  `services routes consumers consumer_groups plugins upstreams targets certificates ca_certificates snis vaults partials
  rbac_roles licenses keys key_sets filter_chains custom_entities custom_plugins cloned_plugins service_packages
  documents tags workspaces parameters acls acme_storage basicauth_credentials hmacauth_credentials jwt_secrets
  keyauth_credentials keyauth_enc_credentials mtls_auth_credentials oauth2_credentials oauth2_tokens
  oauth2_authorization_codes degraphql_routes graphql_ratelimiting_advanced_cost_decoration sessions event_hooks
  consumer_group_consumers consumer_group_plugins application_instances applications developers files jwks
  header_cert_auth_credentials rbac_endpoint_permissions plugins_partials`.split(/\s+/),
);

const SERVICE: ReadonlySet<string> = new Set(
  `id name url protocol host port path retries connect_timeout write_timeout read_timeout tags client_certificate
  tls_verify tls_verify_depth tls_sans ca_certificates enabled routes plugins filter_chains created_at updated_at
  ws_id`.split(/\s+/),
);

/** decK's own keys all begin with an underscore, those of the AI gateway with its name. */
export function isRootKey(key: string): boolean {
  return key.startsWith('_') || key.startsWith('ai_') || ROOT.has(key);
}

export function isServiceKey(key: string): boolean {
  return key.startsWith('_') || SERVICE.has(key);
}
