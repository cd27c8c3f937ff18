import { isDirective } from '../syntax/nginx/directive-table.ts';
import type { Directive, NginxTree } from '../syntax/nginx/tree.ts';
import { childOf, type Context } from './context.ts';

/** A block or directive that in this form no other configuration language has, at the start of a line. */
export const BLOCKS =
  /^[ \t]*(server[ \t\r\n]*\{|http[ \t\r\n]*\{|events[ \t\r\n]*\{|upstream[ \t]+[\w.$-]+[ \t\r\n]*\{|location[ \t]+([=~^*@"'][^\n{;]*|\/[^\n{;]*)\{|map[ \t]+\S+[ \t]+\$\w+[ \t\r\n]*\{|geo[ \t]+[^\n{;]*\{)/m;
export const DIRECTIVES =
  /^[ \t]*((add_header|server_name|more_(set|clear)_headers|try_files|root|listen|limit_req_zone|log_format|access_log|worker_processes|types|valid_referers|error_page|server_tokens|sendfile|tcp_nopush|gzip|brotli|expires|autoindex|(proxy|fastcgi|uwsgi|scgi|grpc|ssl|gzip|brotli|open_file)_[a-z_]+)[ \t][^\n]*[;{]|(allow|deny)[ \t]+(all|unix:|[\da-fA-F.:/]{3,})[ \t]*;)[ \t]*(#.*)?\r?$/m;
/** Apache's sections and systemd's: never nginx, whatever else matches. */
export const NOT_NGINX = /^[ \t]*(<\/?\w+[^>\n]*>|\[[\w .-]+\][ \t]*\r?$)/m;

/**
 * How much of a text nginx would know: complete directives that it has, in proportion to all. Other languages have blocks
 * in braces too (HOCON, HCL, Caddy, BIND), and shell scripts write whole configurations.
 */
export function knownShare(tree: NginxTree): number {
  const found = { known: 0, all: 0 };
  const visit = (directives: readonly Directive[], context: Context): void => {
    for (const { keyword, complete, body } of directives) {
      if (keyword.includes('${_')) continue;
      found.all++;
      if (complete && isDirective(keyword)) found.known++;
      const inner = body === undefined ? 'data' : childOf(context, keyword);
      if (body !== undefined && inner !== 'data') visit(body.directives, inner);
    }
  };
  visit(tree.directives, 'unknown');
  return found.all === 0 ? 0 : found.known / found.all;
}
