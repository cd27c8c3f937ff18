import type { Completion } from '../answers.ts';
import { shortDirectiveDoc } from './directive-doc.ts';
import type { DirectiveFacts } from './facts.ts';
import type { Slot } from './slot.ts';
import { directiveSnippet } from './snippets.ts';

/** Names of directives that may stand at the cursor. */
export function completeDirective(slot: Slot, directives: readonly DirectiveFacts[]): readonly Completion[] {
  if (slot.quote !== '') return [];
  const typed = slot.typed.toLowerCase();
  return (
    directives
      .filter(({ name }) => hasInOrder(name.toLowerCase(), typed))
      // Other modules' thousand directives come with the first letter.
      .filter((facts) => typed !== '' || !isForeign(facts))
      .sort((a, b) => rank(a, typed) - rank(b, typed))
      .map((facts) => completion(facts, slot))
  );
}

/** What editors call a fuzzy match; dropping the rest here keeps the answer small. */
function hasInOrder(name: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = name.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** nginx's own before other modules', and what begins as typed before what merely contains it. */
function rank(facts: DirectiveFacts, typed: string): number {
  return (isForeign(facts) ? 2 : 0) + (facts.name.toLowerCase().startsWith(typed) ? 0 : 1);
}

function isForeign({ variant }: DirectiveFacts): boolean {
  return variant.thirdParty !== undefined || variant.plus;
}

function completion(facts: DirectiveFacts, slot: Slot): Completion {
  const { name, variant } = facts;
  const insert = insertText(facts, slot.rest);
  return {
    label: name,
    kind: 'directive',
    detail: variant.thirdParty ?? (variant.plus ? 'NGINX Plus' : variant.module),
    doc: shortDirectiveDoc(facts),
    insert,
    isSnippet: insert.includes('$'),
    at: slot.at,
  };
}

/** In front of arguments that are there already only the name is missing. */
function insertText(facts: DirectiveFacts, rest: Slot['rest']): string {
  if (rest === 'more' || (rest === 'semicolon' && facts.variant.block)) return facts.name;
  const snippet = directiveSnippet(facts);
  return rest === 'semicolon' ? snippet.replace(/;$/, '') : snippet;
}
