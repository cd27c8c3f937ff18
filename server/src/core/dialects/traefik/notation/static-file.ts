import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { at, entriesOf } from '../../../syntax/yaml/node.ts';
import { mapFromYaml } from '../config/from-yaml.ts';
import type { StaticConfig } from '../model/static.ts';
import { readStatic } from '../read/static.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import { traefikImage } from './compose-file.ts';
import { configOfEnvironment, configOfFlags } from './flags.ts';

/** The first document of a static file. */
export function readStaticFile({ documents, file }: YamlFile): StaticConfig | undefined {
  const [document] = documents;
  return document?.root?.kind === 'map'
    ? readStatic(mapFromYaml(document, document.root), file.uri)
    : undefined;
}

/** The flags and environment of Traefik's own container, in a compose file. */
export function readComposeStatics({ documents, file }: YamlFile): readonly StaticConfig[] {
  return documents.flatMap((document) =>
    entriesOf(at(document.root, 'services')).flatMap((service) => {
      const tag = traefikImage(service);
      const command = at(service.value, 'command');
      const config =
        configOfFlags(document, command) ?? configOfEnvironment(document, at(service.value, 'environment'));
      if (config === undefined) return [];
      const isTraefik = tag !== undefined || config.entries.some(({ name }) => /^entrypoints$/i.test(name));
      return isTraefik ? [readStatic(config, file.uri, versionOf(tag))] : [];
    }),
  );
}

/** The version that a compose file starts, by its image. */
export function composeVersion({ documents }: YamlFile): RuleSyntax | undefined {
  for (const document of documents) {
    for (const service of entriesOf(at(document.root, 'services'))) {
      const version = versionOf(traefikImage(service));
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

function versionOf(tag: string | undefined): RuleSyntax | undefined {
  const [, major] = /^v?([23])(?:\.|$|-)/.exec(tag ?? '') ?? [];
  return major === '2' ? 'v2' : major === '3' ? 'v3' : undefined;
}
