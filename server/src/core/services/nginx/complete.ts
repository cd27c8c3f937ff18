import type { Context } from '../../dialects/nginx/context.ts';
import type { Uri } from '../../model/place.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { wordText } from '../../syntax/nginx/word.ts';
import type { Completion } from '../answers.ts';
import { completeDirective } from './complete-directive.ts';
import { completeHeader } from './complete-header.ts';
import { blocksAround, contextIn } from './cursor.ts';
import { directiveFacts } from './facts.ts';
import { headerSyntax } from './header-mentions.ts';
import { slotAt, type Slot } from './slot.ts';
import { typingAt } from './statement.ts';

export function completeNginx(tree: NginxTree, uri: Uri, offset: number): readonly Completion[] {
  const typing = typingAt(tree, offset);
  if (typing === undefined) return [];
  const context = contextIn(tree, uri, blocksAround(tree, offset));
  if (context === 'data') return [];
  const slot = slotAt(tree.text, typing, offset);
  const [name, ...args] = typing.before.map((word) => wordText(tree.text, word));
  if (name === undefined) return completeDirective(slot, context);
  const syntax = headerSyntax(name);
  if (syntax !== undefined) return completeHeader(tree, syntax, args, slot);
  return args.length === 0 ? completeSetting(name, context, slot) : [];
}

/** The words that a directive takes as its only argument. */
function completeSetting(name: string, context: Context, slot: Slot): readonly Completion[] {
  const facts = directiveFacts(name, context);
  const words = facts?.variant.flag === true ? ['on', 'off'] : [];
  return words.map((label) => ({ label, kind: 'value', insert: label, isSnippet: false, at: slot.at }));
}
