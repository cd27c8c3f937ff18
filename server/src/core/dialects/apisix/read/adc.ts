import type { Level } from '../../../model/scope.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { pluginsOfMap } from './plugins.ts';
import type { ApisixRoute, Holder, Setup } from './setup.ts';
import { holderLevel, matchOf, routeLevel } from './map-form.ts';

/** One file of ADC, which writes it to APISIX through the Admin API. */
export function readAdc(document: YamlDocument, root: YamlMap): Setup {
  const head = entryOf(root, 'services') ?? root.entries[0];
  const gateway: Level = {
    id: `apisix ${document.file.uri}#${document.start}`,
    kind: 'gateway',
    label: 'APISIX',
    at: document.place((head?.key ?? root).at),
  };
  const globals: Holder = {
    kind: 'global rule',
    document,
    node: root,
    notation: 'map',
    key: 'global_rules',
    plugins: pluginsOfMap(document, root, 'global_rules'),
    level: gateway,
  };
  return {
    kind: 'adc',
    globals: globals.plugins.length > 0 ? [globals] : [],
    consumers: consumersOf(document, root),
    routes: itemsOf(at(root, 'services')).flatMap((service) =>
      service.kind === 'map' ? routesOf(document, service, gateway) : [],
    ),
    gateway,
    root: { document, node: root },
    isSure: true,
    router: undefined,
    around: [],
    unread: [],
    unresolved: [],
  };
}

function holderOf(document: YamlDocument, kind: Holder['kind'], node: YamlMap): Holder {
  return {
    kind,
    document,
    node,
    notation: 'map',
    key: 'plugins',
    plugins: pluginsOfMap(document, node, 'plugins'),
    level: holderLevel(document, kind, node),
  };
}

function routesOf(document: YamlDocument, service: YamlMap, gateway: Level): readonly ApisixRoute[] {
  const around = holderOf(document, 'service', service);
  const scheme = textOf(at(service, 'upstream', 'scheme')) ?? '';
  return itemsOf(at(service, 'routes')).flatMap((node, index): readonly ApisixRoute[] => {
    if (node.kind !== 'map') return [];
    const level = routeLevel(document, node, index);
    const prefix = textOf(at(service, 'path_prefix')) ?? '';
    const match = matchOf(node, service);
    return [
      {
        level,
        outer: [gateway],
        document,
        node,
        holders: [{ ...holderOf(document, 'route', node), level }, around],
        match: { ...match, uris: match.uris.map((uri) => prefix + uri) },
        isWhole: document.parsed.problems.length === 0,
        isOff: textOf(at(node, 'status')) === '0',
        isIntercepted: false,
        isIdle: /^(?:grpcs?|tcp|tls|udp|kafka)$/.test(scheme),
        more: [],
      },
    ];
  });
}

/** Consumers, and the consumers of groups. */
function consumersOf(document: YamlDocument, root: YamlMap): readonly (readonly Holder[])[] {
  const single = itemsOf(at(root, 'consumers')).map((node) => [node]);
  const grouped = itemsOf(at(root, 'consumer_groups')).flatMap((group) =>
    itemsOf(at(group, 'consumers')).map((node) => [node, group]),
  );
  return [...single, ...grouped].flatMap((chain) => {
    const holders = chain.flatMap((node, index) =>
      node.kind === 'map' ? [holderOf(document, index === 0 ? 'consumer' : 'consumer group', node)] : [],
    );
    return holders.some(({ plugins }) => plugins.length > 0) ? [holders] : [];
  });
}
