import { escapeGlob, isPlainPath } from '../text/glob.ts';
import { pathOfUri } from '../text/uri.ts';
import type { Uri } from '../model/place.ts';

/** Where a fragment's own main file may lie above it. */
const ANCESTORS = 3;

/** Where an include is read from. */
export interface IncludeBase {
  readonly root: Uri;
  /** False where the root is a fragment whose main file was not found; that lies somewhere above it. */
  readonly main: boolean;
  /** Paths of the machine that the files run on, to folders of the workspace. */
  readonly pathMap: Readonly<Record<string, string>>;
}

/** What an include may mean in this workspace. */
export interface IncludeTargets {
  /** Absolute patterns, the likeliest first; the first that matches a file is taken. */
  readonly patterns: readonly string[];
  /** The one place that is meant, where it is known. */
  readonly known?: string;
  /** Where the place is not known: folders that would hold the file if they are here at all. */
  readonly folders: readonly string[];
  /** Whether it names one file; a glob may match nothing. */
  readonly plain: boolean;
}

/**
 * nginx resolves a relative path from the directory of the *main* file (ngx_conf_full_name with conf_prefix), never
 * from that of the including file. An absolute path names the machine where the file is deployed; in a workspace it is
 * found as the user says, or by its longest suffix below the main file's directory or beside it.
 */
export function includeTargets(written: string, base: IncludeBase): IncludeTargets {
  const plain = !/[*?[]/.test(written);
  // glob(3) knows no `**`; for us that is any depth. Without a wildcard nginx takes the path as it is (ngx_conf_include).
  const pattern = plain ? escapeGlob(written) : written.replace(/\*{2,}/g, '*');
  const here = escapeGlob(directoryOf(pathOfUri(base.root)));
  const above = ancestors(here, base.main ? 1 : ANCESTORS);
  if (!pattern.startsWith('/')) {
    const patterns = (base.main ? [here] : [here, ...above]).map((dir) => join(dir, pattern));
    const [known] = patterns;
    return {
      patterns: withLinks(patterns),
      ...(base.main && known !== undefined && { known }),
      folders: [],
      plain,
    };
  }
  const mapped = mappedPath(pattern, base.pathMap);
  if (mapped !== undefined) return { patterns: withLinks([mapped]), known: mapped, folders: [], plain };
  const machine = machineRoot(here);
  const root = machine === undefined ? [] : [join(machine, pattern)];
  const suffixes = suffixesOf(pattern).map((suffix) => [here, ...above].map((dir) => join(dir, suffix)));
  // The last one is a name alone, which says nothing of the folder that it must be in.
  const inFolders = [normal(pattern), ...root, ...suffixes.slice(0, -1).flat()];
  return {
    patterns: withLinks([normal(pattern), ...root, ...suffixes.flat()]),
    folders: [...new Set(inFolders.map(directoryOf))],
    plain,
  };
}

/** Debian's links in sites-enabled are made on the machine; a repository has only what they point to. */
function withLinks(patterns: readonly string[]): readonly string[] {
  const linked = patterns
    .filter((path) => path.includes('/sites-enabled/'))
    .map((path) => path.replace('/sites-enabled/', '/sites-available/'));
  return [...patterns, ...linked];
}

function mappedPath(pattern: string, pathMap: IncludeBase['pathMap']): string | undefined {
  const [longest] = Object.entries(pathMap)
    .map(([from, to]) => [from.replace(/\/+$/, ''), to] as const)
    .filter(([from]) => pattern.startsWith(`${from}/`))
    .toSorted(([a], [b]) => b.length - a.length);
  if (longest === undefined) return undefined;
  const [from, to] = longest;
  return normal(`${escapeGlob(to.replace(/\/+$/, ''))}/${pattern.slice(from.length + 1)}`);
}

/** The folder that stands for `/` in a tree such as `rootfs/etc/nginx`, as images are made of. */
function machineRoot(here: string): string | undefined {
  return /^(.*)\/(etc\/(nginx|openresty|angie)|usr\/local\/(nginx|openresty\/nginx)\/conf)$/.exec(here)?.[1];
}

function suffixesOf(pattern: string): readonly string[] {
  const segments = pattern.split('/').filter((segment) => segment !== '');
  return (
    segments
      .map((_, index) => segments.slice(index).join('/'))
      // A lone glob (`*.conf`) would match the main file's own neighbours, itself among them.
      .filter((suffix) => suffix.includes('/') || isPlainPath(suffix))
  );
}

/** Where the main file of a fragment may lie: in its own directory, in those above, and where projects put it there. */
export function mainFilePatterns(fragment: Uri): readonly string[] {
  const usual = ['', 'nginx/', 'conf/', 'config/', 'etc/nginx/', 'rootfs/etc/nginx/', 'root/etc/nginx/'];
  const deeper = ['docker/', 'docker/nginx/', 'deploy/', 'deploy/nginx/', '*/', '*/nginx/'];
  const near = around(fragment, 1, deeper);
  const all = around(fragment, ANCESTORS + 1, usual);
  return [
    ...around(fragment, ANCESTORS + 1, ['*.conf']),
    ...[...all, ...near].map((dir) => `${dir}nginx.conf`),
  ];
}

/** Where a file with a server may lie that includes a fragment, in a workspace without the main file. */
export function siteFilePatterns(fragment: Uri): readonly string[] {
  return around(fragment, ANCESTORS + 1, [
    'conf.d/*.conf',
    'http.d/*.conf',
    'sites-enabled/*',
    'sites-available/*',
  ]);
}

function around(fragment: Uri, levels: number, names: readonly string[]): readonly string[] {
  const here = escapeGlob(directoryOf(pathOfUri(fragment)));
  return [here, ...ancestors(here, levels)].flatMap((dir) =>
    names.map((name) => (dir === '/' ? `/${name}` : `${dir}/${name}`)),
  );
}

function ancestors(directory: string, count: number): string[] {
  const found: string[] = [];
  for (let dir = directory; dir !== '/' && dir !== '' && found.length < count;) {
    dir = directoryOf(dir);
    found.push(dir);
  }
  return found;
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function join(directory: string, path: string): string {
  return normal(`${directory}/${path}`);
}

/** Without `.`, `..` and empty segments, so that one file has one path. */
function normal(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
