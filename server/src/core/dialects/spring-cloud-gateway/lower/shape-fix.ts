import type { Change } from '../../../model/place.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { Property } from '../config/property.ts';

/** Another key. */
export function renamed({ owner, document }: Property, key: string): readonly Change[] | undefined {
  if (owner === undefined || !('key' in owner) || owner.merged) return undefined;
  const change = replaceScalar(document, owner.key, key);
  return change === undefined ? undefined : [change];
}

/** A number for a key is the item's place, and no filter's name. */
function itemOf(key: string, value: YamlScalar): string {
  if (/^\d+$/.test(key)) return value.text;
  return value.isNull ? key : `${key}=${value.text}`;
}

/** A map of filters as a list of shortcuts. */
export function asList({ value, document }: Property): readonly Change[] | undefined {
  if (value?.kind !== 'map' || value.shared || value.flow) return undefined;
  const items = value.entries.map(({ key, value: argument, merged }) =>
    merged || argument.kind !== 'scalar' || /[\n"\\]|: |\s#/.test(argument.text)
      ? undefined
      : `- ${itemOf(key.text, argument)}`,
  );
  if (items.includes(undefined)) return undefined;
  const { start } = value.at;
  const indent = ' '.repeat(start - (document.text.lastIndexOf('\n', start - 1) + 1));
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const written = document.text.slice(start, value.at.end);
  const rest = /\s*$/.exec(written)?.[0].length ?? 0;
  return [{ at: document.place({ start, end: value.at.end - rest }), text: items.join(eol + indent) }];
}
