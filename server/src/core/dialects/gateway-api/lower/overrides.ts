import type { HeaderOp, StatusSet } from '../../../model/header-op.ts';
import type { Level, Scope } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { readModifier } from '../read/modifier.ts';
import { describe, ENVOY_GATEWAY, type GatewayWorld } from '../read/world.ts';
import { throughEnvoy } from './order.ts';
import { holdOnGateway, holdsRoute, inForce } from './policies.ts';
import type { LoweredRule } from './rules.ts';

/** A page that Envoy Gateway puts in the place of the service's answer. */
export interface Override {
  readonly statuses: StatusSet;
  /** Its own status; absent: that of the answer. */
  readonly status: number | undefined;
  readonly ops: readonly HeaderOp[];
  readonly level: Level;
}

/** What an override is looked for: a rule's route and where it is attached. */
export type Overridden = Pick<LoweredRule, 'route' | 'attachment'>;

/** `BackendTrafficPolicy.spec.responseOverride`: one on the route stands in for one on the Gateway. */
export function overridesOf({ route, attachment }: Overridden, world: GatewayWorld): readonly Override[] {
  const all = world.ofKind(ENVOY_GATEWAY, 'BackendTrafficPolicy').filter((each) => !isRefused(each));
  const onRoute = inForce(all.filter((each) => holdsRoute(each, route)));
  const onGateway =
    attachment === undefined ? [] : all.filter((each) => holdOnGateway(each, attachment) !== 'none');
  const policy = onRoute ?? inForce(onGateway);
  if (policy === undefined) return [];
  return itemsOf(at(policy.node, 'spec', 'responseOverride')).map((node) => overrideOf(node, policy));
}

/** `header` of an override knows no `remove`: the API server does not take the policy. */
function isRefused({ node }: KubernetesObject): boolean {
  return itemsOf(at(node, 'spec', 'responseOverride')).some(
    (each) => at(each, 'response', 'header', 'remove') !== undefined,
  );
}

/** Whether a page in the place of the service's would send a header besides what the rule sets. */
export function isAddedTo(name: string, rule: Overridden, world: GatewayWorld): boolean {
  return overridesOf(rule, world).some(({ ops }) =>
    ops.some((op) => op.kind === 'append' && op.name.text === name.toLowerCase()),
  );
}

function overrideOf(node: YamlNode, policy: KubernetesObject): Override {
  const { document } = policy;
  const header = at(node, 'response', 'header');
  const modifier = header === undefined ? undefined : readModifier(document, header);
  const status = Number(textOf(at(node, 'response', 'statusCode')));
  return {
    statuses: itemsOf(at(node, 'match', 'statusCodes')).flatMap((each) => rangeOf(each)),
    status: Number.isInteger(status) && status > 0 ? status : undefined,
    ops: modifier === undefined ? [] : throughEnvoy([...modifier.set, ...modifier.add]).ops,
    level: {
      id: `${document.file.uri}#${document.place(node.at).start}`,
      kind: 'condition',
      label: `responseOverride of ${describe(policy)}`,
      at: document.place((at(node, 'match') ?? node).at),
    },
  };
}

function rangeOf(node: YamlNode): StatusSet {
  const value = Number(textOf(at(node, 'value')));
  if (Number.isInteger(value)) return [[value, value]];
  const [start, end] = [Number(textOf(at(node, 'range', 'start'))), Number(textOf(at(node, 'range', 'end')))];
  return Number.isInteger(start) && Number.isInteger(end) ? [[start, end]] : [];
}

/**
 * The service's own headers are gone, the route's modifier acts and then the override's; late headers and scripts do not
 * reach such a page (recorded).
 */
export function overrideScope(rule: LoweredRule, override: Override): Scope {
  const { scope, ownOps, around } = rule;
  const status = override.status ?? override.statuses[0]?.[0] ?? 500;
  return {
    path: [override.level, ...scope.path],
    block: override.level.at,
    answers: [{ from: 'gateway', statuses: [status], page: status >= 400 ? 'canned' : 'content' }],
    // A direct response is no entry of the route table whose headers a second answer of Envoy's own would get.
    ops: [
      ...(rule.answer.kind === 'gateway' ? [] : [...ownOps, ...around.beforeLate]),
      ...override.ops,
      ...around.patches,
    ],
    // What the rule sets reaches such a page too.
    insertions: scope.insertions.filter(({ level }) => level.id === scope.path[0].id),
    whole: scope.whole,
  };
}

export function overrideScopes(rule: LoweredRule, world: GatewayWorld): readonly Scope[] {
  if (rule.answer.kind !== 'upstream') return [];
  return overridesOf(rule, world).map((override) => overrideScope(rule, override));
}
