import type { RuleMeta } from '../../../model/rule.ts';

export const meta = {
  id: 'nginx-syntax',
  since: '0.1.0',
  severity: 'error',
  summary: 'The text is not nginx configuration: a missing semicolon, brace or quote.',
  messages: {
    'missing-semicolon':
      '"{name}" does not end with ";", so nginx refuses the whole configuration. Insert it.',
    'missing-open-brace':
      '"{name}" has no "{" after its arguments, so nginx refuses the whole configuration.',
    'missing-close-brace':
      'The block of "{name}" is never closed, so nginx refuses the whole configuration. Insert the missing "}".',
    'unexpected-close-brace':
      'This "}" closes no block, so nginx refuses the whole configuration. Delete it.',
    'unexpected-open-brace':
      'This "{" opens a block that has no name, so nginx refuses the whole configuration. Write a directive before it.',
    'unexpected-semicolon':
      'This ";" ends no directive, so nginx refuses the whole configuration. Delete it.',
    'unclosed-quote':
      'This quote is not closed where its line ends, and nginx reads on to the next one. Close it before the ";".',
    'after-quote':
      'nginx wants white space, ";", "{" or ")" after a closing quote and refuses "{found}". Put the quotes around the whole word.',
    'unclosed-raw':
      'The Lua block is never closed, so nginx refuses the whole configuration. Insert the missing "}".',
    'too-long':
      'This is longer than the 4096 bytes that nginx can read as one word or comment, so it refuses the whole configuration.',
    'byte-order-mark':
      'The file starts with a byte order mark, which nginx takes for the name of a directive, and it refuses the whole configuration. Save the file as UTF-8 without it.',
  },
} as const satisfies RuleMeta;
