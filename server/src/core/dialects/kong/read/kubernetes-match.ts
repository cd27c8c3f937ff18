import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { Match } from '../model/config.ts';

const PREFIX = 'konghq.com/';

/** What the controller makes of a path and the annotations (subtranslator/ingress.go). */
export function ingressMatch(path: IngressPath): Match {
  const { object, host } = path;
  const { annotations } = object;
  const list = (key: string): readonly string[] => listAt(object, key);
  const aliases = list('host-aliases');
  const protocols = list('protocols');
  const priority = annotations.get(`${PREFIX}regex-priority`)?.text ?? '0';
  return {
    hosts: host === undefined ? [] : [host, ...aliases],
    paths: pathsOf(path),
    methods: list('methods').map((method) => method.toUpperCase()),
    headers: [...annotations]
      .filter(([key]) => key.startsWith(`${PREFIX}headers.`))
      .map(([key]) => {
        const name = key.slice(PREFIX.length);
        return [name.slice('headers.'.length), list(name)] as const;
      }),
    snis: list('snis'),
    protocols: protocols.length === 0 ? ['http', 'https'] : protocols,
    regexPriority: /^-?\d+$/.test(priority) ? Number(priority) : 0,
    // A KongIngress may say anything of all this.
    isOpen: annotations.has('configuration.konghq.com') || annotations.has(`${PREFIX}override`),
  };
}

function listAt({ annotations }: KubernetesObject, key: string): readonly string[] {
  const text = annotations.get(`${PREFIX}${key}`)?.text ?? '';
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** PathsFromIngressPaths: a prefix ends where a segment does. `/~` begins a regular expression. */
function pathsOf({ object, kind, path, pathType }: IngressPath): readonly string[] {
  if (kind === 'default') return ['/'];
  const clean = path.replace(/\/{2,}/g, '/');
  const regex = object.annotations.get(`${PREFIX}regex-prefix`)?.text ?? '/~';
  if (pathType === 'Exact') return [`~/${clean.replace(/^\/+/, '')}$`];
  if (pathType === 'Prefix') {
    const base = clean.replace(/^\/+|\/+$/g, '');
    return base === '' ? ['/'] : [`/${base}/`, `~/${base}$`];
  }
  return [clean.startsWith(regex) ? `~${clean.slice(regex.length)}` : clean];
}

/** Which requests a rule takes is the matter of the Gateway API. */
export function httpRouteMatch(_rule: YamlNode): Match {
  return {
    hosts: [],
    paths: [],
    methods: [],
    headers: [],
    snis: [],
    protocols: ['http', 'https'],
    regexPriority: 0,
    isOpen: true,
  };
}
