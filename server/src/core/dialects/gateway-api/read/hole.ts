import type { HeaderOp } from '../../../model/header-op.ts';
import type { Place } from '../../../model/place.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** `{{ … }}` without quotes: YAML reads a map in a map, and a template puts something else there. */
export function isHole({ text }: YamlDocument, node: YamlNode | undefined): boolean {
  return node?.kind === 'map' && node.flow && text.startsWith('{{', node.at.start);
}

export function isTemplate(text: string): boolean {
  return /\{\{|\$\{|\$\(/.test(text);
}

/** Something that may do anything to headers: a template, a patch, a script, another controller's filter. */
export function opaqueOp(keyword: string, place: Place): HeaderOp {
  return {
    kind: 'unknown',
    name: { text: '', prefix: true },
    spelling: keyword,
    value: { kind: 'literal', text: '', at: place },
    whenEmpty: 'send',
    reach: {},
    nameAt: place,
    statement: place,
    edits: {},
  };
}
