import type { Level } from '../../../model/scope.ts';
import { at, entryOf, itemsOf, textOf, type YamlEntry, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { holds } from './expression.ts';
import type { ApisixRoute, Holder } from './setup.ts';

/** What apisix.yaml and files of ADC write alike. */

export function holderLevel(document: YamlDocument, kind: Holder['kind'], node: YamlMap): Level {
  const named = entryOf(node, 'id') ?? entryOf(node, 'username') ?? entryOf(node, 'name');
  const head: YamlEntry | undefined = named ?? node.entries[0];
  const place = document.place(node.at);
  return {
    id: `${kind} ${place.uri}#${place.start}`,
    kind: kind === 'global rule' ? 'gateway' : 'condition',
    label: `${kind} ${textOf(named?.value) ?? ''}`.trimEnd(),
    at: document.place((head?.key ?? node).at),
  };
}

export function routeLevel(document: YamlDocument, node: YamlMap, index: number): Level {
  const uri = entryOf(node, 'uri') ?? entryOf(node, 'uris') ?? node.entries[0];
  const place = document.place(node.at);
  const path = textOf(at(node, 'uri')) ?? textOf(itemsOf(at(node, 'uris'))[0]);
  const name = textOf(at(node, 'name')) ?? path ?? textOf(at(node, 'id'));
  return {
    id: `route ${place.uri}#${place.start}`,
    kind: 'route',
    label: name === undefined ? `routes[${index}]` : `route ${name}`,
    at: document.place((uri?.key ?? node).at),
  };
}

/** The hosts of its service hold for a route that has none. */
export function matchOf(node: YamlMap, service: YamlMap | undefined): ApisixRoute['match'] {
  const hosts = listed(node, 'hosts', 'host');
  const vars = at(node, 'vars');
  return {
    uris: listed(node, 'uris', 'uri'),
    hosts: hosts.length > 0 ? hosts : listed(service, 'hosts', 'host'),
    methods: listed(node, 'methods'),
    vars: vars === undefined ? [] : [(variables) => holds(vars, variables)],
    priority: Number(textOf(at(node, 'priority')) ?? 0),
    isPartial: ['remote_addr', 'remote_addrs', 'filter_func', 'expr'].some(
      (key) => at(node, key) !== undefined,
    ),
  };
}

function listed(node: YamlMap | undefined, ...keys: readonly string[]): readonly string[] {
  for (const key of keys) {
    const value = at(node, key);
    const texts = itemsOf(value).flatMap((item) => textOf(item) ?? []);
    const text = textOf(value);
    if (texts.length > 0 || text !== undefined) return text === undefined ? texts : [text];
  }
  return [];
}
