import type { YamlProblem } from './malformed.ts';

/** What is wrong at a place, as a clause; the library says it in the terms of the grammar. */
export function syntaxFault({ code, message, at }: YamlProblem, text: string): string {
  const char = JSON.stringify(text.charAt(at.start));
  // Indentation by a tab shows as one of several faults, by what stands around it.
  const lineStart = text.lastIndexOf('\n', at.start - 1) + 1;
  if (code === 'TAB_AS_INDENT' || /^ *\t/.test(text.slice(lineStart, Math.max(at.end, at.start + 1))))
    return 'a tab cannot indent, so write spaces';
  switch (code) {
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? 'a bracket before this is not closed, or what it holds is indented too little'
        : MISALIGNED;
    case 'MISSING_CHAR':
      if (message.includes('closing')) return 'this quote is not closed';
      if (message.includes('Sequence item')) return MISALIGNED;
      return message.includes('Flow') ? 'a bracket is not closed' : NO_COLON;
    case 'MULTILINE_IMPLICIT_KEY':
      return NO_COLON;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second ": " stands in this line, so the text has to stand in quotes';
    case 'BLOCK_IN_FLOW':
      return 'inside brackets everything has to stand in brackets';
    case 'BAD_SCALAR_START':
      return `a text that begins with ${char} has to stand in quotes`;
    case 'BAD_DQ_ESCAPE':
      return 'in double quotes a backslash begins an escape, and this is none; write it twice';
    case 'UNEXPECTED_TOKEN':
      return message.endsWith('at node end')
        ? 'the value ends before this; a text with quotes inside has to be quoted as a whole'
        : 'this cannot stand here';
    default:
      return message.replace(/^./, (first) => first.toLowerCase()).replace(/[.:\s]+$/, '');
  }
}

const MISALIGNED = 'this line is indented otherwise than those it belongs to';
const NO_COLON = 'a key needs ":" and a space behind it, or this line is indented wrongly';
