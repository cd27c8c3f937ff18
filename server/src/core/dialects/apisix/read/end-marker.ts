import type { Unread } from '../../../model/scope.ts';
import type { YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';

/** APISIX looks for the marker in the last ten bytes of the file (`read_apisix_config` of apisix/core/config_yaml.lua). */
const LAST = 10;

/** A file that APISIX does not read, because it could be half written. */
export function endMarkerFault({ file, documents: [document] }: YamlFile, root: YamlMap): Unread | undefined {
  const { uri, text } = file;
  if (!/\/apisix[^/]*\.ya?ml$/i.test(uri) || document === undefined) return undefined;
  if (/#END\s*$/.test(text.slice(-LAST))) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const [head] = root.entries;
  // A marker with much behind it is there, and too far from the end.
  const kept = text.trimEnd();
  const body = /(?:^|\n)#END$/.test(kept) ? kept : `${kept}${eol}#END`;
  return {
    at: document.place((head?.key ?? root).at),
    what: 'This file',
    why: 'APISIX reads it only when its last line is #END',
    advice: 'Add that line.',
    title: 'Add #END as the last line',
    fix: [{ at: { uri, start: kept.length, end: text.length }, text: `${body.slice(kept.length)}${eol}` }],
  };
}
