import type { Place } from '../../../model/place.ts';
import type { Level } from '../../../model/scope.ts';
import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { Controller } from '../read/controller.ts';

/** How the ids of levels begin that the controller writes. */
export const GENERATED = 'generated ';

/** The controller as a whole: all hosts that it serves. */
export function controllerLevel({ object, document, values }: Controller): Level {
  if (object !== undefined) return objectLevel(object, 'gateway');
  const head = values?.entries[0]?.key.at ?? { start: 0, end: 0 };
  const at = document.place(head);
  return { id: `controller ${at.uri}#${at.start}`, kind: 'gateway', label: 'the controller', at };
}

/** All paths of an Ingress: its annotations hold for each of them. */
export function ingressLevel(object: KubernetesObject): Level {
  return objectLevel(object);
}

export function pathLevel({ object, head, host, path, kind }: IngressPath): Level {
  const at = placeOf(object, head.at);
  const where = kind === 'default' ? 'the default backend' : `path ${path}`;
  return {
    id: pathId(at),
    kind: 'route',
    label: `${where} of ${host ?? `Ingress ${object.name}`}`,
    at,
  };
}

/** The level of a path, as it is and in the generated text. */
export function pathId({ uri, start }: Place): string {
  return `${GENERATED}path ${uri}#${start}`;
}

function placeOf({ document }: KubernetesObject, span: { start: number; end: number }): Place {
  return document.place(span);
}
