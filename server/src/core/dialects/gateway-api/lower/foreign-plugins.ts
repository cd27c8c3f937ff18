import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { isTemplate } from '../read/hole.ts';
import { sameNamespace, type GatewayWorld } from '../read/world.ts';
import type { LoweredRule } from './rules.ts';

const KONG = 'configuration.konghq.com';
const APISIX = 'apisix.apache.org';
const PLUGINS = 'konghq.com/plugins';

/** A rule on which plugins of Kong or APISIX may act besides: what it lacks, they may set. */
export function besidePlugins(rule: LoweredRule, world: GatewayWorld): LoweredRule {
  const isElsewhere = namesPlugins(rule);
  if (!isElsewhere && !isSurrounded(rule, world)) return rule;
  const { scope } = rule;
  const [level, ...outer] = scope.path;
  return {
    ...rule,
    answer: { kind: 'unknown' },
    // Where their own dialect has the rule, that answers for it.
    scope: {
      ...scope,
      whole: false,
      path: isElsewhere ? [{ ...level, kind: 'gateway' }] : [level, ...outer],
    },
  };
}

function namesPlugins({ route, rule }: LoweredRule): boolean {
  if (route.annotations.has(PLUGINS)) return true;
  return itemsOf(at(rule, 'filters')).some((filter) =>
    [KONG, APISIX].includes(textOf(at(filter, 'extensionRef', 'group')) ?? ''),
  );
}

/**
 * Whether plugins act on the rule that it does not name: those for everything, where its Gateway is one of APISIX or Kong
 * or nobody says whose it is, and those that Kong finds at the Services behind.
 */
function isSurrounded({ route, rule, attachment }: LoweredRule, world: GatewayWorld): boolean {
  const by = attachment?.implementation;
  return world.index.all.some((object) => {
    if (object.group === APISIX) return (by === undefined || by === 'apisix') && isGlobalRule(object);
    if (by !== undefined && by !== 'kong') return false;
    if (object.group === KONG) return isGlobalPlugin(object);
    return object.group === '' && isPluggedService(object, route, rule);
  });
}

function isGlobalRule(object: KubernetesObject): boolean {
  const { kind, node } = object;
  if (kind !== 'ApisixGlobalRule' && kind !== 'GatewayProxy') return false;
  return itemsOf(at(node, 'spec', 'plugins')).some((plugin) => mayWrite(object, plugin));
}

/** Kong's controller takes cluster plugins for all that are labelled so (`global: "true"`). */
function isGlobalPlugin(object: KubernetesObject): boolean {
  const label = textOf(at(object.node, 'metadata', 'labels', 'global')) ?? '';
  return object.kind === 'KongClusterPlugin' && (label === 'true' || isTemplate(label)) && mayWrite(object);
}

function isPluggedService(
  { kind, name, namespace, annotations }: KubernetesObject,
  route: KubernetesObject,
  rule: YamlNode | undefined,
): boolean {
  if (kind !== 'Service' || !annotations.has(PLUGINS)) return false;
  return itemsOf(at(rule, 'backendRefs')).some(
    (ref) =>
      textOf(at(ref, 'name')) === name &&
      sameNamespace(textOf(at(ref, 'namespace')) ?? route.namespace, namespace),
  );
}

/** Speaks of what keeps frames out, or runs code, or is filled in elsewhere. */
function mayWrite({ document, node }: KubernetesObject, part: YamlNode = node): boolean {
  const text = document.text.slice(part.at.start, part.at.end);
  return /x-frame-options|content-security-policy|serverless|function|configFrom|\{\{|\$\{/i.test(text);
}
