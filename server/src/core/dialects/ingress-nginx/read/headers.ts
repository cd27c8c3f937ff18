import type { Place } from '../../../model/place.ts';
import type { OpEdits } from '../../../model/header-op.ts';
import { objectHeader } from '../../../syntax/kubernetes/header.ts';
import type { ObjectIndex, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** A header that a ConfigMap or the chart's values give, as the controller writes it for nginx. */
export interface GivenHeader {
  readonly name: string;
  readonly value: string;
  readonly nameAt: Place;
  readonly valueAt: Place;
  readonly statement: Place;
  readonly edits: OpEdits;
}

/** The entries of a map of headers, in the order in which Go's templates go through it. */
export function headersIn(document: YamlDocument, map: YamlMap): readonly GivenHeader[] {
  return entriesOf(map)
    .flatMap((entry): readonly GivenHeader[] => {
      const { key: name, value } = entry;
      if (value.kind !== 'scalar') return [];
      const steps = [{ parent: map, child: entry }];
      const op = objectHeader({ document, kind: 'set', name, value, statement: entry, steps });
      return [
        {
          name: name.text,
          value: value.isNull ? '' : value.text,
          nameAt: op.nameAt,
          valueAt: op.value.at,
          statement: op.statement,
          edits: op.edits,
        },
      ];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A ConfigMap that a text names as `namespace/name`. */
export interface MapReference {
  /** `unqualified`: without its namespace the controller finds nothing. */
  readonly kind: 'found' | 'missing' | 'unqualified';
  readonly object?: KubernetesObject;
  readonly data?: YamlMap;
}

export function referredMap(text: string, index: ObjectIndex): MapReference {
  const slash = text.indexOf('/');
  if (slash < 0) return { kind: 'unqualified' };
  const object = index.find('', 'ConfigMap', text.slice(slash + 1), text.slice(0, slash));
  if (object === undefined) return { kind: 'missing' };
  const data = at(object.node, 'data');
  return { kind: 'found', object, ...(data?.kind === 'map' && { data }) };
}

/** Source: internal/ingress/annotations/customheaders. */
export function isValidName(name: string): boolean {
  return /^[a-zA-Z\d\-_]+$/.test(name);
}

export function isValidValue(value: string): boolean {
  return /^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/.test(value);
}
