import type { Change } from '../../model/place.ts';
import type { YamlScalar } from '../../syntax/yaml/node.ts';

/**
 * An edit of nginx's text in a scalar on one line, as the scalar writes it: nginx needs no line breaks, and what would be
 * YAML's own is escaped. `undefined` where a plain scalar cannot hold the text.
 */
export function inlineChange({ at, text }: Change, style: YamlScalar['style']): Change | undefined {
  // A comment would swallow the rest of the line.
  if (text.includes('#')) return undefined;
  const line = text.replace(/\s*\r?\n\s*/g, ' ');
  if (style === 'single') return { at, text: line.replaceAll("'", "''") };
  if (style === 'double') return { at, text: line.replaceAll('\\', '\\\\').replaceAll('"', '\\"') };
  // A colon before a blank makes a plain scalar a map, and in a flow collection brackets and commas end it (YAML 1.2.2, 7.3.3).
  return /:(\s|$)|[[\]{},]/.test(line) ? undefined : { at, text: line };
}
