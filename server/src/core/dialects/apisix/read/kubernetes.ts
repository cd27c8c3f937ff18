import type { Unread } from '../../../model/scope.ts';
import { isPatch, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, textOf } from '../../../syntax/yaml/node.ts';
import { annotationsUnread } from './annotations.ts';
import { schemaFaults } from './crd-faults.ts';
import { foreignAnnotations } from './foreign-annotations.ts';
import { ingressRoutes, isOurs, pluginRules } from './ingresses.ts';
import { apisixRoutes, GROUP, objectHolder } from './objects.ts';
import { pluginNamed, REWRITE } from './plugins.ts';
import type { Holder, Setup } from './setup.ts';

/** All objects of a cluster's APISIX. */
export function readKubernetes(index: ObjectIndex): Setup | undefined {
  const { all } = index;
  const reads = all.flatMap((object) => {
    if (object.group === GROUP && object.kind === 'ApisixRoute') return apisixRoutes(object, index);
    if (isOurs(object, index)) return ingressRoutes(object, index);
    return pluginRules(object, index);
  });
  const rules = index.ofKind(GROUP, 'ApisixGlobalRule');
  const proxies = index.ofKind(GROUP, 'GatewayProxy');
  const globals = [
    ...rules.flatMap((object) => objectHolder(object, 'global rule') ?? []),
    ...proxies.flatMap((object) => objectHolder(object, 'global rule', 'enabled') ?? []),
  ].filter(({ plugins }) => plugins.length > 0);
  if (reads.length === 0 && all.every(({ group }) => group !== GROUP)) return undefined;
  const rewriting = globals.filter(({ plugins }) => pluginNamed(plugins, REWRITE) !== undefined);
  const routes = reads.map(({ route }) => route);
  const attached = new Set(routes.flatMap(({ holders }) => holders.map(({ level }) => level.id)));
  return {
    kind: 'kubernetes',
    globals,
    // Of several gateways it is not known which one a consumer has in common with a route.
    consumers: proxies.length > 1 ? [] : index.ofKind(GROUP, 'Consumer').flatMap(consumerChain),
    routes,
    // Which of several rules for one plugin holds, and for which class, the objects do not say.
    isSure: rewriting.length <= 1 && classesOf(all, index).size <= 1,
    router: undefined,
    around: [],
    unread: [
      ...all
        .filter((object) => isOurs(object, index))
        .flatMap((object) => [...annotationsUnread(object), ...foreignAnnotations(object, index)]),
      ...all.flatMap(schemaFaults),
      ...(routes.length === 0 ? [] : all.flatMap((object) => loose(object, attached))),
    ],
    unresolved: reads.flatMap(({ route, reference, name }) =>
      reference === undefined || name === undefined
        ? []
        : [{ at: route.document.place(reference.at), what: name }],
    ),
  };
}

/** Plugins of a Consumer run for its requests on every route of the gateway (of an ApisixConsumer there are none). */
function consumerChain(object: KubernetesObject): readonly (readonly Holder[])[] {
  const holder = objectHolder(object, 'consumer');
  return holder === undefined || holder.plugins.length === 0 ? [] : [[holder]];
}

function classesOf(objects: readonly KubernetesObject[], index: ObjectIndex): ReadonlySet<string> {
  return new Set(
    objects
      .filter((object) => object.group === GROUP || isOurs(object, index))
      .flatMap(({ node }) => textOf(at(node, 'spec', 'ingressClassName')) ?? []),
  );
}

/** A plugin config that no route names. */
function loose(object: KubernetesObject, attached: ReadonlySet<string>): readonly Unread[] {
  const { document, group, kind, node, nameAt } = object;
  const isConfig = group === GROUP && (kind === 'ApisixPluginConfig' || kind === 'PluginConfig');
  if (!isConfig || isPatch(object)) return [];
  const holder = objectHolder(object, 'plugin config');
  if (holder === undefined || attached.has(holder.level.id)) return [];
  if (!entriesOf(at(node, 'spec')).some((entry) => speaksOfFraming(document, entry))) return [];
  return [
    {
      at: nameAt,
      what: `This ${kind}`,
      why: 'no route names it',
      advice:
        kind === 'PluginConfig'
          ? 'Name it in an extensionRef of the rules that need it.'
          : 'Name it in plugin_config_name of the routes that need it.',
      severity: 'warning',
    },
  ];
}
