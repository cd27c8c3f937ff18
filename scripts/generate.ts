// Writes what follows from the folders of core: registries, rule pages, settings, directive tables.
// `npm run generate` writes; with `-- --check` nothing is written and stale files make it fail.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { configuration } from './generate/configuration.ts';
import { checkDialectFolders } from './generate/dialect-folders.ts';
import { gatewayHints } from './generate/gateway-hints.ts';
import { nginxDirectives } from './generate/nginx-directives.ts';
import { nginxReference } from './generate/nginx-reference.ts';
import type { Product } from './generate/product.ts';
import { registries, registry } from './generate/registry.ts';
import { ruleDocs } from './generate/rule-docs.ts';
import { ruleFolders } from './generate/rule-folders.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];

/** Writes the files that changed; the others keep their time stamps. */
function put(products: readonly Product[]): void {
  for (const { path, text } of products) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Pages of rules that are no more. */
function sweep(folder: string, products: readonly Product[]): void {
  const names = new Set(products.map((product) => basename(product.path)));
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.md') || names.has(name)) continue;
    stale.push(`${folder}/${name}`);
    if (!check) rmSync(`${folder}/${name}`);
  }
}

function complain(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

// Registries and tables first: the rules and dialects that are loaded below may import them.
put(registries.map(registry));
put([nginxDirectives(), nginxReference(), await gatewayHints(complain)]);
await checkDialectFolders(complain);
const rules = await ruleFolders(complain);
const pages = ruleDocs(rules);
put(pages);
sweep('docs/rules', pages);
put([configuration(rules.map((rule) => rule.meta))]);

if (check && stale.length > 0) {
  console.error(`Stale, run \`npm run generate\`:\n${stale.map((path) => `  ${path}`).join('\n')}`);
  process.exitCode = 1;
}
