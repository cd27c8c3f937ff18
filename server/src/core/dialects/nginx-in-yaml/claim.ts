import type { SourceFile } from '../../model/place.ts';

const YAML = /\.(ya?ml|cfg|tpl|j2)$/i;
/** What begins a scalar that goes on, or a text on one line. */
const SCALAR = /:[ \t]+[|>"']|:[ \t]*(&\S+[ \t]+)?[|>]/;
/** Indented, as the text of a block scalar is; or behind a quote. */
const BLOCKS =
  /(?:^[ \t]+|["']|\\n[ \t]*)(server|http|events|upstream[ \t]+[\w.$-]+|location[ \t]+([=~^*@]|\/)[^\n{;]*|map[ \t]+\S+[ \t]+\$\w+)[ \t]*\r?\n?[ \t]*\{/m;
const DIRECTIVES =
  /(?:^[ \t]+|["']|\\n[ \t]*)((add_header|server_name|more_(set|clear)_headers|try_files|listen|limit_req_zone|log_format|worker_processes|error_page|server_tokens|sendfile|expires|(proxy|fastcgi|uwsgi|grpc|ssl|gzip)_[a-z_]+)[ \t][^\n;{]*|include[ \t]+\/etc\/nginx\/[^\n;]*);/m;

/** Files in which whole nginx text may stand in scalars: a ConfigMap, a Compose file, Ansible, cloud-init, Helm values. */
export function claimNginxInYaml({ uri, text }: SourceFile): number {
  if (!YAML.test(uri) || !SCALAR.test(text)) return 0;
  return BLOCKS.test(text) || DIRECTIVES.test(text) ? 0.4 : 0;
}
