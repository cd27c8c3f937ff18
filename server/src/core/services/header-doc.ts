import { headerFact } from './header-facts.ts';
import { code } from './markdown.ts';

/** What a header is for; `undefined` for one that nothing is known of. */
export function headerDoc(name: string): string | undefined {
  const spec = headerFact(name);
  if (spec === undefined) return undefined;
  const status = spec.status === 'current' ? '' : ` (${spec.status})`;
  return `**${spec.name}**${status}: ${spec.summary} [Reference](${spec.reference})`;
}

/** What one of its usual values means. */
export function valueDoc(name: string, value: string | undefined): string | undefined {
  const known = headerFact(name)?.values.find(
    ({ text }) => text.toLowerCase() === value?.trim().toLowerCase(),
  );
  return known && `${code(known.text)}: ${known.doc}`;
}
