import type { HeaderOp } from '../../../model/header-op.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { at, entryOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { indexOf, isGlobal } from '../model/chain.ts';
import type { Consumer, KongConfig, KongRoute, Plugin, Target } from '../model/config.ts';
import { TRANSFORMER, TRANSFORMERS } from '../model/names.ts';
import type { Declarative } from './declarative.ts';
import { deckRefusals } from './deck-checks.ts';
import { serviceForms } from './deck-references.ts';
import { isGiven, named, rootOwner, serviceOf, type Named, type RouteNode } from './entities.ts';
import type { Environment } from './environment.ts';
import { matchOf } from './native-match.ts';
import { newPlugin } from './native-places.ts';
import { pluginsIn } from './native-plugins.ts';
import { pluginFaults } from './plugin-faults.ts';

/** A configuration of one or several files. */
export function readNative(
  files: readonly Declarative[],
  environments: readonly Environment[] = [],
): KongConfig {
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
  const isFree = !plugins.some((plugin) => plugin.name === TRANSFORMER && isGlobal(plugin));
  const count = routes.filter(({ service }) => service !== undefined).length;
  return {
    routes: routes.map((route) =>
      routeOf(route, {
        isFree,
        gateway,
        isSound,
        files,
        count,
      }),
    ),
    plugins,
    index: indexOf(plugins),
    consumers: consumersOf(consumers, plugins),
    ...(gateway && { gateway }),
    added: addedTo(files, environments),
    unread: [...unread, ...files.flatMap(serviceForms)],
    unresolved: [],
    refused,
    doubts: files.some(isRendered) ? ['what the environment writes into the file'] : [],
  };
}

/** Those that a transformer is for: others get what everybody does. */
function consumersOf(consumers: readonly Named[], plugins: readonly Plugin[]): readonly Consumer[] {
  const keys = new Set(
    plugins
      .filter(({ name }) => TRANSFORMERS.includes(name))
      .flatMap(({ targets }) => targets.flatMap(({ consumer }) => consumer ?? [])),
  );
  return consumers.flatMap(({ key, level }) => (keys.has(key) ? [{ key, level }] : []));
}

function addedTo(files: readonly Declarative[], environments: readonly Environment[]): readonly HeaderOp[] {
  const [uri = ''] = files.map(({ document }) => document.file.uri);
  return environments.filter(({ folder }) => uri.startsWith(folder)).flatMap(({ ops }) => ops);
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

function ownPlugins({ file, node, level }: Named, target: Target): readonly Plugin[] {
  return pluginsIn(file, at(node, 'plugins'), () => ({ level, target }));
}

interface Around {
  /** A second instance for everything would be refused, even where the first is switched off. */
  readonly isFree: boolean;
  readonly gateway: Level | undefined;
  readonly isSound: boolean;
  readonly files: readonly Declarative[];
  readonly count: number;
}

function routeOf(route: RouteNode, { isFree, gateway, isSound, files, count }: Around): KongRoute {
  const { file, node, service } = route;
  const { document, root } = file;
  const owner = files.find((each) => at(each.root, 'plugins') !== undefined) ?? file;
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
