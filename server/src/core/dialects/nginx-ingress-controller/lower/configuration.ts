import type { Change } from '../../../model/place.ts';
import type { Insertion } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { ensurePath } from '../../../syntax/yaml/edit.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { headerList, isListable } from '../read/header-list.ts';
import { appendListed } from './listed-headers.ts';

/** One bad entry, and nothing of it counts (parseAndValidateAddHeaders); a third part that is not `always` is passed over. */
export function isListRefused(text: string): boolean {
  return headerList(text).some(
    ({ name, fault }) => name !== '' && fault !== undefined && !fault.includes('second colon'),
  );
}

/** One more line for all hosts, where such a list is in use. */
export function everywhere(configuration: KubernetesObject | undefined): readonly Insertion[] {
  if (configuration === undefined) return [];
  const data = ownMap(configuration.node, ['data']);
  if (data === 'absent' || data === 'other' || data.kind !== 'map') return [];
  const isKnown = ['add-header', 'add-header-inherit'].some((key) => at(data, key) !== undefined);
  // `add-header` is read since 5.5.0: where nothing tells the version, the routes themselves are the better place.
  if (!isKnown) return [];
  return [
    {
      level: objectLevel(configuration, 'gateway'),
      title: (name, value) => `Add ${name}: ${value} for all hosts in add-header of ${configuration.name}`,
      add: (name, value) => listed(configuration, name, value),
    },
  ];
}

function listed({ document, node }: KubernetesObject, name: string, value: string): readonly Change[] {
  if (!isListable(value)) return [];
  const list = at(node, 'data', 'add-header');
  if (list?.kind === 'scalar' && !list.isNull) return appendListed(document, list, name, value);
  if (list !== undefined) return [];
  const change = ensurePath(document, node, ['data', 'add-header'], `${name}: ${value}: always`);
  return change === undefined ? [] : [change];
}
