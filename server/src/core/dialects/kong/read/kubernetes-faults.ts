import type { Unread } from '../../../model/scope.ts';
import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, textOf } from '../../../syntax/yaml/node.ts';
import { TRANSFORMERS } from '../model/names.ts';
import type { Attached } from './kubernetes.ts';
import { isGlobalObject } from './kubernetes-plugins.ts';
import type { KongWorld } from './kubernetes-world.ts';
import { ANNOTATION, GROUP, referencesOf } from './references.ts';

/** What is written in objects and that the controller does not read, where it speaks of framing. */
export function objectFaults(
  world: KongWorld,
  attached: readonly Attached[],
  hasRoutes: boolean,
): readonly Unread[] {
  return [
    ...world.plugins.flatMap(specFault),
    ...world.plugins.flatMap(globalFaults),
    ...(hasRoutes && world.isReadable
      ? world.plugins.flatMap((plugin) => unattached(plugin, world, attached))
      : []),
    ...world.index.all.flatMap((object) => annotationFaults(object, world)),
    ...attached.flatMap(strangerFault),
    ...clashes(attached),
  ];
}

function speaks({ document, node }: KubernetesObject): boolean {
  return speaksOfFraming(document, node);
}

function specFault({ document, node, kind }: KubernetesObject): readonly Unread[] {
  const spec = entryOf(node, 'spec');
  if (spec === undefined || !speaksOfFraming(document, spec)) return [];
  return [
    {
      at: document.place(spec.key.at),
      what: 'spec',
      why: `a ${kind} has none, and the API server drops it`,
      advice: 'Write plugin: and config: at the root of the object.',
    },
  ];
}

/** For everything is a KongClusterPlugin with the label and a class. */
function globalFaults(object: KubernetesObject): readonly Unread[] {
  const { document, node, kind, annotations } = object;
  const label = entryOf(at(node, 'metadata', 'labels'), 'global');
  if (label?.value.kind !== 'scalar' || !speaks(object)) return [];
  const place = document.place(label.value.at);
  const what = 'The label global';
  if (kind === 'KongPlugin') {
    const advice = 'Write a KongClusterPlugin, or name the plugin in the annotation of an Ingress.';
    return [{ at: place, what, why: 'only a KongClusterPlugin can be for everything', advice }];
  }
  if (label.value.style === 'plain' && /^(?:true|yes|on|y)$/i.test(label.value.text)) {
    const why = 'a label is a text, and the API server refuses the object with this one';
    const text = '"true"';
    const fix = label.value.shared ? {} : { title: `Write ${text}`, fix: [{ at: place, text }] };
    return [{ at: place, what, why, advice: `Write ${text}.`, ...fix }];
  }
  if (label.value.text !== 'true' || annotations.has('kubernetes.io/ingress.class')) return [];
  const why = 'without the annotation kubernetes.io/ingress.class no controller takes it';
  return [{ at: place, what, why, advice: 'Add the annotation with the class of Kong.' }];
}

/** Nobody names it. */
function unattached(
  object: KubernetesObject,
  { index }: KongWorld,
  attached: readonly Attached[],
): readonly Unread[] {
  const { node, kind, name, nameAt } = object;
  const isOurs = TRANSFORMERS.includes(textOf(at(node, 'plugin')) ?? '') && speaks(object);
  const isNamed =
    attached.some(({ reference }) => reference.plugin === object || reference.stranger === object) ||
    index.all.some((each) => each.kind === 'KongPluginBinding');
  const hasLabel = at(node, 'metadata', 'labels', 'global') !== undefined;
  if (!isOurs || isNamed || isGlobalObject(object) || hasLabel || isNamedAnywhere(object, index.all))
    return [];
  return [
    {
      at: nameAt,
      what: `${kind} ${name}`,
      why: 'no object names it',
      advice: `Name it in the annotation ${ANNOTATION} of an Ingress, HTTPRoute or Service.`,
      severity: 'warning',
    },
  ];
}

/** Keys that look like the annotation. */
const LOOKALIKES = ['konghq.com/plugin', 'plugins.konghq.com', 'configuration.konghq.com/plugins'];
/** What Kong never looks at. */
const WORKLOADS = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|Job|CronJob|Namespace)$/;

/** By an object of another controller, say, or in a way that is told of there. */
function isNamedAnywhere({ name }: KubernetesObject, objects: readonly KubernetesObject[]): boolean {
  return objects.some((each) =>
    [...each.annotations].some(
      ([key, { text }]) =>
        (LOOKALIKES.includes(key) || key === ANNOTATION) &&
        text.split(',').some((part) => part.trim().replace(/^.*:/, '') === name),
    ),
  );
}

function annotationFaults(object: KubernetesObject, { index }: KongWorld): readonly Unread[] {
  const { document, annotations, kind, group } = object;
  if (group === GROUP && kind !== 'KongConsumer' && kind !== 'KongConsumerGroup') return [];
  const isWorkload = WORKLOADS.test(kind);
  const keys = isWorkload ? [ANNOTATION, ...LOOKALIKES] : LOOKALIKES;
  return keys.flatMap((key): readonly Unread[] => {
    const value = annotations.get(key);
    const names = referencesOf(object, index, key);
    if (value === undefined || !names.some(({ plugin }) => plugin !== undefined && speaks(plugin))) return [];
    const place = document.place(value.key.at);
    if (isWorkload) {
      const advice = 'Write the annotation at the Ingress, HTTPRoute or Service.';
      return [{ at: place, what: key, why: `Kong reads no annotations of a ${kind}`, advice }];
    }
    const isFree = !annotations.has(ANNOTATION) && !value.key.shared;
    return [
      {
        at: place,
        what: key,
        why: 'Kong knows no such annotation',
        advice: `Write ${ANNOTATION}.`,
        ...(isFree && { title: `Rename to ${ANNOTATION}`, fix: [{ at: place, text: ANNOTATION }] }),
      },
    ];
  });
}

function strangerFault({ reference: { at: place, text, stranger } }: Attached): readonly Unread[] {
  if (stranger === undefined || !speaks(stranger)) return [];
  return [
    {
      at: place,
      what: text,
      why: `the KongPlugin of that name is in the namespace ${stranger.namespace}, and only this object's own is looked in`,
      advice: `Create it here, or write ${stranger.namespace}:${stranger.name} and grant the reference.`,
    },
  ];
}

/** Of each plugin one instance can be attached to an object. */
function clashes(attached: readonly Attached[]): readonly Unread[] {
  const seen = new Map<string, KubernetesObject>();
  return attached.flatMap(({ reference }): readonly Unread[] => {
    const { owner, plugin, text, at: place } = reference;
    const name = textOf(plugin && at(plugin.node, 'plugin'));
    if (plugin === undefined || name === undefined) return [];
    const key = `${owner.document.file.uri}#${owner.nameAt.start} ${name}`;
    const other = seen.get(key);
    seen.set(key, other ?? plugin);
    if (other === undefined || other === plugin || !TRANSFORMERS.includes(name)) return [];
    if (!speaks(plugin) && !speaks(other)) return [];
    return [
      {
        at: place,
        what: text,
        why: `${other.name} is a ${name} too, and one object can have only one of each plugin`,
        advice: 'Write the settings of both in one.',
      },
    ];
  });
}
