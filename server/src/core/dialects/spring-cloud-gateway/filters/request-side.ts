import { argument, type Argument, type Definition } from './definition.ts';
import type { Effect } from './effect.ts';

/** A filter that writes to the request: what it says reaches the service behind, not the browser. */
export function requestSide(definition: Definition, name: string): Effect {
  const [first, second] = definition.arguments;
  if (name === 'AddRequestHeadersIfNotPresent' || name === 'MapRequestHeader' || first === undefined) {
    const [header = '', value = ''] = (first?.text ?? '').split(':');
    const target = name === 'MapRequestHeader' ? (second?.text ?? '') : header;
    return misplaced(definition, name, target, value, first);
  }
  const named = argument(definition, ['name', 'value'], 'name') ?? first;
  const value = argument(definition, ['name', 'value'], 'value') ?? second;
  return misplaced(definition, name, named.text, value?.text ?? '', named);
}

function misplaced(
  { at }: Definition,
  keyword: string,
  name: string,
  value: string,
  where: Argument | undefined,
): Effect {
  const place = where?.at ?? at;
  return {
    kind: 'request',
    misplaced: {
      where: 'request',
      name: name.trim(),
      value: { kind: 'literal', text: value.trim(), at: place },
      keyword,
      at: place,
      statement: at,
    },
  };
}
