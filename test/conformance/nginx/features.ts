import type { Ask } from './generate/requests.ts';
import { walk, type Node } from './generate/tree.ts';

/** What a configuration and a request are about, for the figures. */
export function featuresOf(configuration: readonly Node[], ask: Ask): ReadonlySet<string> {
  const features = new Set<string>(ask.method === 'GET' ? [] : ['methods']);
  if (/%|\/\/|\/\.|[A-Z]/.test(ask.target.replace(/\?.*/, ''))) features.add('odd paths');
  if (ask.headers.some(([name]) => /^(range|if-)/i.test(name))) features.add('conditional requests');
  let servers = 0;
  for (const node of walk(configuration)) {
    if (node.kind === 'include') {
      features.add('include');
      continue;
    }
    const feature = NAMES.get(node.name) ?? FAMILIES.find(([pattern]) => pattern.test(node.name))?.[1];
    if (feature !== undefined) features.add(feature);
    if (node.name === 'server') servers++;
    if (node.name === 'location') features.add(locationKind(node.args));
    if (
      node.name === 'location' &&
      (node.body ?? []).some((each) => each.kind === 'statement' && each.name === 'location')
    )
      features.add('nested locations');
  }
  if (servers > 3) features.add('choice of server');
  return features;
}

function locationKind([first = '']: readonly string[]): string {
  if (first.startsWith('~')) return 'location regex';
  if (first.startsWith('@')) return 'location named';
  return first === '=' ? 'location =' : first === '^~' ? 'location ^~' : 'location prefix';
}

const NAMES = new Map(
  [
    'add_header',
    'add_header_inherit',
    'more_set_headers',
    'more_clear_headers',
    'if',
    'limit_except',
    'error_page',
    'try_files',
    'return',
    'rewrite',
    'set',
    'map',
    'geo',
    'split_clients',
    'expires',
    'auth_basic',
    'auth_request',
    'alias',
    'index',
    'autoindex',
    'internal',
    'merge_slashes',
    'server_name',
  ].map((name) => [name, name] as const),
);

const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(allow|deny)$/, 'allow, deny'],
  [/_hide_header$/, '*_hide_header'],
  [/_pass_header$/, '*_pass_header'],
  [/_intercept_errors$/, '*_intercept_errors'],
  [/^proxy_pass$/, 'proxy_pass'],
  [/^(fastcgi|scgi|uwsgi)_pass$/, 'fastcgi, scgi, uwsgi'],
];
