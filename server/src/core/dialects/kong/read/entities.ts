import type { Level } from '../../../model/scope.ts';
import { at, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { Declarative } from './declarative.ts';
import { levelOf, type Owner } from './native-plugins.ts';

/** A service, route, consumer or group, and the names by which others refer to it. */
export interface Named {
  readonly key: string;
  readonly names: readonly string[];
  readonly level: Level;
  readonly file: Declarative;
  readonly node: YamlMap;
}

export interface RouteNode extends Named {
  readonly service: Named | undefined;
}

/** The entities of a list. */
export function named(
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

export function serviceOf(route: YamlMap, services: readonly Named[]): Named | undefined {
  const reference = at(route, 'service');
  return byName(services, textOf(reference) ?? textOf(at(reference, 'name')) ?? textOf(at(reference, 'id')));
}

function byName<T extends Named>(list: readonly T[], name: string | undefined): T | undefined {
  return name === undefined ? undefined : list.find(({ names }) => names.includes(name));
}

interface Entities {
  readonly services: readonly Named[];
  readonly routes: readonly RouteNode[];
  readonly consumers: readonly Named[];
  readonly gateway: Level | undefined;
}

/** A plugin at the root is for everything, or for what its keys name. */
export function rootOwner({
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

export function isGiven(node: YamlNode): boolean {
  return node.kind !== 'scalar' || !node.isNull;
}
