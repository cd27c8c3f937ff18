import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { appendDocument, ensurePath, fillEmpty, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { renderBlock, type YamlValue } from '../../../syntax/yaml/render.ts';
import { ENVOY_GATEWAY, GATEWAY_API, KGATEWAY, type GatewayWorld } from '../read/world.ts';
import type { Attachment } from './attach.ts';
import type { Around } from './gateway-policies.ts';
import { isAddedTo } from './overrides.ts';

export interface InsertionPlace {
  readonly route: KubernetesObject;
  readonly rule: YamlNode | undefined;
  readonly attachment: Attachment | undefined;
  readonly world: GatewayWorld;
  readonly path: readonly [Level, ...Level[]];
  readonly around: Around;
  /** The rule's answer is Envoy Gateway's own: what is listed after it is dropped. */
  readonly isDirect: boolean;
}

/** Where one more header would reach a rule's answers, innermost first. */
export function insertionsFor(place: InsertionPlace): readonly Insertion[] {
  return [intoRule(place), intoGateway(place)].filter((each) => each !== undefined);
}

function intoRule({
  route,
  rule,
  attachment,
  path,
  isDirect,
  around,
  world,
}: InsertionPlace): Insertion | undefined {
  if (rule?.kind !== 'map' || attachment?.implementation === 'alb') return undefined;
  // A policy around it that has the last word about the header leaves nothing of it.
  if (around.ops.some(({ kind, name }) => kind === 'remove' && name.text === 'x-frame-options'))
    return undefined;
  if (isAddedTo('X-Frame-Options', { route, attachment }, world)) return undefined;
  const write = (name: string, value: string): Change | undefined =>
    ruleChange(route.document, rule, { name, value: escaped(value, attachment) }, isDirect);
  if (write('X-Frame-Options', 'DENY') === undefined) return undefined;
  const [level] = path;
  return {
    level,
    add: (name, value) => asList(write(name, value)),
    title: (name, value) => `Set ${name}: ${value} on the answers of ${level.label}`,
  };
}

/** In the rule's one ResponseHeaderModifier, or in a new one. */
function ruleChange(
  document: YamlDocument,
  rule: YamlMap,
  header: YamlValue,
  first: boolean,
): Change | undefined {
  const filters = entryOf(rule, 'filters');
  const types = itemsOf(filters?.value).map((each) => textOf(at(each, 'type')));
  const index = types.indexOf('ResponseHeaderModifier');
  const existing = itemsOf(filters?.value)[index];
  if (existing !== undefined) {
    // It is dropped itself, and a rule takes no second one.
    if (first && types.slice(0, index).includes('ExtensionRef')) return undefined;
    const modifier = entryOf(existing, 'responseHeaderModifier');
    return modifier === undefined ? undefined : intoModifier(document, modifier.value, header);
  }
  const filter = { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [header] } };
  if (filters === undefined) {
    return insertEntry(document, rule, 'filters', [filter], entryOf(rule, 'backendRefs') ?? 'last');
  }
  if (filters.value.kind === 'seq') {
    return insertItem(document, filters.value, filter, first ? 'first' : 'last');
  }
  return fillEmpty(document, filters, [filter]);
}

function intoModifier(document: YamlDocument, modifier: YamlNode, header: YamlValue): Change | undefined {
  if (modifier.kind !== 'map') return undefined;
  const set = entryOf(modifier, 'set');
  if (set === undefined) return insertEntry(document, modifier, 'set', [header]);
  if (set.value.kind === 'seq') return insertItem(document, set.value, header);
  return fillEmpty(document, set, [header]);
}

/** A policy of the implementation's own for the whole Gateway. */
function intoGateway(place: InsertionPlace): Insertion | undefined {
  const { attachment, path } = place;
  const level = path.find(({ kind }) => kind === 'gateway');
  const gateway = attachment?.gateway;
  if (level === undefined || gateway === undefined) return undefined;
  const policy = wholeGateway(place, gateway);
  const write = (name: string, value: string): Change | undefined =>
    policy?.write({ name, value: escaped(value, attachment) });
  if (policy === undefined || write('X-Frame-Options', 'DENY') === undefined) return undefined;
  return {
    level,
    add: (name, value) => asList(write(name, value)),
    title: (name, value) => `Set ${name}: ${value} on all answers of ${level.label}, ${policy.where}`,
  };
}

