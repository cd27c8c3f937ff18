import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { core, foldersWith } from './product.ts';

/** What a `dialect.ts` exports, as far as its folder has to fit it. */
interface DialectModule {
  readonly dialect?: { readonly id: string };
}

/** The editor knows nginx's own files by their language, and the README is their page. */
const WITHOUT_HINT = 'nginx';

/** Says what a folder of a dialect lacks: nothing else would miss its page, and an editor would never ask it. */
export async function checkDialectFolders(complain: (message: string) => void): Promise<void> {
  for (const name of foldersWith(`${core}/dialects`, 'dialect.ts')) {
    const folder = `dialects/${name}`;
    const id = await idOf(`${folder}/dialect.ts`, complain);
    if (id !== undefined && id !== name) complain(`${folder}/dialect.ts must have the id "${name}".`);
    if (name === WITHOUT_HINT) continue;
    for (const file of ['hint.ts', 'doc.md'])
      if (!existsSync(join(core, folder, file))) complain(`${folder} has no ${file}.`);
  }
}

async function idOf(path: string, complain: (message: string) => void): Promise<string | undefined> {
  try {
    const { dialect } = (await import(pathToFileURL(resolve(core, path)).href)) as DialectModule;
    if (dialect === undefined) complain(`${path} exports no \`dialect\`.`);
    return dialect?.id;
  } catch (error) {
    complain(`${path} cannot be loaded: ${String(error)}`);
    return undefined;
  }
}
