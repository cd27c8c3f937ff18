import type { Insertion } from '../../../model/scope.ts';
import type { GeneratedLevel } from '../../../nginx/embedded/generated-config.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import { ingressKind } from '../read/ingress.ts';
import type { ControllerWorld } from '../read/world.ts';
import type { Source } from '../render/source.ts';
import { headerAndHide, snippetAnnotation } from './annotations.ts';
import { inSnippet, statements } from './insertions.ts';

type PathSource = Extract<Source, { kind: 'path' }>;

/** One more line in the annotations of an Ingress: at the server, or in its locations. */
export function pathInsertions(
  source: PathSource,
  where: 'location' | 'server',
  levels: readonly GeneratedLevel<Source>[],
  world: ControllerWorld,
): readonly Insertion[] {
  const { path, master } = source;
  const isNothing = levels.length > 1;
  if (where === 'server') return isNothing ? [] : atServer(master, world);
  if (path.object !== master) {
    const own = inLocation(source, path.object, world);
    return isNothing ? [...own, ...atServer(master, world)] : own;
  }
  if (!isNothing) return inLocation(source, master, world);
  // Since 5.5.0 an annotation does it; a snippet that is there shows that the controller takes them.
  return knowsAddHeader(master, world) ? atServer(master, world) : inLocation(source, master, world);
}

function knowsAddHeader({ annotations }: KubernetesObject, { configuration }: ControllerWorld): boolean {
  const data = configuration && at(configuration.node, 'data');
  const isKnown = ['add-header', 'add-header-inherit'].some(
    (key) => annotations.has(`nginx.org/${key}`) || at(data, key) !== undefined,
  );
  return (
    isKnown ||
    !(annotations.has('nginx.org/location-snippets') || annotations.has('nginx.org/server-snippets'))
  );
}

function atServer(master: KubernetesObject, { configuration }: ControllerWorld): readonly Insertion[] {
  const general = textOf(configuration && at(configuration.node, 'data', 'proxy-hide-headers'));
  return [
    {
      level: objectLevel(master),
      title: (name, value) => `Add ${name}: ${value} to the annotations of ${master.name}`,
      add: (name, value) => headerAndHide(master, general, name, value) ?? [],
    },
  ];
}

/** In the snippet of the object's locations; one from elsewhere is not replaced, but written into. */
function inLocation(
  { snippet, path, master }: PathSource,
  object: KubernetesObject,
  { snippets }: ControllerWorld,
): readonly Insertion[] {
  const level = objectLevel(object, object === master ? 'host' : 'route');
  if (snippet !== undefined) {
    const isOwn = object.annotations.has('nginx.org/location-snippets');
    if (isOwn) return [inSnippet(snippet, level, object)];
    const isMasters =
      ingressKind(path.object) === 'minion' && master.annotations.has('nginx.org/location-snippets');
    return isMasters ? [inSnippet(snippet, objectLevel(master), master)] : [];
  }
  if (snippets === 'off') return [];
  return [
    {
      level,
      title: (name, value) => `Add ${name}: ${value} to the locations of ${object.name}`,
      add: (name, value) =>
        snippetAnnotation(object, 'nginx.org/location-snippets', statements(name, value)) ?? [],
    },
  ];
}
