import { at, entriesOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { Match } from '../model/config.ts';

/** Before format 3.0 a path with anything but these is a regular expression. */
const PLAIN = /^[a-zA-Z0-9._~/%-]*$/;
const HOLE = /\$\(|\{\{|\$\{/;

export function matchOf(route: YamlMap, version: string | undefined): Match {
  const texts = (key: string): readonly string[] =>
    itemsOf(at(route, key)).flatMap((item) => textOf(item) ?? []);
  const protocols = texts('protocols');
  const isOld = version !== undefined && !version.startsWith('3');
  const paths = texts('paths').map((path) => (isOld && !PLAIN.test(path) ? `~${path}` : path));
  const headers = entriesOf(at(route, 'headers')).map(
    ({ key, value }) => [key.text, itemsOf(value).flatMap((item) => textOf(item) ?? [])] as const,
  );
  const all = [...paths, ...texts('hosts'), ...texts('methods'), ...protocols, ...headers.flat(2)];
  const priority = textOf(at(route, 'regex_priority')) ?? '0';
  return {
    hosts: texts('hosts'),
    paths,
    methods: texts('methods'),
    headers,
    snis: texts('snis'),
    protocols: protocols.length === 0 ? ['http', 'https'] : protocols,
    regexPriority: /^-?\d+$/.test(priority) ? Number(priority) : 0,
    isOpen:
      at(route, 'expression') !== undefined || all.some((text) => HOLE.test(text)) || HOLE.test(priority),
  };
}
