import type { Unit } from '../../../model/dialect.ts';
import type { Level, Unresolved } from '../../../model/scope.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { indexOf } from '../model/chain.ts';
import type { KongConfig, KongRoute, Plugin } from '../model/config.ts';
import { TRANSFORMERS } from '../model/names.ts';
import { objectFaults } from './kubernetes-faults.ts';
import { pluginOf } from './kubernetes-plugins.ts';
import { httpRoutes, ingressRoutes, serviceKey } from './kubernetes-routes.ts';
import { readWorld, type KongWorld } from './kubernetes-world.ts';
import { pluginFaults } from './plugin-faults.ts';
import { GROUP, referencesOf, resolved, type Reference } from './references.ts';

/** A reference and what it is for. */
export interface Attached {
  readonly reference: Reference;
  readonly routes: readonly string[];
  readonly service?: string;
  readonly consumer?: string;
}

/** Kong as its ingress controller sets it up. */
export function readKubernetes(unit: Unit<YamlFile>): readonly KongConfig[] {
  const world = readWorld(unit);
  if (world.ingresses.length + world.httpRoutes.length + world.plugins.length === 0) return [];
  const owned = [
    ...world.ingresses.map((object) => ({ object, routes: ingressRoutes(object, world) })),
    ...world.httpRoutes.map((object) => ({ object, routes: httpRoutes(object, world) })),
  ];
  const attached = attachments(world, owned);
  const plugins = world.plugins.flatMap((object) => pluginFor(object, attached) ?? []);
  const unread = [
    ...plugins.flatMap(pluginFaults),
    ...objectFaults(
      world,
      attached,
      owned.some(({ routes }) => routes.length > 0),
    ),
  ];
  const unsure = unsureRoutes(attached, plugins);
  const judged = plugins.map((plugin) => (isBroken(plugin) ? { ...plugin, isKnown: false } : plugin));
  return [
    {
      routes: owned.flatMap(({ routes }) =>
        routes.map((route) => (unsure.has(route.key) ? { ...route, isWhole: false } : route)),
      ),
      plugins: judged,
      index: indexOf(judged),
      consumers: world.consumers
        .filter((object) => attached.some(({ consumer }) => consumer === consumerKey(object)))
        .map((object) => ({ key: consumerKey(object), level: objectLevel(object, 'condition') })),
      ...gatewayOf(plugins),
      added: [],
      unread,
      unresolved: unresolvedIn(attached, world),
      refused: [],
      doubts: [],
    },
  ];
}

interface Owned {
  readonly object: KubernetesObject;
  readonly routes: readonly KongRoute[];
}

function attachments(world: KongWorld, owned: readonly Owned[]): readonly Attached[] {
  const { index } = world;
  return [
    ...owned.flatMap(({ object, routes }) =>
      referencesOf(object, index).map((reference) => ({ reference, routes: routes.map(({ key }) => key) })),
    ),
    ...owned.flatMap(({ object, routes }) =>
      routes.flatMap((route) =>
        extensions(object, route).map((each) => ({ reference: resolved(each, index), routes: [route.key] })),
      ),
    ),
    ...world.services.flatMap((object) =>
      referencesOf(object, index).map((reference) => ({
        reference,
        routes: [],
        service: serviceKey(object.namespace, object.name),
      })),
    ),
    ...world.consumers.flatMap((object) =>
      referencesOf(object, index).map((reference) => ({
        reference,
        routes: [],
        consumer: consumerKey(object),
      })),
    ),
  ];
}

/** Filters of a rule that name a KongPlugin. */
function extensions(
  owner: KubernetesObject,
  { node, document }: KongRoute,
): readonly Pick<Reference, 'owner' | 'text' | 'at'>[] {
  if (owner.kind !== 'HTTPRoute') return [];
  return itemsOf(at(node, 'filters')).flatMap((filter) => {
    const reference = at(filter, 'extensionRef');
    const name = at(reference, 'name');
    const text = textOf(name);
    if (name === undefined || text === undefined || textOf(at(reference, 'group')) !== GROUP) return [];
    return [{ owner, text, at: document.place(name.at) }];
  });
}

function pluginFor(object: KubernetesObject, attached: readonly Attached[]): Plugin | undefined {
  const own = attached.filter(({ reference }) => reference.plugin === object);
  return pluginOf(object, {
    routes: own.flatMap(({ routes }) => routes),
    services: own.flatMap(({ service }) => service ?? []),
    consumers: own.flatMap(({ consumer }) => consumer ?? []),
  });
}

function isBroken(plugin: Plugin): boolean {
  return pluginFaults(plugin).some(({ breaks }) => breaks);
}

function consumerKey(object: KubernetesObject): string {
  return objectLevel(object).id;
}

/** Routes of which it is not known what runs: a plugin is not there, or two of one kind are. */
function unsureRoutes(attached: readonly Attached[], plugins: readonly Plugin[]): ReadonlySet<string> {
  const unsure = new Set<string>();
  const seen = new Map<string, KubernetesObject>();
  for (const { reference, routes } of attached) {
    const { plugin } = reference;
    const kind = textOf(plugin && at(plugin.node, 'plugin'));
    for (const route of routes) {
      const other = seen.get(`${route} ${kind ?? ''}`);
      if (plugin === undefined || (other !== undefined && other !== plugin)) unsure.add(route);
      else if (
        kind !== undefined &&
        TRANSFORMERS.includes(kind) &&
        plugins.some(({ holder }) => holder === plugin.node)
      ) {
        seen.set(`${route} ${kind}`, plugin);
      }
    }
  }
  return unsure;
}

function gatewayOf(plugins: readonly Plugin[]): { readonly gateway?: Level } {
  const found = plugins.find(({ level, name }) => level.kind === 'gateway' && TRANSFORMERS.includes(name));
  return found === undefined ? {} : { gateway: found.level };
}

function unresolvedIn(attached: readonly Attached[], world: KongWorld): readonly Unresolved[] {
  const missing = attached.filter(
    ({ reference: { plugin, stranger } }) => plugin === undefined && stranger === undefined,
  );
  const secrets = world.plugins.flatMap((object) => {
    const { document, node, kind, name } = object;
    const from = entryOf(node, 'configFrom') ?? entryOf(node, 'configPatches');
    const isUsed = attached.some(({ reference }) => reference.plugin === object);
    if (from === undefined || !isUsed || !TRANSFORMERS.includes(textOf(at(node, 'plugin')) ?? '')) return [];
    return [{ at: document.place(from.key.at), what: `The Secret of ${kind} ${name}` }];
  });
  return [
    ...missing.map(({ reference: { at: place, text } }) => ({ at: place, what: `KongPlugin ${text}` })),
    ...secrets,
  ];
}
