import type { SourceFile } from '../../model/place.ts';
import { BLOCKS, DIRECTIVES, NOT_NGINX } from '../../nginx/looks-like.ts';

/** Names and folders in which distributions and people keep nginx configuration. */
const PATHS =
  /(^|\/)(nginx[^/]*\.conf|[^/]*\.nginx(\.conf)?|[^/]*\.nginxconf|[^/]*\.vhost|sites-(available|enabled)\/[^/]+|nginx\/([^/]+\/)*[^/]+\.conf)$/i;
const CONF = /\.conf(\.template|\.tmpl|\.tpl|\.j2|\.erb|\.in|\.dist|\.example|\.sample)?$/i;
const TEMPLATED_NGINX = /(^|\/)[^/]*nginx[^/]*\.(template|tmpl|tpl|j2|erb)$/i;
/** Files that live in those places and are not nginx's own language. */
const FOREIGN =
  /\.(ya?ml|json|md|sh|py|js|ts|html?|xml|toml|ini|lua|pem|crt|key|txt|png|svg|log|lock|dockerfile)$/i;

const DIRECTIVE_COMMENT = /^[ \t]*#[ \t]*gateway-lint:[ \t]*context=/m;
/** What `nginx -T` prints, with its own messages before it where those were caught too. */
const DUMP = /^(nginx: [^\n]*\n)*# configuration file \/[^\n]*:\r?\n/;

/** Endings that say little of what stands in a file. */
const PLAIN = /\.(txt|log|ini)$/i;

/**
 * How surely a file is nginx's. An editor's word is asked first, for a file that is still empty shows nothing; but editors
 * go by names too, and `sites-available` is also Apache's.
 */
export function claimNginx(file: SourceFile): number {
  const path = decodePath(file.uri);
  const head = file.text.length > 65_536 ? file.text.slice(0, 65_536) : file.text;
  const isNamed = file.language === 'nginx';
  if (DUMP.test(head)) return 1;
  if (FOREIGN.test(path) && !(isNamed && PLAIN.test(path))) return 0;
  if (DIRECTIVE_COMMENT.test(head)) return 1;
  if (NOT_NGINX.test(head) && !BLOCKS.test(head)) return 0;
  if (isNamed) return 1;
  const named = PATHS.test(path) || TEMPLATED_NGINX.test(path);
  if (BLOCKS.test(head)) return named ? 1 : 0.9;
  if (DIRECTIVES.test(head)) return named ? 1 : CONF.test(path) ? 0.7 : 0.3;
  return named && head.trim() !== '' && /\bnginx[^/]*\.conf$/i.test(path) ? 0.6 : 0;
}

function decodePath(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
