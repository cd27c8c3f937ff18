import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { core, foldersWith, generatedNote, type Product } from './product.ts';

/**
 * The words that dialects in YAML are known by; without imports, since the editor's side knows nothing of core. What
 * exports none is left out and complained of.
 */
export async function gatewayHints(complain: (message: string) => void): Promise<Product> {
  const names = foldersWith(`${core}/dialects`, 'hint.ts');
  const lines: string[] = [];
  for (const name of names) {
    const url = pathToFileURL(join(core, 'dialects', name, 'hint.ts')).href;
    const { hint } = (await import(url)) as { readonly hint?: unknown };
    if (!(hint instanceof RegExp))
      complain(`dialects/${name}/hint.ts exports no regular expression \`hint\`.`);
    else lines.push(`  // ${name}\n  ${hint.toString()},\n`);
  }
  const note = generatedNote('dialects/*/hint.ts');
  return {
    path: `${core}/generated/gateway-hints.ts`,
    text: `${note}\nexport const gatewayHints: readonly RegExp[] = [\n${lines.join('')}];\n`,
  };
}
