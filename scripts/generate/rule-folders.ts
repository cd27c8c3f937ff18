import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RuleMeta } from '../../server/src/core/model/rule.ts';
import { core, foldersWith, read } from './product.ts';

/** A rule of the product: generic, of one dialect, or of nginx's language. */
export interface RuleFolder {
  readonly meta: RuleMeta;
  /** Its page, in Markdown. */
  readonly doc: string;
  /** Where it comes from, relative to core. */
  readonly folder: string;
}

/** What a `rule.ts` may export: generic rules a whole `rule`, rules of one dialect their `meta` alone. */
interface RuleModule {
  readonly rule?: { readonly meta: RuleMeta };
  readonly meta?: RuleMeta;
}

/**
 * Every rule, in order of ids. A folder whose name, rule and page do not fit together is left out and complained of, so
 * that a rule half written does not keep the others from being registered.
 */
export async function ruleFolders(complain: (message: string) => void): Promise<readonly RuleFolder[]> {
  const parents = [
    'rules',
    'nginx/rules',
    ...foldersWith(`${core}/dialects`, 'dialect.ts').map((d) => `dialects/${d}/rules`),
  ];
  const found: RuleFolder[] = [];
  for (const parent of parents) {
    for (const name of foldersWith(`${core}/${parent}`, 'rule.ts')) {
      const folder = `${parent}/${name}`;
      const meta = await metaOf(folder, complain);
      if (meta === undefined) continue;
      if (meta.id !== name) complain(`${folder}/rule.ts must have the id "${name}".`);
      else if (!existsSync(join(core, folder, 'doc.md'))) complain(`${folder} has no doc.md.`);
      else found.push({ meta, doc: read(join(core, folder, 'doc.md')), folder });
    }
  }
  return found.sort((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
}

async function metaOf(folder: string, complain: (message: string) => void): Promise<RuleMeta | undefined> {
  try {
    const module = (await import(pathToFileURL(resolve(core, folder, 'rule.ts')).href)) as RuleModule;
    const meta = module.rule?.meta ?? module.meta;
    if (meta === undefined) complain(`${folder}/rule.ts exports neither \`rule\` nor \`meta\`.`);
    return meta;
  } catch (error) {
    complain(`${folder}/rule.ts cannot be loaded: ${String(error)}`);
    return undefined;
  }
}
