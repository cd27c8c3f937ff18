import type { Unit } from '../../../model/dialect.ts';
import { ingressOwner, isIngress } from '../../../syntax/kubernetes/ingress-class.ts';
import { ObjectIndex, objectsOf, type KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { isPatch, isRendered } from '../../../syntax/kubernetes/judge.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { isTraefikReadingIngresses } from '../claim.ts';
import { unreadValues } from './chart-values.ts';
import { controllersIn, controllerVersion, mayFrame, type Controller } from './controller.ts';
import { snippetGate, type Gate } from './gate.ts';
import { globalHeaders, type GlobalHeaders } from './global-headers.ts';
import { readIngress, type ServedIngress } from './ingress.ts';
import { valuesIngresses } from './partial.ts';

/** What ingress-nginx sees of a workspace. */
export interface NginxWorld {
  readonly index: ObjectIndex;
  /** Absent where there is none, or more than one. */
  readonly controller: Controller | undefined;
  readonly controllers: readonly Controller[];
  /** False where a controller may send a framing policy, and it cannot be told whether it is the one of an Ingress. */
  readonly isSure: boolean;
  readonly version: string | undefined;
  readonly gate: Gate;
  readonly global: GlobalHeaders;
  /** In the order of the text: that of creation is not known. */
  readonly ingresses: readonly ServedIngress[];
  /** Those whose controller nothing tells. */
  readonly strangers: readonly KubernetesObject[];
  /** Whether Traefik reads the same Ingresses: it takes what they say otherwise. */
  readonly readByTraefik: boolean;
}

export function readWorld(unit: Unit<YamlFile>): NginxWorld {
  const files = unit.files.map(({ tree }) => tree);
  const objects = files.flatMap(objectsOf).filter(isRendered);
  const index = new ObjectIndex(objects);
  const controllers = controllersIn(index, files);
  const [only, ...others] = controllers;
  const controller = others.length === 0 ? only : undefined;
  const version = controllerVersion(index, files);
  const gate = snippetGate(controller, version);
  const all = objects.filter(isIngress);
  const owners = new Map(all.map((object) => [object, ingressOwner(object, index)]));
  const around = { index, controller, version, gate };
  return {
    index,
    controller,
    controllers,
    isSure:
      (controller !== undefined || !controllers.some(mayFrame)) &&
      !files.some(({ documents }) => documents.flatMap(unreadValues).some(speaksOfHeaders)),
    version,
    gate,
    global: globalHeaders(controller, index),
    ingresses: [
      ...all
        .filter((object) => owners.get(object)?.controller === 'ingress-nginx')
        .map((object) => readIngress(object, around, isPatch(object))),
      ...valuesIngresses(files).map((object) => readIngress(object, around, true)),
    ],
    readByTraefik: unit.files.some(({ file }) => isTraefikReadingIngresses(file.text)),
    strangers: all.filter((object) => owners.get(object) === undefined && !isPatch(object)),
  };
}

/** Of values that are not read. */
function speaksOfHeaders(text: string): boolean {
  return /add-?headers|x-frame-options|frame-ancestors/i.test(text);
}
