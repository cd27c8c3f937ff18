import { core, foldersWith, generatedNote, type Product } from './product.ts';

interface Registry {
  /** The folder of core whose sub-folders are listed. */
  readonly folder: string;
  /** The file in each of them. */
  readonly file: string;
  /** What that file exports. */
  readonly member: string;
  /** The constant that the registry exports, and its type. */
  readonly list: string;
  readonly type: string;
  readonly typeImport: string;
}

/** Adding a thing is adding a folder: the registries say which folders there are. */
export const registries: readonly Registry[] = [
  {
    folder: 'rules',
    file: 'rule.ts',
    member: 'rule',
    list: 'rules',
    type: 'Rule',
    typeImport: "import type { Rule } from '../model/rule.ts';",
  },
  {
    folder: 'dialects',
    file: 'dialect.ts',
    member: 'dialect',
    list: 'dialects',
    type: 'Dialect<unknown>',
    typeImport: "import type { Dialect } from '../model/dialect.ts';",
  },
  {
    folder: 'headers',
    file: 'header.ts',
    member: 'header',
    list: 'headers',
    type: 'HeaderSpec',
    typeImport: "import type { HeaderSpec } from '../model/header-spec.ts';",
  },
];

export function registry({ folder, file, member, list, type, typeImport }: Registry): Product {
  const names = foldersWith(`${core}/${folder}`, file);
  const imports = names.map(
    (name) => `import { ${member} as ${camelCase(name)} } from '../${folder}/${name}/${file}';\n`,
  );
  const members = names.map((name) => `  ${camelCase(name)},\n`).join('');
  const body = names.length === 0 ? '[]' : `[\n${members}]`;
  const text = `${generatedNote(`${folder}/*/${file}`)}${typeImport}\n${imports.join('')}
export const ${list}: readonly ${type}[] = ${body};\n`;
  return { path: `${core}/generated/${list}.ts`, text };
}

function camelCase(name: string): string {
  return name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
