import type { Level } from '../../../model/scope.ts';
import { at, entriesOf, entryOf, itemsOf } from '../../../syntax/yaml/node.ts';
import { describe } from '../read/world.ts';
import { gatewayKey } from './attach.ts';
import type { Given } from './rules.ts';

/** The rule, its route and, where it was seen, the Gateway. */
export function levelsOf({ route, rule, index, attachment }: Given): readonly [Level, ...Level[]] {
  const { document, nameAt } = route;
  const id = `${route.document.file.uri}#${document.place(route.node.at).start}`;
  const first = entryOf(rule, 'matches') ?? entriesOf(rule)[0];
  const many = itemsOf(at(route.node, 'spec', 'rules')).length > 1;
  const label = describe(route);
  const levels: [Level, ...Level[]] = [
    {
      id: `${id}/${index}`,
      kind: 'route',
      label: many ? `rule ${index + 1} of ${label}` : label,
      at: first === undefined ? nameAt : document.place(first.key.at),
    },
    { id, kind: 'host', label, at: nameAt },
  ];
  const gateway = attachment?.gateway;
  if (attachment !== undefined && gateway !== undefined) {
    levels.push({
      id: `gateway ${gatewayKey(attachment)}`,
      kind: 'gateway',
      label: describe(gateway),
      at: gateway.nameAt,
    });
  }
  return levels;
}
