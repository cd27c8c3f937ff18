import { pathOfUri } from '../text/uri.ts';
import type { Uri } from '../model/place.ts';

/** Where a fragment's own main file may lie above it. */
const ANCESTORS = 3;

/**
 * The absolute patterns that an include may mean in this workspace, the likeliest first; the first that matches a
 * file is taken.
 *
 * nginx resolves a relative path from the directory of the *main* file (ngx_conf_full_name with conf_prefix), never
 * from that of the including file. An absolute path names the machine where the file is deployed; in a workspace it is
 * found by its longest suffix below the main file's directory or beside it.
 * @param main false where the root is a fragment whose main file was not found; that lies somewhere above it
 */
export function includePatterns(pattern: string, root: Uri, main: boolean): readonly string[] {
  const here = directoryOf(pathOfUri(root));
  const above = ancestors(here, main ? 1 : ANCESTORS);
  const written = pattern.startsWith('/')
    ? [pattern, ...suffixesOf(pattern).flatMap((suffix) => [here, ...above].map((dir) => join(dir, suffix)))]
    : (main ? [here] : [here, ...above]).map((dir) => join(dir, pattern));
  // Debian's links in sites-enabled are made on the machine; a repository has only what they point to.
  const linked = written
    .filter((path) => path.includes('/sites-enabled/'))
    .map((path) => path.replace('/sites-enabled/', '/sites-available/'));
  return [...written, ...linked];
}

function suffixesOf(pattern: string): readonly string[] {
  const segments = pattern.split('/').filter((segment) => segment !== '');
  return (
    segments
      .map((_, index) => segments.slice(index).join('/'))
      // A lone glob (`*.conf`) would match the main file's own neighbours, itself among them.
      .filter((suffix) => suffix.includes('/') || !/[*?[]/.test(suffix))
  );
}

/** Where the main file of a fragment may lie: in its own directory and in those above. */
export function mainFilePatterns(fragment: Uri): readonly string[] {
  return around(fragment, ['*.conf', 'nginx/nginx.conf']);
}

/** Where a file with a server may lie that includes a fragment, in a workspace without the main file. */
export function siteFilePatterns(fragment: Uri): readonly string[] {
  return around(fragment, ['conf.d/*.conf', 'http.d/*.conf', 'sites-enabled/*', 'sites-available/*']);
}

function around(fragment: Uri, names: readonly string[]): readonly string[] {
  const here = directoryOf(pathOfUri(fragment));
  return [here, ...ancestors(here, ANCESTORS + 1)].flatMap((dir) => names.map((name) => join(dir, name)));
}

function ancestors(directory: string, count: number): string[] {
  const found: string[] = [];
  for (let dir = directory; dir !== '/' && dir !== '' && found.length < count;) {
    dir = directoryOf(dir);
    found.push(dir);
  }
  return found;
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

function join(directory: string, path: string): string {
  return directory === '/' ? `/${path}` : `${directory}/${path}`;
}
