import { compareBytes, escapeGlob, globSegments, matchesGlob } from '../text/glob.ts';
import { pathOfUri } from '../text/uri.ts';
import type { IncludeFault, Part } from '../model/dialect.ts';
import type { Uri } from '../model/place.ts';
import type { Workspace } from '../model/workspace.ts';
import { directoryOf, includeTargets, join, type IncludeBase, type IncludeTargets } from './include-paths.ts';

/** What an include leads to. */
export interface Resolution {
  /** In nginx's order. */
  readonly uris: readonly Uri[];
  readonly fault?: IncludeFault;
  /** A new file that one of these matches would change it. */
  readonly patterns: readonly string[];
}

/** Looks for the files of an include; asks for no more than is needed to tell why there are none. */
export async function resolveInclude(
  workspace: Workspace,
  written: string,
  base: IncludeBase,
): Promise<Resolution> {
  const targets = includeTargets(written, base);
  const asked: string[] = [];
  let uris: readonly Uri[] = [];
  for (const pattern of targets.patterns) {
    asked.push(pattern);
    uris = await workspace.list(pattern, base.root);
    if (uris.length > 0) break;
  }
  const fault = await faultOf(workspace, base.root, targets, asked, uris);
  return { uris, patterns: asked, ...(fault !== undefined && { fault }) };
}

async function faultOf(
  workspace: Workspace,
  root: Uri,
  { known, folders, plain }: IncludeTargets,
  asked: readonly string[],
  uris: readonly Uri[],
): Promise<IncludeFault | undefined> {
  const holdsFiles = async (folders: readonly (string | undefined)[]): Promise<boolean> => {
    for (const folder of folders) {
      if (folder !== undefined && (await workspace.list(join(folder, '*'), root)).length > 0) return true;
    }
    return false;
  };
  if (plain && uris.length > 0) return undefined;
  // Where a glob matches a folder too, nginx opens it and fails to read it (ngx_conf_include, ngx_conf_parse).
  if (await holdsFiles(plain ? asked : uris.length > 0 ? asked.slice(-1) : [known])) return 'directory';
  if (!plain) return undefined;
  const isHere = known !== undefined && isBelow(known, directoryOf(escapeGlob(pathOfUri(root))));
  const isSeen = isHere || (await holdsFiles(known === undefined ? folders : [directoryOf(known)]));
  return isSeen ? 'missing' : 'unseen';
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === '/' ? folder : `${folder}/`);
}

/** In a file that prints others, these are all there is. */
export function includedParts<Tree>(written: string, parts: readonly Part<Tree>[]): readonly Part<Tree>[] {
  const [main] = parts;
  if (main === undefined) return [];
  const path = written.startsWith('/') ? written : join(directoryOf(main.path), written);
  if (!/[*?[]/.test(path)) return parts.filter((part) => part.path === path).slice(0, 1);
  const segments = globSegments(path.replace(/\*{2,}/g, '*'));
  return parts
    .filter((part) => matchesGlob(segments, part.path))
    .toSorted((a, b) => compareBytes(a.path, b.path));
}
