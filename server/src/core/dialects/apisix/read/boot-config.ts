import type { HeaderOp } from '../../../model/header-op.ts';
import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { opaqueOp } from '../lower/opaque.ts';
import type { LoadedPlugins, Router } from './setup.ts';

/** What config.yaml, with which APISIX starts, says of the routes beside it. It holds none itself. */
export interface BootConfig {
  readonly loaded?: LoadedPlugins | undefined;
  readonly router: Router | undefined;
  /** Snippets for nginx that speak of framing. */
  readonly around: readonly HeaderOp[];
}

const ROUTERS: ReadonlyMap<string, Router> = new Map([
  ['radixtree_host_uri', 'host'],
  ['radixtree_uri', 'uri'],
  ['radixtree_uri_with_parameter', 'parameter'],
]);

export function isBootConfig(root: YamlNode | undefined): boolean {
  return (
    at(root, 'deployment') !== undefined ||
    at(root, 'apisix', 'node_listen') !== undefined ||
    at(root, 'apisix', 'router') !== undefined
  );
}

export function readBootConfig(document: YamlDocument | undefined): BootConfig | undefined {
  const root = document?.root;
  if (document === undefined || !isBootConfig(root)) return undefined;
  const list = at(root, 'plugins');
  const router = textOf(at(root, 'apisix', 'router', 'http')) ?? '';
  return {
    loaded:
      list?.kind === 'seq'
        ? {
            names: new Set(itemsOf(list).flatMap((item) => textOf(item) ?? [])),
            document,
            list,
            isNamed: false,
          }
        : undefined,
    router: ROUTERS.get(router),
    around: entriesOf(at(root, 'nginx_config')).flatMap(({ key, value }) => {
      const text = textOf(value) ?? '';
      if (
        !key.text.endsWith('_snippet') ||
        !/x-frame-options|frame-ancestors|more_\w+_headers|add_header/i.test(text)
      )
        return [];
      return [opaqueOp(key.text, document.place(key.at))];
    }),
  };
}

/** Routes that stand in config.yaml are read by nobody. */
export function routesInBoot(document: YamlDocument): readonly Unread[] {
  return entriesOf(document.root)
    .filter(({ key }) => ['routes', 'services', 'global_rules', 'plugin_configs'].includes(key.text))
    .filter((entry) => speaksOfFraming(document, entry))
    .map(({ key }) => ({
      at: document.place(key.at),
      what: key.text,
      why: 'config.yaml is what APISIX starts with, and holds no routes or rules',
      advice: 'Write it into apisix.yaml.',
    }));
}
