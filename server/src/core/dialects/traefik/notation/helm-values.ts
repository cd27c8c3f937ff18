import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { mapFromYaml } from '../config/from-yaml.ts';
import {
  entriesOf,
  entryOf,
  field,
  mapOf,
  parseBool,
  textOf,
  type ConfigEntry,
  type ConfigNode,
} from '../config/node.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';
import { referencesOf } from '../read/references.ts';
import { readStatic } from '../read/static.ts';
import { configOfFlags } from './flags.ts';

/** What the chart sets up where nobody writes anything else. */
const DEFAULT_PORTS: readonly string[] = ['web', 'websecure', 'traefik', 'metrics'];

/** The values of Traefik's own Helm chart: `ports` become entry points, `additionalArguments` flags. */
export function readHelmValues({ documents, file }: YamlFile): StaticConfig | undefined {
  const [document] = documents;
  if (document?.root?.kind !== 'map') return undefined;
  const root = mapFromYaml(document, document.root);
  const extra = document.root.entries.find(({ key }) => key.text === 'additionalArguments');
  const flags = extra && configOfFlags(document, extra.value);
  const given = flags === undefined ? undefined : readStatic(flags, file.uri);
  const ports = entriesOf(field(root, ['ports'], 'exact')).map((port) => entryPoint(port, given));
  const names = new Set(ports.map(({ name }) => name));
  const others = (given?.entryPoints ?? []).filter(({ name }) => !names.has(name));
  for (const { name } of others) names.add(name);
  const defaults = DEFAULT_PORTS.filter((name) => !names.has(name)).map((name): EntryPoint => ({
    name,
    nameAt: document.place({ start: 0, end: 0 }),
    middlewares: [],
    tls: name === 'websecure',
    asDefault: isDefault(name),
    attach: () => undefined,
  }));
  const crd = field(root, ['providers', 'kubernetesCRD'], 'exact');
  return {
    uri: file.uri,
    entryPoints: [...ports, ...others, ...defaults],
    providers: new Set(['kubernetescrd', 'kubernetesingress', ...(given?.providers ?? [])]),
    hasPlugins: true,
    exposedByDefault: true,
    hasDefaultRule: false,
    crossNamespace: isTrue(field(crd, ['allowCrossNamespace'], 'exact')) || given?.crossNamespace === true,
    faults: [],
  };
}

function entryPoint({ name, nameAt, value }: ConfigEntry, given: StaticConfig | undefined): EntryPoint {
  const http = field(value, ['http'], 'exact');
  // Older charts have these directly below the port.
  const at = (key: string): ConfigNode | undefined =>
    entryOf(http, key, 'exact')?.value ?? field(value, [key], 'exact');
  const flagged = given?.entryPoints.find((each) => each.name === name);
  const redirects = at('redirections') ?? at('redirectTo');
  return {
    name,
    nameAt,
    middlewares: [...referencesOf(at('middlewares')), ...(flagged?.middlewares ?? [])],
    ...(mapOf(redirects) !== undefined && { redirection: { permanent: true } }),
    tls: isTrue(field(at('tls'), ['enabled'], 'exact')) || name === 'websecure',
    asDefault: isDefault(name) ? textOf(at('asDefault')) !== 'false' : isTrue(at('asDefault')),
    attach: () => undefined,
  };
}

function isDefault(name: string): boolean {
  return name === 'web' || name === 'websecure';
}

function isTrue(node: ConfigNode | undefined): boolean {
  return parseBool(textOf(node) ?? '') === true;
}
