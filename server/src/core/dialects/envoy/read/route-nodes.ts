import { entriesNamed, field, items, typeOf } from '../../../syntax/envoy/fields.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { Located } from './source.ts';

/** A route of a virtual host, in the order in which they are tried. */
export interface RouteNode extends Located {
  /** False where a matcher tree decides first whether it is tried. */
  readonly always: boolean;
}

export function routesOf(host: Located): readonly RouteNode[] {
  const { node, source } = host;
  const own = items(node, 'routes').map((route): RouteNode => ({ node: route, source, always: true }));
  const matcher = field(node, 'matcher');
  return matcher === undefined ? own : [...own, ...inTree(matcher, host)];
}

/** The routes in a matcher tree. What only stands under `on_no_match` is tried always. */
function inTree(matcher: YamlNode, host: Located): readonly RouteNode[] {
  const isPlain = entriesOf(matcher).every(({ key }) => /^on_?no_?match$/i.test(key.text));
  const found: RouteNode[] = [];
  const visit = (node: YamlNode, depth: number): void => {
    const type = typeOf(node) ?? '';
    if (type.endsWith('.route.v3.Route')) {
      found.push({ node, source: host.source, always: isPlain });
    } else if (type.endsWith('.route.v3.RouteList')) {
      for (const route of items(node, 'routes'))
        found.push({ node: route, source: host.source, always: isPlain });
    } else if (depth > 0) {
      if (node.kind === 'seq') for (const item of node.items) visit(item, depth - 1);
      for (const entry of entriesOf(node)) visit(entry.value, depth - 1);
    }
  };
  visit(matcher, 40);
  return found;
}

/** The virtual hosts of a table that come at run time. */
export function hasUnseenHosts(table: YamlNode): boolean {
  return entriesNamed(table, 'vhds').length > 0;
}
