import type { Finding } from '../model/finding.ts';
import type { Parsed } from '../model/dialect.ts';
import type { NginxTree } from '../syntax/nginx/tree.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-template/rule.ts';
import { COMPOSE } from './embedded/interpolated.ts';

/**
 * Names that nginx's variables have and those of an environment hardly ever: of the latter, lower case have the ones for
 * proxies alone.
 */
const NGINX_VARIABLE =
  /^\$\{((?!http_proxy\b|https_proxy\b)(?:host|hostname|uri|args|is_args|query_string|scheme|https|status|msec|pid|limit_rate|gzip_ratio|binary_remote_addr|body_bytes_sent|bytes_sent|nginx_version|invalid_referer|realpath_root|document_(?:root|uri)|content_(?:type|length)|proxy_(?:host|port|add_x_forwarded_for)|(?:request|connection)(?:_[a-z_]+)?|(?:arg|http|sent_http|cookie|upstream|remote|realip|server|time|ssl|fastcgi|geoip2?|limit_\w+)_\w+))\}$/;

/** `$host` in a Compose file, where `$$host` is meant: Compose puts an empty text in its place. */
export function forgottenDollars({ file, tree }: Parsed<NginxTree>): readonly Finding[] {
  const { template } = tree;
  if (template?.engine !== COMPOSE) return [];
  return template.regions.flatMap(({ start, end }) => {
    const [, name] = NGINX_VARIABLE.exec(template.source.slice(start, end)) ?? [];
    if (name === undefined) return [];
    const at = { uri: file.uri, start, end };
    const changes = [{ at, text: `$${name}` }];
    return [
      nginxFinding(
        meta,
        'interpolated',
        at,
        { name },
        { severity: 'warning', fixes: [{ title: `Write "$$${name}"`, safe: false, changes }] },
      ),
    ];
  });
}
