import { at, entriesOf, entryOf, textOf, type YamlEntry, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { ProcessFile } from './objects.ts';

/** Files that start APIPark or Apinto. None of them has a place for headers of answers. */
export function readProcessFile(document: YamlDocument, root: YamlNode): ProcessFile | undefined {
  if (root.kind !== 'map') return undefined;
  const found = apinto(root) ?? apipark(root) ?? container(root);
  return found && { document, root, what: found.what, at: found.entry.key.at };
}

interface Found {
  readonly what: ProcessFile['what'];
  readonly entry: YamlEntry;
}

function apinto(root: YamlNode): Found | undefined {
  const gateway = entryOf(root, 'gateway');
  const listens = at(gateway?.value, 'listen_urls') ?? at(gateway?.value, 'advertise_urls');
  if (gateway !== undefined && listens !== undefined && at(root, 'client', 'listen_urls') !== undefined)
    return { what: 'Apinto', entry: gateway };
  const config = entryOf(root, 'config') ?? entryOf(root, 'data_dir');
  const isApinto = entryOf(root, 'socket_dir') !== undefined && entryOf(root, 'extends_dir') !== undefined;
  return isApinto && config !== undefined ? { what: 'Apinto', entry: config } : undefined;
}

function apipark(root: YamlNode): Found | undefined {
  const entry = entryOf(root, 'mysql');
  const isOurs =
    at(entry?.value, 'user_name') !== undefined &&
    at(root, 'redis', 'addr') !== undefined &&
    (at(root, 'error_log') ?? at(root, 'nsq')) !== undefined;
  return entry !== undefined && isOurs ? { what: 'APIPark', entry } : undefined;
}

const IMAGE = /(?:^|\/)(?:(apipark\/apipark)|eolinker\/apinto-gateway)\b/;
/** Another program in front may set the headers. */
const PROXY = /(?:^|\/)(?:nginx|traefik|caddy|haproxy|envoy|httpd|openresty|swag|kong|apisix)\b/;

function container(root: YamlNode): Found | undefined {
  const images = entriesOf(at(root, 'services')).flatMap(({ value }) => {
    const entry = entryOf(value, 'image');
    const text = textOf(entry?.value);
    return entry === undefined || text === undefined ? [] : [{ entry, text }];
  });
  if (images.some(({ text }) => PROXY.test(text))) return undefined;
  const own = images.find(({ text }) => IMAGE.test(text));
  if (own === undefined) return undefined;
  return { what: IMAGE.exec(own.text)?.[1] === undefined ? 'Apinto' : 'APIPark', entry: own.entry };
}
