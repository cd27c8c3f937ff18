import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level, Misplaced, Refusal, Unread, Unresolved } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { isHole, opaqueOp } from '../read/hole.ts';
import type { Implementation } from '../read/implementation.ts';
import { readModifier } from '../read/modifier.ts';
import type { GatewayWorld } from '../read/world.ts';
import { extension } from './extension.ts';
import { modifierOps } from './order.ts';
import { settersOf, requestModifier } from './request-modifier.ts';

/** What a list of filters does to answers. */
export interface Filtered {
  readonly ops: readonly HeaderOp[];
  /** The status of a redirect: nothing is asked of a service. */
  readonly redirect?: number;
  /** An answer that Envoy Gateway makes itself. */
  readonly direct?: number;
  readonly misplaced: readonly Misplaced[];
  readonly unread: readonly Unread[];
  /** Reasons for which the API server does not take the object. */
  readonly rejected: readonly Refusal[];
  /** Reasons for which Envoy takes nothing at all. */
  readonly refused: readonly Refusal[];
  readonly unresolved: readonly Unresolved[];
}

const FIELDS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestRedirect: 'requestRedirect',
};

/** Collects while the list is walked; filters act in written order as seen from the request. */
export interface Collected {
  ops: HeaderOp[];
  redirect: number | undefined;
  direct: number | undefined;
  readonly misplaced: Misplaced[];
  readonly unread: Unread[];
  readonly rejected: Refusal[];
  readonly refused: Refusal[];
  readonly unresolved: Unresolved[];
}

export interface FilterContext {
  readonly object: KubernetesObject;
  readonly world: GatewayWorld;
  readonly implementation: Implementation | undefined;
  readonly level: Level;
}

export function readFilters(filters: YamlNode | undefined, context: FilterContext): Filtered {
  const collected: Collected = {
    ops: [],
    redirect: undefined,
    direct: undefined,
    misplaced: [],
    unread: [],
    rejected: [],
    refused: [],
    unresolved: [],
  };
  let modifiers = 0;
  const { document } = context.object;
  if (filters !== undefined && isHole(document, filters)) {
    collected.ops.push(opaqueOp('filters', document.place(filters.at)));
  }
  for (const filter of itemsOf(filters)) {
    const type = textOf(at(filter, 'type'));
    if (isHole(document, filter) || isHole(document, at(filter, 'type'))) {
      collected.ops.push(opaqueOp('filters', document.place(filter.at)));
      continue;
    }
    checkUnion(filter, type, context, collected);
    if (type === 'ResponseHeaderModifier') {
      modifiers++;
      if (modifiers > 1)
        reject(filter, 'a list of filters may hold one ResponseHeaderModifier', context, collected);
      else responseModifier(filter, filters, context, collected);
    } else if (type === 'RequestHeaderModifier') requestModifier(filter, filters, context, collected);
    else if (type === 'RequestRedirect') {
      collected.redirect = Number(textOf(at(filter, 'requestRedirect', 'statusCode')) ?? 302);
    } else if (type === 'ExtensionRef') extension(filter, context, collected);
  }
  const { redirect, direct, ...rest } = collected;
  return { ...rest, ...(redirect !== undefined && { redirect }), ...(direct !== undefined && { direct }) };
}

function reject(node: YamlNode, why: string, { object }: FilterContext, { rejected }: Collected): void {
  rejected.push({ at: object.document.place(node.at), why });
}

/** `type` and the field that is filled in have to agree (the CRD's validation rules). */
function checkUnion(
  filter: YamlNode,
  type: string | undefined,
  context: FilterContext,
  collected: Collected,
): void {
  if (type === undefined || type.includes('{{')) {
    if (type === undefined) reject(filter, 'a filter needs a type', context, collected);
    return;
  }
  const wanted = FIELDS[type];
  if (wanted === undefined) return;
  if (entryOf(filter, wanted) === undefined) {
    reject(at(filter, 'type') ?? filter, `a filter of type ${type} needs ${wanted}`, context, collected);
    return;
  }
  for (const { key } of entriesOf(filter)) {
    if (key.text !== wanted && Object.values(FIELDS).includes(key.text)) {
      reject(key, `${key.text} does not go with type ${type}`, context, collected);
    }
  }
}

/** Trades the places of a modifier and the direct response just before it. */
function swapped(
  filters: YamlNode | undefined,
  filter: YamlNode,
  document: YamlDocument,
): Pick<Unread, 'title' | 'fix'> {
  const items = itemsOf(filters);
  const before = items[items.indexOf(filter) - 1];
  if (before === undefined || textOf(at(before, 'type')) !== 'ExtensionRef') return {};
  if (before.shared || filter.shared || filters?.shared === true) return {};
  const text = ({ at: span }: YamlNode): string => document.text.slice(span.start, span.end);
  return {
    title: 'List the modifier before the direct response',
    fix: [
      { at: document.place(before.at), text: text(filter) },
      { at: document.place(filter.at), text: text(before) },
    ],
  };
}

function responseModifier(
  filter: YamlNode,
  filters: YamlNode | undefined,
  context: FilterContext,
  collected: Collected,
): void {
  const node = at(filter, 'responseHeaderModifier');
  if (node === undefined) return;
  const modifier = readModifier(context.object.document, node);
  collected.rejected.push(...modifier.refused);
  collected.unread.push(...modifier.pruned);
  const place = context.object.document.place((at(filter, 'type') ?? filter).at);
  if (collected.direct !== undefined) {
    if (settersOf(modifier).length === 0) return;
    collected.unread.push({
      at: place,
      what: 'This modifier',
      why: 'Envoy Gateway drops what is listed after a direct response',
      advice: 'List it before the ExtensionRef.',
      ...swapped(filters, filter, context.object.document),
    });
    return;
  }
  if (context.implementation === 'alb') {
    collected.unread.push({
      at: place,
      what: 'ResponseHeaderModifier',
      why: 'the AWS Load Balancer Controller does not support it',
      advice: 'Set the header in a LoadBalancerConfiguration.',
    });
    return;
  }
  const { ops, refused } = modifierOps(modifier, context.implementation);
  collected.ops.push(...ops);
  collected.refused.push(...refused);
}
