import type { HeaderValue } from '../../../model/header-op.ts';
import type { ConfigText } from './node.ts';

/** Go templates (which the file provider renders), and what is filled in before Traefik sees a file. */
const HOLE = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{[^}]*\}/s;

/** The known parts of a text with holes; `undefined` for a text without any. */
export function templateParts(
  text: string,
  hole: RegExp = HOLE,
): readonly (string | undefined)[] | undefined {
  if (!hole.test(text)) return undefined;
  return text
    .split(new RegExp(hole.source, 'gs'))
    .flatMap((part, index) => (index === 0 ? [part] : [undefined, part]))
    .filter((part) => part !== '');
}

/** True where the file as it stands says little of what Traefik will read: whole blocks come from template actions. */
export function hasTemplateBlocks(text: string): boolean {
  return /\{\{-?\s*(?:range|if|with|define|template|block|include|end)\b|\{%/.test(text);
}

/** A text as the value of a header. */
export function headerValue(node: ConfigText): HeaderValue {
  const { at, parts } = node;
  if (parts !== undefined) return { kind: 'dynamic', parts, template: node.text, at };
  return { kind: 'literal', text: wireText(node), at };
}

/**
 * As it goes out: the decoder keeps a plain number's value, not its digits (Go's FormatFloat with six places), and Go's
 * HTTP writer trims blanks and makes blanks of line ends (net/http, headerNewlineToSpace).
 */
function wireText({ text, plain }: ConfigText): string {
  if (plain && /^[-+]?\d+\.\d+$/.test(text)) return Number(text).toFixed(6);
  return text.replace(/[\r\n]/g, ' ').trim();
}
