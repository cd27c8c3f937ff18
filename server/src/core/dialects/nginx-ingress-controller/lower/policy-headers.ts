import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';

/** The lines of a CORS policy, which stand in every location that it holds for (generateCORSHeaders). */
export function corsOps(policy: KubernetesObject | undefined): readonly HeaderOp[] {
  const cors = policy && at(policy.node, 'spec', 'cors');
  if (policy === undefined || cors?.kind !== 'map') return [];
  const origins = itemsOf(at(cors, 'allowOrigin'));
  const [origin] = origins;
  const isAny = origins.length === 1 && textOf(origin) === '*';
  // Of several origins, or a pattern of them, a map of the request's own is written.
  const only = origins.length === 1 ? textOf(origin) : undefined;
  const fixed = only !== undefined && (isAny || !only.includes('*')) ? only : undefined;
  const list = (key: string): string =>
    itemsOf(at(cors, key))
      .map((each) => textOf(each) ?? '')
      .join(', ');
  const lines: readonly (readonly [name: string, value: string | undefined, node: YamlNode | undefined])[] = [
    ['Vary', 'Origin', origins.length > 0 && !isAny ? origin : undefined],
    ['Access-Control-Allow-Origin', fixed, origin],
    ['Access-Control-Allow-Methods', list('allowMethods'), itemsOf(at(cors, 'allowMethods'))[0]],
    ['Access-Control-Allow-Headers', list('allowHeaders'), itemsOf(at(cors, 'allowHeaders'))[0]],
    ['Access-Control-Allow-Credentials', textOf(at(cors, 'allowCredentials')), at(cors, 'allowCredentials')],
    ['Access-Control-Expose-Headers', list('exposeHeaders'), itemsOf(at(cors, 'exposeHeaders'))[0]],
    ['Access-Control-Max-Age', textOf(at(cors, 'maxAge')), at(cors, 'maxAge')],
  ];
  return lines.flatMap(([name, value, node]) =>
    node === undefined ? [] : [lineOf(policy, name, value, node)],
  );
}

/** The line of an HSTS policy; it is empty where the connection is none of https. */
export function hstsOps(policy: KubernetesObject | undefined): readonly HeaderOp[] {
  const hsts = policy && at(policy.node, 'spec', 'hsts');
  return policy === undefined || hsts === undefined
    ? []
    : [lineOf(policy, 'Strict-Transport-Security', undefined, hsts)];
}

/** @param value `undefined`: a request decides */
export function lineOf(
  { document }: Pick<KubernetesObject, 'document'>,
  name: string,
  value: string | undefined,
  node: YamlNode,
): HeaderOp {
  const place = document.place(node.at);
  const known: HeaderValue =
    value === undefined
      ? { kind: 'dynamic', parts: [undefined], template: '', at: place }
      : { kind: 'literal', text: value, at: place };
  return {
    kind: 'append',
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: known,
    whenEmpty: 'skip',
    reach: {},
    nameAt: place,
    statement: place,
    edits: {},
  };
}
