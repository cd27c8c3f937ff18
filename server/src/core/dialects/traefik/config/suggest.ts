import type { Change } from '../../../model/place.ts';
import type { ConfigEntry } from './node.ts';
import type { DecodeFault } from './check.ts';
import type { Field } from './schema.ts';

/** What can be done about a decoder's refusal. */
export interface Suggestion {
  /** As a sentence. */
  readonly advice: string;
  readonly title?: string;
  readonly fix?: readonly Change[];
}

export function suggestionFor(fault: DecodeFault): Suggestion {
  const { entry, kind, known } = fault;
  switch (kind) {
    case 'unknown':
      return known === undefined ? { advice: `Remove ${entry.name}.` } : respelled(entry, known);
    case 'boolean':
      return truth(entry);
    case 'empty':
      return { advice: `Give ${entry.name} a value or remove it.` };
    case 'shape':
      return { advice: shapeAdvice(entry) };
  }
}

/** The option that a misspelled name was meant to be. */
function respelled(entry: ConfigEntry, known: ReadonlyMap<string, Field>): Suggestion {
  const meant = meaningOf(entry, known);
  if (meant === undefined) return { advice: `Remove ${entry.name}, or write an option that Traefik knows.` };
  const change = entry.rename?.(meant);
  return {
    advice: `Write ${meant}.`,
    ...(change !== undefined && { title: `Rename to ${meant}`, fix: [change] }),
  };
}

function meaningOf({ name, value }: ConfigEntry, known: ReadonlyMap<string, Field>): string | undefined {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  const exact = known.get(letters);
  if (exact !== undefined) return exact.name;
  const plural = known.get(`${letters}s`) ?? known.get(letters.replace(/s$/, ''));
  if (plural !== undefined) return plural.name;
  if (!known.has('framedeny') || !/frameoptions?(value)?$/.test(letters) || value.kind !== 'text')
    return undefined;
  return 'customFrameOptionsValue';
}

function truth({ name, value }: ConfigEntry): Suggestion {
  if (value.kind !== 'text') return { advice: 'Write true or false.' };
  const meant = /^\s*(yes|y|on|true|deny|"?true"?)\s*$/i.test(value.text) ? 'true' : 'false';
  const isOff = /^\s*(no|n|off|false)\s*$/i.test(value.text);
  if (meant === 'false' && !isOff) return { advice: `Write ${name}: true, or remove it.` };
  const quoted = value.rewrite?.(meant);
  // A boolean where a text would be taken for one.
  const change = quoted && { ...quoted, text: quoted.text.replace(`"${meant}"`, meant) };
  return {
    advice: `Write ${meant}.`,
    ...(change !== undefined && { title: `Write ${meant}`, fix: [change] }),
  };
}

function shapeAdvice({ name }: ConfigEntry): string {
  return /headers$/i.test(name)
    ? `Write each header as a name and its value below ${name}.`
    : `Write ${name} as a text.`;
}
