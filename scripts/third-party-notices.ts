// Writes THIRD-PARTY-NOTICES.md: whose work is in the bundles, and under which terms.
// Run: node --import tsx scripts/third-party-notices.ts
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundles, shared } from './bundles.mjs';

export const noticesFile = 'THIRD-PARTY-NOTICES.md';

/** The folders of the packages whose code is in one of the bundles, in order of their names. */
export async function bundledPackages(): Promise<readonly string[]> {
  const results = await Promise.all(
    bundles.map((bundle) => build({ ...shared, ...bundle, write: false, metafile: true })),
  );
  const inputs = results.flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

export async function thirdPartyNotices(): Promise<string> {
  return `# Third-party notices

Gateway Lint contains the following work of others. Everything else is under the terms in [LICENSE](LICENSE).

${(await bundledPackages()).map(packageNotice).join('\n')}
## @nginx/reference-lib

The texts on nginx's directives that hovers and completions show are taken from nginx's documentation as published in
<https://www.npmjs.com/package/@nginx/reference-lib>, shortened to their first paragraphs and stripped of links.
Apache-2.0, below.

## Envoy

The names and kinds of the fields that Envoy configuration may have are taken from the descriptors of Envoy's API,
<https://github.com/envoyproxy/envoy>. Apache-2.0, below.

## Apache License 2.0

${quoted(apacheLicense())}`;
}

interface Manifest {
  readonly name: string;
  readonly license: string;
}

function packageNotice(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
  const terms = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  if (terms === undefined) throw new Error(`${name} comes without its license`);
  const text = quoted(readFileSync(`${folder}/${terms}`, 'utf8'));
  return `## ${name}\n\n<https://www.npmjs.com/package/${name}>, ${license}\n\n${text}`;
}

/** TypeScript is under the same license and brings its text along. */
function apacheLicense(): string {
  return readFileSync('node_modules/typescript/LICENSE.txt', 'utf8');
}

/** As a block of text: headings and lists in it are not ours. */
function quoted(text: string): string {
  return `\`\`\`text\n${text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\uFEFF/, '')
    .trim()}\n\`\`\`\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(noticesFile, await thirdPartyNotices());
}
