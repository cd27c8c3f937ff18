import type { IncludeFault, Parsed, Unit } from '../model/dialect.ts';
import type { Finding } from '../model/finding.ts';
import type { NginxTree } from '../syntax/nginx/tree.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-include/rule.ts';

/**
 * Files that nginx, a distribution or certbot puts beside the configuration, so that no repository needs to have them.
 * None of them sets a header of its own.
 */
const BROUGHT_ALONG: ReadonlySet<string> = new Set([
  'mime.types',
  'fastcgi_params',
  'fastcgi.conf',
  'fastcgi-php.conf',
  'uwsgi_params',
  'scgi_params',
  'proxy_params',
  'koi-utf',
  'koi-win',
  'win-utf',
  'snakeoil.conf',
  'options-ssl-nginx.conf',
  'naxsi_core.rules',
  'passenger.conf',
]);

/**
 * What is wrong with the includes of a unit. What was not seen is said once for each file that names it.
 * @param unread how that is said: `unmounted` where files stand in YAML
 */
export function includeFindings(
  { root, files, main, fault }: Unit<NginxTree>,
  unread: 'unseen' | 'unmounted' = 'unseen',
): readonly Finding[] {
  const isDeployedAsIs = !isTemplate(root);
  return files.flatMap((file) => {
    const unseen = new Set<string>();
    return file.includes.flatMap(({ at, pattern }) => {
      const found = fault?.(at);
      // What is filled in is put somewhere else, and beside it may be what is not here.
      const kind = found === 'missing' && (!isDeployedAsIs || isTemplate(file)) ? 'unseen' : found;
      if (kind === undefined || (isAbsent(kind) && isBroughtAlong(pattern)) || unseen.has(pattern)) return [];
      if (kind === 'unseen') unseen.add(pattern);
      const isBaseless = unread === 'unseen' && !main && !pattern.startsWith('/');
      const message = kind !== 'unseen' ? kind : isBaseless ? 'baseless' : unread;
      const mild = kind === 'unseen' || kind === 'depth';
      return [nginxFinding(meta, message, at, { path: pattern }, mild ? { severity: 'information' } : {})];
    });
  });
}

function isTemplate({ file, tree }: Parsed<NginxTree>): boolean {
  return tree.template !== undefined || /\.(template|te?mpl|tpl|j2|jinja2?|erb)$/i.test(file.uri);
}

function isAbsent(fault: IncludeFault): boolean {
  return fault === 'missing' || fault === 'unseen';
}

/** A file that every installation has, and that sets no header. */
export function isBroughtAlong(path: string): boolean {
  return BROUGHT_ALONG.has(path.slice(path.lastIndexOf('/') + 1));
}
