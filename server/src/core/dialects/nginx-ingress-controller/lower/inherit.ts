import type { InheritMode } from '../../../nginx/lower/level.ts';

/** `add-header-inherit` of an object, a route or a ConfigMap (since 5.5.0). */
export function inheritOf(text: string | undefined): InheritMode | undefined {
  const mode = text?.trim().toLowerCase();
  return mode === 'on' || mode === 'off' || mode === 'merge' ? mode : undefined;
}
