import type { Unread } from '../../../model/scope.ts';
import { at, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

/** APISIX looks for the marker in the last ten bytes of the file (`read_apisix_config` of apisix/core/config_yaml.lua). */
const LAST = 10;

export interface FileName {
  readonly name: string;
  /** It stands in another file. */
  readonly isEmbedded: boolean;
}

/** A file that APISIX does not read, because it could be half written. */
export function endMarkerFault(
  document: YamlDocument,
  root: YamlMap,
  { name, isEmbedded }: FileName,
): Unread | undefined {
  const { file } = document;
  if (!/^apisix.*\.ya?ml$/i.test(name)) return undefined;
  // `name` and `version` at the root: what early versions of ADC write to APISIX, which does not read it itself.
  if (textOf(at(root, 'name')) !== undefined && textOf(at(root, 'version')) !== undefined) return undefined;
  const [text, start] = isEmbedded ? [document.text, document.start] : [file.text, 0];
  if (/#END\s*$/.test(text.slice(-LAST))) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const [head] = root.entries;
  const indent = /^[ \t]*/.exec(text.slice(text.search(/^[ \t]*[^\s#]/m)))?.[0] ?? '';
  // A marker with much behind it is there, and too far from the end.
  const kept = text.trimEnd();
  const added = /(?:^|\n)\s*#END$/.test(kept) ? '' : `${eol}${indent}#END`;
  return {
    at: document.place((head?.key ?? root).at),
    what: 'This file',
    why: 'APISIX reads it only when its last line is #END',
    advice: 'Add that line.',
    title: 'Add #END as the last line',
    fix: [
      { at: { uri: file.uri, start: start + kept.length, end: start + text.length }, text: `${added}${eol}` },
    ],
  };
}
