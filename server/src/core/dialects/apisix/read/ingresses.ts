import { ingressOwner, isIngress } from '../../../syntax/kubernetes/ingress-class.ts';
import { ingressPaths, type IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import { opaqueOp } from '../lower/opaque.ts';
import { annotationHolder, PREFIX } from './annotations.ts';
import { finds } from './expression.ts';
import { GROUP, objectHolder, type RouteRead } from './objects.ts';
import type { RouteMatch } from './setup.ts';

export function isOurs(object: KubernetesObject, index: ObjectIndex): boolean {
  return isIngress(object) && ingressOwner(object, index)?.controller === 'apisix';
}

/** The paths of an Ingress that APISIX serves. */
export function ingressRoutes(object: KubernetesObject, index: ObjectIndex): readonly RouteRead[] {
  const { document, annotations } = object;
  const named = annotations.get(`${PREFIX}plugin-config-name`);
  const namespace = annotations.get(`${PREFIX}plugin-config-namespace`)?.text ?? object.namespace;
  const found = named && index.find(GROUP, 'ApisixPluginConfig', named.text, namespace);
  const config = found && objectHolder(found, 'plugin config');
  const own = annotationHolder(object);
  const isMissing = named !== undefined && config === undefined;
  const paths = ingressPaths(object);
  const redirects =
    annotations.get(`${PREFIX}http-redirect`) ?? annotations.get(`${PREFIX}http-redirect-code`);
  return paths.map((path, position): RouteRead => {
    const place = document.place(path.head.at);
    return {
      route: {
        level: {
          id: `path ${place.uri}#${document.place(path.node.at).start} ${path.kind}`,
          kind: 'route',
          label: `path ${path.host ?? ''}${path.path}`,
          at: headPlace(path) ?? place,
        },
        outer: [objectLevel(object)],
        document,
        node: path.node,
        holders: [own, ...(config ? [config] : [])],
        match: pathMatch(path, annotations.get(`${PREFIX}use-regex`)?.text === 'true'),
        isWhole: !isMissing && !isPatch(object),
        isOff: false,
        isIntercepted: [...annotations.keys()].some((key) => INTERCEPTING.test(key)),
        isIdle:
          /^grpcs?$/i.test(annotations.get(`${PREFIX}upstream-scheme`)?.text ?? '') ||
          redirects !== undefined,
        more: [],
      },
      ...(isMissing &&
        position === 0 &&
        !named.text.includes('{{') && { reference: named.node, name: `ApisixPluginConfig ${named.text}` }),
    };
  });
}

/** Plugins that annotations switch on, and that may answer themselves. */
const INTERCEPTING =
  /^k8s\.apisix\.apache\.org\/(?:http-to-https|http-allow-methods|http-block-methods|auth-|allowlist|blocklist|enable-csrf|enable-cors)/;

/** Where the key `path` stands. */
function headPlace({
  object: { document },
  node,
}: IngressPath): RouteRead['route']['level']['at'] | undefined {
  const entry = node.kind === 'map' ? node.entries.find(({ key }) => key.text === 'path') : undefined;
  return entry && document.place(entry.key.at);
}

/** A prefix ends at a slash, so it becomes two uris (translator of the controller). */
function pathMatch({ host, path, pathType }: IngressPath, isRegex: boolean): RouteMatch {
  const regex = isRegex && pathType === 'ImplementationSpecific';
  const uris = regex
    ? ['/*']
    : pathType === 'Prefix'
      ? path.endsWith('/')
        ? [path, `${path}*`]
        : [path, `${path}/*`]
      : [path];
  return {
    uris,
    hosts: host === undefined ? [] : [host],
    methods: [],
    vars: regex
      ? [
          (variables) => {
            const uri = variables('uri')?.text;
            return uri === undefined ? undefined : finds(path, uri, '');
          },
        ]
      : [],
    priority: 0,
    isPartial: false,
  };
}

/** The rules of an HTTPRoute that name a PluginConfig; the Gateway API's own filters are read by its own dialect. */
export function pluginRules(object: KubernetesObject, index: ObjectIndex): readonly RouteRead[] {
  if (object.kind !== 'HTTPRoute' || object.group !== 'gateway.networking.k8s.io') return [];
  const { document } = object;
  const hosts = itemsOf(at(object.node, 'spec', 'hostnames')).flatMap((node) => textOf(node) ?? []);
  return itemsOf(at(object.node, 'spec', 'rules')).flatMap((rule, position): readonly RouteRead[] => {
    if (rule.kind !== 'map') return [];
    const filters = itemsOf(at(rule, 'filters'));
    const references = filters.filter((filter) => textOf(at(filter, 'extensionRef', 'group')) === GROUP);
    if (references.length === 0) return [];
    const configs = references.map((filter) => {
      const name = textOf(at(filter, 'extensionRef', 'name')) ?? '';
      const found = index.find(
        GROUP,
        textOf(at(filter, 'extensionRef', 'kind')) ?? '',
        name,
        object.namespace,
      );
      return {
        name,
        node: at(filter, 'extensionRef', 'name') ?? filter,
        holder: found && objectHolder(found, 'plugin config'),
      };
    });
    const missing = configs.find(({ holder }) => holder === undefined);
    const place = document.place(rule.at);
    return [
      {
        route: {
          level: {
            id: `rule ${place.uri}#${place.start}`,
            kind: 'route',
            label: `rules[${position}] of ${object.name}`,
            at: document.place(ruleHead(rule).at),
          },
          outer: [objectLevel(object)],
          document,
          node: rule,
          holders: configs.flatMap(({ holder }) => holder ?? []),
          match: { uris: [], hosts, methods: [], vars: [], priority: 0, isPartial: true },
          isWhole: missing === undefined && !isPatch(object),
          isOff: false,
          isIntercepted: true,
          isIdle: filters.some((filter) => textOf(at(filter, 'type')) === 'RequestRedirect'),
          more: filters.flatMap((filter) =>
            textOf(at(filter, 'type')) === 'ResponseHeaderModifier'
              ? [opaqueOp('ResponseHeaderModifier', document.place(filter.at))]
              : [],
          ),
        },
        ...(missing && { reference: missing.node, name: `PluginConfig ${missing.name}` }),
      },
    ];
  });
}

function ruleHead(rule: YamlMap): YamlNode {
  return (rule.entries.find(({ key }) => key.text === 'matches') ?? rule.entries[0])?.key ?? rule;
}
