import type { Level } from '../../../model/scope.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import { pluginsOfList } from './plugins.ts';
import { compareTexts, type Variables } from './expression.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import type { ApisixRoute, Holder, RouteMatch } from './setup.ts';

export const GROUP = 'apisix.apache.org';

/** What a reference leads to: nothing was written, it is there, or it is not. */
export type Referred = 'none' | 'missing' | Holder;

/** The plugins of a whole object (`spec.plugins`). */
export function objectHolder(
  object: KubernetesObject,
  kind: Holder['kind'],
  enable: 'enable' | 'enabled' = 'enable',
): Holder | undefined {
  const spec = at(object.node, 'spec');
  if (spec?.kind !== 'map') return undefined;
  return {
    kind,
    document: object.document,
    node: spec,
    notation: 'list',
    key: 'plugins',
    enable,
    // A GatewayProxy's plugins are off unless they are switched on.
    plugins: pluginsOfList(object.document, spec, { enable, isOn: enable === 'enable' }),
    level: objectLevel(object, kind === 'global rule' ? 'gateway' : 'condition'),
  };
}

export interface RouteRead {
  readonly route: ApisixRoute;
  readonly reference?: YamlNode | undefined;
  readonly name?: string | undefined;
}

/** The items of `spec.http` of an ApisixRoute. */
export function apisixRoutes(object: KubernetesObject, index: ObjectIndex): readonly RouteRead[] {
  const { document } = object;
  return itemsOf(at(object.node, 'spec', 'http')).flatMap((node, position): readonly RouteRead[] => {
    if (node.kind !== 'map') return [];
    const reference = at(node, 'plugin_config_name');
    const name = textOf(reference);
    const namespace = textOf(at(node, 'plugin_config_namespace')) ?? object.namespace;
    const found = name === undefined ? undefined : index.find(GROUP, 'ApisixPluginConfig', name, namespace);
    const config = found && objectHolder(found, 'plugin config');
    const level = httpLevel(object, node, position);
    const isMissing = name !== undefined && config === undefined;
    return [
      {
        route: {
          level,
          outer: [objectLevel(object)],
          document,
          node,
          holders: [
            {
              kind: 'route',
              document,
              node,
              notation: 'list',
              key: 'plugins',
              enable: 'enable',
              plugins: pluginsOfList(document, node),
              level,
            },
            ...(config ? [config] : []),
          ],
          match: httpMatch(node),
          isWhole: !isMissing && !isPatch(object),
          isOff: false,
          isIntercepted: at(node, 'authentication') !== undefined,
          isIdle: isGrpc(object, node, index),
          more: [],
        },
        ...(isMissing && !name.includes('{{') && { reference, name: `ApisixPluginConfig ${name}` }),
      },
    ];
  });
}

function httpLevel({ document, name }: KubernetesObject, node: YamlMap, index: number): Level {
  const head = entryOf(node, 'match') ?? node.entries[0];
  const place = document.place(node.at);
  const rule = textOf(at(node, 'name')) ?? textOf(itemsOf(at(node, 'match', 'paths'))[0]);
  return {
    id: `http ${place.uri}#${place.start}`,
    kind: 'route',
    label: rule === undefined ? `http[${index}] of ${name}` : `http route ${rule}`,
    at: document.place((head?.key ?? node).at),
  };
}

function httpMatch(node: YamlMap): RouteMatch {
  const match = at(node, 'match');
  const texts = (key: string): readonly string[] =>
    itemsOf(at(match, key)).flatMap((item) => textOf(item) ?? []);
  return {
    uris: texts('paths'),
    hosts: texts('hosts'),
    methods: texts('methods'),
    vars: itemsOf(at(match, 'exprs')).map((item) => (variables: Variables) => exprHolds(item, variables)),
    priority: Number(textOf(at(node, 'priority')) ?? 0),
    isPartial: at(match, 'remoteAddrs') !== undefined || at(match, 'filter_func') !== undefined,
  };
}

const OPERATORS: Readonly<Record<string, string>> = {
  Equal: '==',
  NotEqual: '~=',
  GreaterThan: '>',
  GreaterThanEqual: '>=',
  LessThan: '<',
  LessThanEqual: '<=',
  RegexMatch: '~~',
  RegexMatchCaseInsensitive: '~*',
  In: 'in',
};

/** `{subject: {scope, name}, op, value | set}`. */
function exprHolds(item: YamlNode, variables: Variables): Ternary {
  const scope = textOf(at(item, 'subject', 'scope'));
  const name = textOf(at(item, 'subject', 'name')) ?? '';
  const variable =
    scope === 'Header'
      ? `http_${name.toLowerCase().replaceAll('-', '_')}`
      : scope === 'Query'
        ? `arg_${name}`
        : scope === 'Cookie'
          ? `cookie_${name}`
          : scope === 'Path'
            ? 'uri'
            : name;
  const operator = OPERATORS[textOf(at(item, 'op')) ?? ''];
  const known = variables(variable);
  if (operator === undefined || known === undefined) return undefined;
  const operand = operator === 'in' ? at(item, 'set') : at(item, 'value');
  return operand === undefined ? undefined : compareTexts(known.text, operator, operand);
}

/** Says an ApisixUpstream of the name of the only service behind. */
function isGrpc(object: KubernetesObject, node: YamlMap, index: ObjectIndex): boolean {
  const backends = itemsOf(at(node, 'backends'));
  return (
    backends.length > 0 &&
    backends.every((backend) => {
      const name = textOf(at(backend, 'serviceName')) ?? '';
      const upstream = index.find(GROUP, 'ApisixUpstream', name, object.namespace);
      return /^grpcs?$/.test(textOf(at(upstream?.node, 'spec', 'scheme')) ?? '');
    })
  );
}
