import type { HeaderOp } from '../../../model/header-op.ts';
import { at, entriesOf, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { Plugin } from '../model/config.ts';

const FRAMING = ['x-frame-options', 'content-security-policy'];

/** Code that takes names or other code from elsewhere. */
const ELSEWHERE =
  /\b(?:require|load|loadstring|dofile|io)\b|(?:set_header|add_header|clear_header|set_headers)\s*\(\s*[^"'\s)]|ngx\.header\s*\[\s*[^"'\s\]]/;

/** What code of one's own may do to the headers that matter here. */
export function functionOps(plugin: Plugin): readonly HeaderOp[] {
  const phases = entriesOf(at(plugin.holder, 'config'));
  const code = phases
    .filter(({ key }) => key.text === 'header_filter' || key.text === 'functions')
    .flatMap(({ value }) => itemsOf(value).map((item) => textOf(item) ?? ''))
    .join('\n');
  const all = phases.flatMap(({ value }) => itemsOf(value).map((item) => textOf(item) ?? '')).join('\n');
  if (ELSEWHERE.test(code)) return [unknown(plugin, '', true)];
  return FRAMING.filter((name) => all.toLowerCase().includes(name)).map((name) =>
    unknown(plugin, name, false),
  );
}

export function unknown({ name, nameAt }: Plugin, text: string, prefix: boolean): HeaderOp {
  return {
    kind: 'unknown',
    name: { text, prefix },
    spelling: name,
    value: { kind: 'literal', text: '', at: nameAt },
    whenEmpty: 'skip',
    reach: {},
    nameAt,
    statement: nameAt,
    edits: {},
  };
}
