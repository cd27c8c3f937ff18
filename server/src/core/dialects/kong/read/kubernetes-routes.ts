import type { Insertion, Level } from '../../../model/scope.ts';
import { ingressPaths, type IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { KongRoute } from '../model/config.ts';
import { httpRouteMatch, ingressMatch } from './kubernetes-match.ts';
import { newKongPlugin } from './kubernetes-places.ts';
import type { KongWorld } from './kubernetes-world.ts';

/** What an Ingress answers at: the routes that the controller makes of it. */
export function ingressRoutes(object: KubernetesObject, world: KongWorld): readonly KongRoute[] {
  // A rule without paths makes no route (ingressTranslationIndex.Add).
  const paths = ingressPaths(object).filter(({ kind }) => kind !== 'rule');
  return paths.map((path): KongRoute => {
    const level = pathLevel(path);
    const around = paths.length > 1 ? [objectLevel(object)] : [];
    const service = serviceOf(path.service, path.node, object, world);
    return {
      key: level.id,
      document: object.document,
      node: path.node,
      level,
      around,
      match: ingressMatch(path),
      ...(service && { service }),
      isWhole: isWhole(object),
      places: places(object, around[0] ?? level, world),
    };
  });
}

/** The rules of an HTTPRoute. */
export function httpRoutes(object: KubernetesObject, world: KongWorld): readonly KongRoute[] {
  const rules = itemsOf(at(object.node, 'spec', 'rules'));
  const parents = itemsOf(at(object.node, 'spec', 'parentRefs'));
  if (parents.length > 0 && parents.every((parent) => textOf(at(parent, 'kind')) === 'Service')) return [];
  return rules.flatMap((node, number): readonly KongRoute[] => {
    if (node.kind !== 'map') return [];
    const head = (entryOf(node, 'matches') ?? node.entries[0])?.key ?? node;
    const place = object.document.place(head.at);
    const level: Level = {
      id: `rule ${place.uri}#${place.start}`,
      kind: 'route',
      label: `rule ${number + 1} of HTTPRoute ${object.name}`,
      at: place,
    };
    const around = rules.length > 1 ? [objectLevel(object)] : [];
    const [backend] = itemsOf(at(node, 'backendRefs'));
    const service = serviceOf(textOf(at(backend, 'name')), backend ?? node, object, world);
    const filters = itemsOf(at(node, 'filters')).map((filter) => textOf(at(filter, 'type')) ?? '');
    return [
      {
        key: level.id,
        document: object.document,
        node,
        level,
        around,
        match: httpRouteMatch(node),
        ...(service && !filters.includes('RequestRedirect') && { service }),
        // The controller makes a transformer of this filter, which then clashes with others.
        isWhole: isWhole(object) && !filters.includes('ResponseHeaderModifier'),
        places: places(object, around[0] ?? level, world),
      },
    ];
  });
}

/** A patch is completed by what it patches, a template by what fills it in. */
function isWhole(object: KubernetesObject): boolean {
  return !isPatch(object) && !object.document.text.includes('{{');
}

function places(object: KubernetesObject, level: Level, world: KongWorld): readonly Insertion[] {
  const insertion = newKongPlugin(object, level, world);
  return insertion === undefined ? [] : [insertion];
}

function pathLevel({ object, kind, node, path }: IngressPath): Level {
  const spec = at(object.node, 'spec');
  const head =
    kind === 'default'
      ? (entryOf(spec, 'defaultBackend') ?? entryOf(spec, 'backend'))?.key
      : (entryOf(node, 'path')?.key ?? (node.kind === 'map' ? node.entries[0]?.key : undefined));
  const place = object.document.place((head ?? node).at);
  return {
    id: `path ${place.uri}#${place.start}`,
    kind: 'route',
    label: `${kind === 'default' ? 'the default backend' : `path ${path}`} of Ingress ${object.name}`,
    at: place,
  };
}

/** What names a Service for plugins that are attached to it. */
export function serviceKey(namespace: string, name: string): string {
  return `Service ${namespace}/${name}`;
}

function serviceOf(
  name: string | undefined,
  node: YamlNode,
  owner: KubernetesObject,
  { index }: KongWorld,
): KongRoute['service'] {
  if (name === undefined) return undefined;
  const found = index.find('', 'Service', name, owner.namespace);
  const place = owner.document.place(node.at);
  const level = found === undefined ? objectLevel(owner) : objectLevel(found);
  return {
    key: serviceKey(found?.namespace ?? owner.namespace, name),
    at: place,
    level,
    isHttp: !/^(?:grpcs?|tcp|tls|udp)$/.test(found?.annotations.get('konghq.com/protocol')?.text ?? 'http'),
  };
}
