import type { Context } from '../../nginx/context.ts';
import type { Uri } from '../../model/place.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import type { Completion } from '../answers.ts';
import { completeDirective } from './complete-directive.ts';
import { completeHeader } from './complete-header.ts';
import { blocksAround, contextIn } from './cursor.ts';
import { directiveFacts, type DirectiveCatalogue } from './facts.ts';
import { headerSyntax } from './header-mentions.ts';
import { slotAt, type Slot } from './slot.ts';
import { typingAt } from './statement.ts';

export function completeNginx(
  tree: NginxTree,
  uri: Uri,
  offset: number,
  catalogue: DirectiveCatalogue,
): readonly Completion[] {
  // An edit that replaces several lines is no completion to LSP; it would come of a quoted value over several lines.
  return completionsAt(tree, uri, offset, catalogue).filter(
    ({ at }) => !tree.text.slice(at.start, at.end).includes('\n'),
  );
}

function completionsAt(
  tree: NginxTree,
  uri: Uri,
  offset: number,
  catalogue: DirectiveCatalogue,
): readonly Completion[] {
  const typing = typingAt(tree, offset);
  if (typing === undefined) return [];
  const context = contextIn(tree, uri, blocksAround(tree, offset));
  if (context === 'data') return [];
  const slot = slotAt(tree.text, typing, offset);
  const [name, ...args] = typing.before.map((word) => wordText(tree.text, word));
  if (name === undefined) return completeDirective(slot, catalogue(context));
  const syntax = headerSyntax(name);
  if (syntax !== undefined) return completeHeader(tree, syntax, args, slot);
  return args.length === 0 ? completeSetting(name, context, slot) : [];
}

/** The words that a directive takes as its only argument. */
function completeSetting(name: string, context: Context, slot: Slot): readonly Completion[] {
  const isFlag = directiveFacts(name, context)?.variant.flag === true;
  const words = choices.get(name) ?? (isFlag ? ['on', 'off'] : []);
  return words.map((label) => ({ label, kind: 'value', insert: label, isSnippet: false, at: slot.at }));
}

const choices: ReadonlyMap<string, readonly string[]> = new Map([
  ['add_header_inherit', ['on', 'off', 'merge']],
  ['add_trailer_inherit', ['on', 'off', 'merge']],
]);
