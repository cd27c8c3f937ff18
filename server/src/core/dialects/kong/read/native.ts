import type { Insertion, Level } from '../../../model/scope.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isGlobal } from '../model/chain.ts';
import type { Consumer, KongConfig, KongRoute, Plugin, Target } from '../model/config.ts';
import { TRANSFORMER } from '../model/names.ts';
import type { Declarative } from './declarative.ts';
import { deckRefusals } from './deck-checks.ts';
import { matchOf } from './native-match.ts';
import { newPlugin } from './native-places.ts';
import { levelOf, pluginsIn, type Owner } from './native-plugins.ts';
import { pluginFaults } from './plugin-faults.ts';

interface Named {
  readonly key: string;
  readonly names: readonly string[];
  readonly level: Level;
  readonly file: Declarative;
  readonly node: YamlMap;
}

interface RouteNode extends Named {
  readonly service: Named | undefined;
}

/** A configuration of one or several files. */
export function readNative(files: readonly Declarative[]): KongConfig {
  const services = files.flatMap((file) => named(file, 'service', at(file.root, 'services'), ['name', 'id']));
  const routes = [
    ...services.flatMap((service) =>
      named(service.file, 'route', at(service.node, 'routes'), ['name', 'id']).map((route) => ({
        ...route,
        service,
      })),
    ),
    ...files.flatMap((file) =>
      named(file, 'route', at(file.root, 'routes'), ['name', 'id']).map((route) => ({
        ...route,
        service: serviceOf(route.node, services),
      })),
    ),
  ];
  const consumers = files.flatMap((file) => [
    ...named(file, 'consumer', at(file.root, 'consumers'), ['username', 'custom_id', 'id']),
    ...named(file, 'consumer_group', at(file.root, 'consumer_groups'), ['name', 'id']),
  ]);
  const gateway = gatewayLevel(files);
  const plugins = [
    ...files.flatMap((file) =>
      pluginsIn(file, at(file.root, 'plugins'), rootOwner({ services, routes, consumers, gateway })),
    ),
    ...services.flatMap((each) => ownPlugins(each, { service: each.key })),
    ...routes.flatMap((each) => ownPlugins(each, { route: each.key })),
    ...consumers.flatMap((each) => ownPlugins(each, { consumer: each.key })),
  ];
  const refused = files.flatMap((file) => deckRefusals(file, files));
  const unread = plugins.flatMap(pluginFaults);
  const isSound = refused.length === 0 && !unread.some(({ breaks }) => breaks);
  return {
    routes: routes.map((route) =>
      routeOf(route, {
        plugins,
        gateway,
        isSound,
        files,
        count: routes.filter(({ service }) => service !== undefined).length,
      }),
    ),
    plugins,
    consumers: consumers.map(({ key, level }): Consumer => ({ key, level })),
    ...(gateway && { gateway }),
    unread,
    unresolved: [],
    refused,
    doubts: files.some(isRendered) ? ['what the environment writes into the file'] : [],
  };
}

/** Quotes in quotes: only decK reads such a file, after it has filled it in. */
function isRendered({ document }: Declarative): boolean {
  return /"[^"\n]*\$\(_+\)[^"\n]*"/.test(document.text);
}

function gatewayLevel(files: readonly Declarative[]): Level | undefined {
  const file = files.find(({ root }) => at(root, 'plugins') !== undefined) ?? files[0];
  if (file === undefined) return undefined;
  const { document, root } = file;
  const head = ['services', 'routes', 'plugins'].flatMap((key) => entryOf(root, key)?.key ?? [])[0];
  const place = document.place(root.at);
  return {
    id: `kong ${place.uri}#${place.start}`,
    kind: 'gateway',
    label: 'all routes',
    at: document.place((head ?? root.entries[0]?.key ?? root).at),
  };
}

function named(
  file: Declarative,
  what: string,
  list: YamlNode | undefined,
  keys: readonly string[],
): readonly Named[] {
  return itemsOf(list).flatMap((node): readonly Named[] => {
    if (node.kind !== 'map') return [];
    const names = keys.flatMap((key) => textOf(at(node, key)) ?? []);
    const label = `${what.replace('_', ' ')} ${names[0] ?? firstPath(node) ?? 'without a name'}`;
    const kind = what === 'route' ? 'route' : what === 'service' ? 'host' : 'condition';
    const level = levelOf(file.document, kind, what, node, keys, label);
    return [{ key: level.id, names, level, file, node }];
  });
}

