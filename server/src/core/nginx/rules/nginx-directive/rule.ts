import type { RuleMeta } from '../../../model/rule.ts';

export const meta = {
  id: 'nginx-directive',
  since: '0.1.0',
  severity: 'error',
  summary: 'A directive that nginx does not know, or not here, or not with these arguments.',
  messages: {
    unknown: 'nginx has no directive "{name}", so it refuses the whole configuration.',
    misspelled: 'nginx has no directive "{name}", so it refuses the whole configuration. It has "{near}".',
    foreign:
      '"{name}" is no directive of nginx nor of a module known here; nginx refuses it unless a module adds it.',
    quantifier:
      'The "{" before "{name}" opens a block, for the regular expression has no quotes, so nginx refuses the whole configuration. Put it in quotes.',
    misplaced:
      '"{name}" may not stand {here}, so nginx refuses the whole configuration. It may stand {there}.',
    'no-block':
      '"{name}" has no block; nginx wants ";" after its arguments and refuses the whole configuration.',
    'needs-block':
      '"{name}" opens a block; nginx wants "{" after its arguments and refuses the whole configuration.',
    count: '"{name}" takes {expected} and has {count}, so nginx refuses the whole configuration.',
    flag: '"{name}" is either "on" or "off"; nginx refuses "{value}".',
    argument: '"{name}" does not take the argument "{value}", so nginx refuses the whole configuration.',
    condition: 'nginx cannot read this condition: {why}.',
    variable: 'nginx cannot read the variables in "{value}": {why}.',
    'nested-data': 'Inside "{block}" stand lines of data; nginx refuses a block here.',
    'data-count': 'A line of "{block}" has two words; nginx refuses {count}.',
    newer: '"{name}" came with nginx {since}; version {version} refuses the whole configuration.',
    removed: '"{name}" is gone since nginx {removed}; version {version} refuses the whole configuration.',
    swallowed:
      'nginx takes "{next}" as a further argument of "{name}": the ";" before it seems to be missing, and "{next}" has no effect.',
    'split-header':
      '"{name}" takes each argument for a header of its own: this clears {header} and sends nothing. Put name and value in one pair of quotes.',
    'no-events':
      'The main file has no "events" block, so nginx refuses the whole configuration. Write "events {}" beside "http".',
  },
} as const satisfies RuleMeta;
