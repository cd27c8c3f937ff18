import { canonical } from '../config/property.ts';
import { argument, type Definition } from './definition.ts';
import type { Effect, Strategy } from './effect.ts';

const STRATEGIES: readonly Strategy[] = ['RETAIN_FIRST', 'RETAIN_LAST', 'RETAIN_UNIQUE'];

/** DedupeResponseHeader. */
export function dedupe(definition: Definition): Effect {
  const names = argument(definition, ['name', 'strategy'], 'name');
  const strategy = argument(definition, ['name', 'strategy'], 'strategy');
  const chosen = STRATEGIES.find((each) => canonical(each) === canonical(strategy?.text ?? 'RETAIN_FIRST'));
  if (names === undefined || chosen === undefined) {
    return {
      kind: 'refused',
      why: 'DedupeResponseHeader takes header names and RETAIN_FIRST, RETAIN_LAST or RETAIN_UNIQUE',
    };
  }
  return { kind: 'dedupe', names: names.text.toLowerCase().split(/\s+/), strategy: chosen };
}

/** RewriteResponseHeader. */
export function rewrite(definition: Definition): Effect {
  const order = ['name', 'regexp', 'replacement'];
  const name = argument(definition, order, 'name');
  const pattern = argument(definition, order, 'regexp');
  const replacement = argument(definition, order, 'replacement');
  if (name === undefined) return { kind: 'refused', why: 'RewriteResponseHeader needs a header name' };
  return {
    kind: 'rewrite',
    name: name.text.toLowerCase(),
    pattern: pattern?.text ?? '',
    // Java's replacement takes `$\{name}` for a group, so that YAML and Spring leave it alone.
    replacement: (replacement?.text ?? '').replaceAll('$\\', '$').replaceAll(/\$\{(\w+)\}/g, '$$<$1>'),
    works: pattern !== undefined && replacement !== undefined && isPattern(pattern.text),
  };
}

/** RewriteLocationResponseHeader. */
export function relocate(definition: Definition): Effect {
  const name = argument(definition, ['stripVersion', 'locationHeaderName'], 'locationHeaderName');
  return { kind: 'relocate', name: (name?.text ?? 'Location').toLowerCase() };
}

/** A value as RewriteResponseHeader leaves it, with Java's replaceAll; `undefined` where it turns the answer into a 500. */
export function rewritten(effect: Effect | undefined, name: string, value: string): string | undefined {
  if (effect?.kind !== 'rewrite' || effect.name !== name.toLowerCase()) return value;
  return effect.works ? value.replaceAll(new RegExp(effect.pattern, 'g'), effect.replacement) : undefined;
}

/** Java refuses a brace that opens no repetition, as JavaScript does in its strict mode only. */
function isPattern(text: string): boolean {
  try {
    return new RegExp(text, text.includes('{') ? 'u' : '').source !== '';
  } catch {
    return false;
  }
}
