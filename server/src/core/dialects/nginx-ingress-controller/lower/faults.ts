import type { Unread } from '../../../model/scope.ts';
import { crdFaults, type CrdFault } from '../../../syntax/kubernetes/crd.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, itemsOf, type YamlEntry } from '../../../syntax/yaml/node.ts';
import type { ControllerWorld } from '../read/world.ts';
import { invalidParts } from './invalid.ts';
import { misfits } from './misfits.ts';
import { SPECS } from './schema.ts';

const ADVICE =
  'Write it in the action: proxy, with the upstream, and responseHeaders: add: with a list of name, value and always.';

/** What the API server drops of an object, or for which it or the controller takes nothing of it. */
export function objectFaults(object: KubernetesObject, world: ControllerWorld): readonly Unread[] {
  const { document } = object;
  return [
    ...schemaFaults(object).flatMap((fault) => crdUnread(document, fault, ADVICE)),
    ...[...invalidParts(object), ...misfits(object, world)].map(({ node, why, advice }) => ({
      at: document.place(node.at),
      what: `This ${object.kind}`,
      why: `the controller refuses it as a whole: ${why}`,
      advice,
    })),
    ...(world.snippets === 'off' ? snippetsOf(object) : []).map(({ key }) => ({
      at: document.place(key.at),
      what: key.text,
      why: 'the controller runs without -enable-snippets and passes it over',
      advice: 'Add the header in the action: proxy, responseHeaders, or enable snippets.',
    })),
  ];
}

/** The snippets of an object that speak of framing. */
function snippetsOf({ document, node }: KubernetesObject): readonly YamlEntry[] {
  const spec = at(node, 'spec');
  return [spec, ...itemsOf(at(spec, 'routes')), ...itemsOf(at(spec, 'subroutes'))].flatMap((holder) =>
    entriesOf(holder).filter(
      ({ key, value }) => key.text.endsWith('-snippets') && speaksOfFraming(document, value),
    ),
  );
}

/** Nothing of the object holds. */
export function isRefused(object: KubernetesObject, world: ControllerWorld): boolean {
  if (schemaFaults(object).some(({ kind }) => kind === 'refused')) return true;
  return invalidParts(object).length > 0 || misfits(object, world).length > 0;
}

function schemaFaults(object: KubernetesObject): readonly CrdFault[] {
  const shape = SPECS[object.kind];
  return shape === undefined ? [] : crdFaults(at(object.node, 'spec'), shape);
}