function firstPath(node: YamlMap): string | undefined {
  return textOf(itemsOf(at(node, 'paths'))[0] ?? itemsOf(at(node, 'hosts'))[0]);
}

function serviceOf(route: YamlMap, services: readonly Named[]): Named | undefined {
  const reference = at(route, 'service');
  return byName(services, textOf(reference) ?? textOf(at(reference, 'name')) ?? textOf(at(reference, 'id')));
}

function byName<T extends Named>(list: readonly T[], name: string | undefined): T | undefined {
  return name === undefined ? undefined : list.find(({ names }) => names.includes(name));
}

function ownPlugins({ file, node, level }: Named, target: Target): readonly Plugin[] {
  return pluginsIn(file, at(node, 'plugins'), () => ({ level, target }));
}

interface Entities {
  readonly services: readonly Named[];
  readonly routes: readonly RouteNode[];
  readonly consumers: readonly Named[];
  readonly gateway: Level | undefined;
}

/** A plugin at the root is for everything, or for what its keys name. */
function rootOwner({
  services,
  routes,
  consumers,
  gateway,
}: Entities): (plugin: YamlMap) => Owner | undefined {
  return (plugin) => {
    const find = <T extends Named>(list: readonly T[], ...keys: readonly string[]): T | undefined | null => {
      const reference = keys.flatMap((key) => at(plugin, key) ?? []).find(isGiven);
      if (reference === undefined) return null;
      const name = textOf(reference) ?? textOf(at(reference, 'name')) ?? textOf(at(reference, 'id'));
      return byName(list, name ?? textOf(at(reference, 'username')));
    };
    const [service, route, consumer] = [
      find(services, 'service'),
      find(routes, 'route'),
      find(consumers, 'consumer', 'consumer_group'),
    ];
    if (service === undefined || route === undefined || consumer === undefined) return undefined;
    const level = consumer?.level ?? route?.level ?? service?.level ?? gateway;
    return (
      level && {
        level,
        target: {
          ...(service && { service: service.key }),
          ...(route && { route: route.key }),
          ...(consumer && { consumer: consumer.key }),
        },
      }
    );
  };
}

function isGiven(node: YamlNode): boolean {
  return node.kind !== 'scalar' || !node.isNull;
}

interface Around {
  readonly plugins: readonly Plugin[];
  readonly gateway: Level | undefined;
  readonly isSound: boolean;
  readonly files: readonly Declarative[];
  readonly count: number;
}

function routeOf(route: RouteNode, { plugins, gateway, isSound, files, count }: Around): KongRoute {
  const { file, node, service } = route;
  const { document, root } = file;
  const owner = files.find((each) => at(each.root, 'plugins') !== undefined) ?? file;
  // A second instance for everything would be refused, even where the first is switched off.
  const isFree = !plugins.some((plugin) => plugin.name === TRANSFORMER && isGlobal(plugin));
  const places: readonly Insertion[] = [
    ...(count > 1 ? [newPlugin(document, node, route.level)] : []),
    ...(gateway && isFree ? [newPlugin(owner.document, owner.root, gateway)] : []),
  ];
  return {
    key: route.key,
    document,
    node,
    level: route.level,
    around: gateway === undefined ? [] : [gateway],
    match: matchOf(node, textOf(at(root, '_format_version'))),
    ...(service && {
      service: {
        key: service.key,
        at: service.level.at,
        level: service.level,
        isHttp: !/^(?:grpcs?|tcp|tls|tls_passthrough|udp|wss?)\b/.test(protocolOf(service.node)),
      },
    }),
    isWhole: isSound && !isNamedElsewhere(route),
    places,
  };
}

function protocolOf(service: YamlMap): string {
  return textOf(at(service, 'protocol')) ?? /^(\w+):/.exec(textOf(at(service, 'url')) ?? '')?.[1] ?? 'http';
}

/** The service stands in a file that was not seen: its plugins are not known. */
function isNamedElsewhere({ node, service }: RouteNode): boolean {
  const reference = at(node, 'service');
  return service === undefined && reference !== undefined && isGiven(reference);
}
