import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { levelOps } from '../../../routes/envoy/header-rules.ts';
import { at, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { opaqueOp } from '../read/hole.ts';
import { readModifier } from '../read/modifier.ts';
import { ENVOY_GATEWAY, NGINX } from '../read/world.ts';
import type { Collected, FilterContext } from './filters.ts';
import { throughEnvoy } from './order.ts';

/** Filters of the implementations' own kinds. */
export function extension(filter: YamlNode, context: FilterContext, collected: Collected): void {
  const { object, world } = context;
  const ref = at(filter, 'extensionRef');
  const [group, kind, name] = ['group', 'kind', 'name'].map((key) => textOf(at(ref, key)) ?? '');
  if (ref === undefined || group === undefined || kind === undefined || name === undefined) return;
  const place = object.document.place(ref.at);
  const ours = group === ENVOY_GATEWAY || group === NGINX;
  const found = ours ? world.index.find(group, kind, name, object.namespace) : undefined;
  if (found === undefined) {
    collected.ops.push(opaqueOp('ExtensionRef', place));
    // Other programs' objects are read by other dialects, or not at all.
    if (ours) collected.unresolved.push({ at: place, what: `${kind} ${name}` });
  } else if (kind === 'HTTPRouteFilter') directResponse(found, collected);
}

function directResponse({ node, document }: KubernetesObject, collected: Collected): void {
  const direct = at(node, 'spec', 'directResponse');
  if (direct === undefined) return;
  collected.direct = Number(textOf(at(direct, 'statusCode')) ?? 200);
  const header = at(direct, 'header');
  if (header === undefined) return;
  const modifier = readModifier(document, header);
  collected.rejected.push(...modifier.refused);
  const [removal] = modifier.remove;
  if (removal !== undefined) {
    collected.rejected.push({ at: removal.statement, why: 'a direct response has nothing to remove' });
  }
  const { ops, refused } = throughEnvoy([...modifier.set, ...modifier.add]);
  // They join those of the modifier before it in one list of the route: what overwrites acts before what adds.
  collected.ops = [...levelOps([...collected.ops, ...ops], `direct ${document.file.uri}#${node.at.start}`)];
  collected.refused.push(...refused);
}
