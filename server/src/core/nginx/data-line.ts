import type { Finding } from '../model/finding.ts';
import type { Uri } from '../model/place.ts';
import type { Directive } from '../syntax/nginx/tree.ts';
import { wordText } from '../syntax/nginx/word.ts';
import { nginxFinding } from './finding.ts';
import { meta } from './rules/nginx-directive/rule.ts';

/** Blocks whose lines have exactly two words, but for these that stand alone (ngx_http_map, ngx_http_geo). */
const pairs: Readonly<Record<string, readonly string[]>> = {
  map: ['hostnames', 'volatile'],
  geo: ['ranges', 'proxy_recursive', 'volatile'],
  charset_map: [],
};

/** A line of a block whose lines are not directives. */
export function dataLineFinding(line: Directive, block: string, text: string, uri: Uri): Finding | undefined {
  const at = { uri, start: line.start, end: line.headEnd };
  // ngx_conf_parse refuses a block wherever a handler reads the lines.
  if (line.body !== undefined) return nginxFinding(meta, 'nested-data', at, { block });
  if (!line.complete || !Object.hasOwn(pairs, block)) return undefined;
  const count = line.argCount + 1;
  if (count === 2 || (count === 1 && pairs[block]?.includes(wordText(text, line.name)))) return undefined;
  return nginxFinding(meta, 'data-count', at, { block, count: String(count) });
}
