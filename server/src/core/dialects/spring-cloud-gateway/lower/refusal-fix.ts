import type { Change } from '../../../model/place.ts';
import type { YamlEntry } from '../../../syntax/yaml/node.ts';
import type { Kind } from '../config/view.ts';
import type { Definition } from '../filters/definition.ts';
import { longForm } from '../filters/shortcut-edit.ts';
import { meantFilter } from '../filters/known.ts';

/** The one edit that makes a filter what it was meant as; `undefined` where nobody can tell. */
export function mendedFilter(definition: Definition, kind: Kind): readonly Change[] | undefined {
  const { value } = definition.property;
  if (value?.kind === 'map') return mapItem(definition, value.entries);
  if (value?.kind !== 'scalar' || value.shared || definition.form !== 'shortcut') return undefined;
  const { text } = value;
  const colon = /^(\w+)=([\w-]+):\s*([^,]+)$/.exec(text);
  if (colon !== null) return rewrite(definition, `${colon[1] ?? ''}=${colon[2] ?? ''}, ${colon[3] ?? ''}`);
  const named = /^([\w-]+)\s*=\s*(.*)$/s.exec(text);
  const meant = meantFilter(named?.[1] ?? '');
  if (named !== null && meant !== undefined && (named[1] !== meant || /^\S+\s+=/.test(text))) {
    return rewrite(definition, `${meant}=${named[2] ?? ''}`);
  }
  const parts = /^(Add|Set)ResponseHeader=\s*content-security-policy\s*,\s*(.*,.*)$/is.exec(text);
  const key = kind === 'webmvc' && parts?.[1] === 'Add' ? 'values' : 'value';
  const long = parts === null ? [] : longForm(definition.property, value, text, parts[2]?.trim() ?? '', key);
  return long.length > 0 ? long : undefined;
}

/** `Name=Header: value` and `Name: Header, value` are maps for YAML; one shortcut is meant. */
function mapItem(definition: Definition, entries: readonly YamlEntry[]): readonly Change[] | undefined {
  const [entry] = entries;
  if (entries.length !== 1 || entry?.value.kind !== 'scalar' || entry.merged) return undefined;
  const key = entry.key.text;
  if (!/^\w+(=\s*[\w-]+)?$/.test(key)) return undefined;
  return rewrite(definition, `${key}${key.includes('=') ? ', ' : '='}${entry.value.text}`);
}

function rewrite({ property }: Definition, text: string): readonly Change[] | undefined {
  const { value, document } = property;
  if (value === undefined || value.shared || /[\n"\\]/.test(text)) return undefined;
  const isPlain = value.kind === 'map' ? !value.flow : value.kind === 'scalar' && value.style === 'plain';
  const written = isPlain && !/: |\s#/.test(text) ? text : JSON.stringify(text);
  return [{ at: document.place(value.at), text: written }];
}
