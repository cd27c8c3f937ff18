import type { Unread } from '../../../model/scope.ts';
import {
  ANY,
  BOOLEAN,
  crdFaults,
  list,
  object,
  TEXT,
  type CrdShape,
} from '../../../syntax/kubernetes/crd.ts';
import { crdUnread } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf } from '../../../syntax/yaml/node.ts';
import { GROUP } from './objects.ts';

function fields(names: string, more: Readonly<Record<string, CrdShape>>): CrdShape {
  return object({ ...Object.fromEntries(names.split(' ').map((name) => [name, ANY])), ...more });
}

const PLUGIN = fields('config secretRef', { name: TEXT, enable: BOOLEAN });
const SPECS: Readonly<Record<string, CrdShape>> = {
  ApisixRoute: fields('ingressClassName stream', {
    http: list(
      fields(
        'priority timeout backends upstreams websocket plugin_config_name plugin_config_namespace authentication',
        {
          name: TEXT,
          match: fields('paths methods hosts remoteAddrs exprs filter_func', {}),
          plugins: list(PLUGIN),
        },
      ),
    ),
  }),
  ApisixPluginConfig: fields('ingressClassName', { plugins: list(PLUGIN) }),
  ApisixGlobalRule: fields('ingressClassName', { plugins: list(PLUGIN) }),
  PluginConfig: fields('', { plugins: list(fields('config', { name: TEXT })) }),
};

const ADVICE = 'Write plugins: - name: response-rewrite, with config: headers: set: inside.';

/** What the API server drops of an object, or why it takes nothing of it. */
export function schemaFaults({ document, group, version, kind, node }: KubernetesObject): readonly Unread[] {
  const shape = Object.hasOwn(SPECS, kind) ? SPECS[kind] : undefined;
  if (group !== GROUP || shape === undefined) return [];
  const spec = at(node, 'spec');
  const found = crdFaults(spec, shape).flatMap((fault) => crdUnread(document, fault, ADVICE));
  if (!/^v2(?:alpha|beta)/.test(version)) return found;
  // In the first generation of the controller the switch had to be there.
  const holders = [spec, ...itemsOf(at(spec, 'http'))];
  const plugins = holders.flatMap((holder) => itemsOf(at(holder, 'plugins')));
  return [
    ...found,
    ...plugins.flatMap((plugin): readonly Unread[] => {
      const name = at(plugin, 'name');
      if (name === undefined || at(plugin, 'enable') !== undefined) return [];
      return [
        {
          at: document.place(name.at),
          what: 'This plugin',
          why: `apiVersion ${group}/${version} wants enable, and the API server then refuses the whole object`,
          advice: 'Add enable: true.',
        },
      ];
    }),
  ];
}