interface GatewayWide {
  readonly where: string;
  readonly write: (header: YamlValue) => Change | undefined;
}

function wholeGateway(
  { attachment, around, world }: InsertionPlace,
  gateway: KubernetesObject,
): GatewayWide | undefined {
  switch (attachment?.implementation) {
    case 'envoy-gateway': {
      // A policy on one listener stands in for the Gateway's own: nothing reaches all listeners then.
      if (hasSectionPolicy(gateway, world) || around.late?.isSection === true) return undefined;
      const own = around.late?.policy;
      if (own !== undefined) return { where: `in ${own.name}`, write: (header) => extended(own, header) };
      return {
        where: 'with a ClientTrafficPolicy',
        write: (header) =>
          newPolicy(
            gateway,
            world,
            { group: ENVOY_GATEWAY, kind: 'ClientTrafficPolicy' },
            {
              headers: { lateResponseHeaders: { set: [header] } },
            },
          ),
      };
    }
    case 'kgateway':
      // A policy on a route would stand in for the Gateway's.
      if (world.ofKind(KGATEWAY, 'TrafficPolicy').length > 0) return undefined;
      return {
        where: 'with a TrafficPolicy',
        write: (header) =>
          newPolicy(
            gateway,
            world,
            { group: KGATEWAY, kind: 'TrafficPolicy' },
            {
              headerModifiers: { response: { set: [header] } },
            },
          ),
      };
    default:
      return undefined;
  }
}

function hasSectionPolicy(gateway: KubernetesObject, world: GatewayWorld): boolean {
  return world
    .ofKind(ENVOY_GATEWAY, 'ClientTrafficPolicy')
    .some(({ node }) =>
      itemsOf(at(node, 'spec', 'targetRefs')).some(
        (ref) => textOf(at(ref, 'name')) === gateway.name && textOf(at(ref, 'sectionName')) !== undefined,
      ),
    );
}

function extended(policy: KubernetesObject, header: YamlValue): Change | undefined {
  const { document, node } = policy;
  const late = at(node, 'spec', 'headers', 'lateResponseHeaders');
  // It removes after it has set.
  if (itemsOf(at(late, 'remove')).some((each) => /^x-frame-options$/i.test(textOf(each) ?? '')))
    return undefined;
  if (late?.kind === 'map') return intoModifier(document, late, header);
  return ensurePath(document, node, ['spec', 'headers', 'lateResponseHeaders', 'set'], [header]);
}

function newPolicy(
  gateway: KubernetesObject,
  world: GatewayWorld,
  { group, kind }: { readonly group: string; readonly kind: string },
  settings: Readonly<Record<string, YamlValue>>,
): Change | undefined {
  const name = `${gateway.name}-frame-policy`;
  const isTaken = world.index.find(group, kind, name, gateway.namespace) !== undefined;
  const { document } = gateway;
  if (isTaken || gateway.name === '' || /^\ufeff?\s*\{/.test(document.text)) return undefined;
  const policy: YamlValue = {
    apiVersion: `${group}/v1alpha1`,
    kind,
    metadata: { name, ...(gateway.namespace !== '' && { namespace: gateway.namespace }) },
    spec: { targetRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: gateway.name }], ...settings },
  };
  return appendDocument(document, `${renderBlock(policy, '', '  ', '\n')}\n`);
}

/** Envoy reads `%` as the start of a command, and Envoy Gateway hands values on as they are. */
function escaped(value: string, attachment: Attachment | undefined): string {
  return attachment?.implementation === 'envoy-gateway' ? value.replaceAll('%', '%%') : value;
}

function asList(change: Change | undefined): readonly Change[] {
  return change === undefined ? [] : [change];
}
