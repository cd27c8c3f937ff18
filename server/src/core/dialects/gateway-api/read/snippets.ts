import type { EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import { embedScalar } from '../../../nginx/embedded/scalar.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { Attachment } from '../lower/attach.ts';
import { holdOnGateway } from '../lower/policies.ts';
import { NGINX, sameNamespace, type GatewayWorld } from './world.ts';
import { GATEWAY_API } from './world.ts';

export type SnippetContext = 'http' | 'http.server' | 'http.server.location';

/** A text that NGINX Gateway Fabric includes in its configuration of nginx. */
export interface Snippet {
  readonly object: KubernetesObject;
  readonly context: SnippetContext;
  readonly nginx: EmbeddedNginx;
}

const CONTEXTS: readonly SnippetContext[] = ['http', 'http.server', 'http.server.location'];

/** Those of a SnippetsFilter or a SnippetsPolicy; the ones of `main` touch no headers. */
export function snippetsOf(object: KubernetesObject): readonly Snippet[] {
  return itemsOf(at(object.node, 'spec', 'snippets')).flatMap((each): readonly Snippet[] => {
    const value = at(each, 'value');
    const written = textOf(at(each, 'context'));
    const context = CONTEXTS.find((known) => known === written);
    if (context === undefined || value?.kind !== 'scalar' || value.isNull) return [];
    return [{ object, context, nginx: embedScalar(object.document, value) }];
  });
}

/** The SnippetsFilters that a rule names. */
export function filtersOf(
  rule: YamlNode | undefined,
  route: KubernetesObject,
  world: GatewayWorld,
): readonly KubernetesObject[] {
  return itemsOf(at(rule, 'filters')).flatMap((filter) => {
    const ref = at(filter, 'extensionRef');
    const [group, kind, name] = ['group', 'kind', 'name'].map((key) => textOf(at(ref, key)));
    if (group !== NGINX || kind !== 'SnippetsFilter' || name === undefined) return [];
    return world.index.find(group, kind, name, route.namespace) ?? [];
  });
}

/**
 * All snippets around the answers of a rule, each once. Those of a server come from every rule of its hosts, those of
 * `http` from every route of the Gateway.
 */
export function snippetsAround(
  route: KubernetesObject,
  rule: YamlNode | undefined,
  attachment: Attachment,
  world: GatewayWorld,
): readonly Snippet[] {
  const policies = world
    .ofKind(NGINX, 'SnippetsPolicy')
    .filter((each) => holdOnGateway(each, attachment) !== 'none')
    .flatMap(snippetsOf);
  const own = new Set(filtersOf(rule, route, world));
  const found = new Map<KubernetesObject, { readonly isOwn: boolean; readonly isOfHost: boolean }>();
  for (const other of world.ofKind(GATEWAY_API, 'HTTPRoute')) {
    if (other !== route && !isOn(other, attachment)) continue;
    const isOfHost = other === route || sharesHost(other, route);
    for (const each of itemsOf(at(other.node, 'spec', 'rules'))) {
      for (const filter of filtersOf(each, other, world)) {
        const known = found.get(filter);
        found.set(filter, { isOwn: own.has(filter), isOfHost: isOfHost || known?.isOfHost === true });
      }
    }
  }
  const filters = [...found].flatMap(([filter, { isOwn, isOfHost }]) =>
    snippetsOf(filter).filter(({ context }) =>
      context === 'http' ? true : context === 'http.server' ? isOfHost : isOwn,
    ),
  );
  return [...policies, ...filters];
}

function isOn(route: KubernetesObject, { gatewayName, gatewayNamespace }: Attachment): boolean {
  return itemsOf(at(route.node, 'spec', 'parentRefs')).some(
    (ref) =>
      textOf(at(ref, 'name')) === gatewayName &&
      sameNamespace(textOf(at(ref, 'namespace')) ?? route.namespace, gatewayNamespace),
  );
}

function sharesHost(a: KubernetesObject, b: KubernetesObject): boolean {
  const [one, other] = [a, b].map(({ node }) =>
    itemsOf(at(node, 'spec', 'hostnames')).map((each) => textOf(each)?.toLowerCase()),
  );
  if (one === undefined || other === undefined) return false;
  return one.length === 0 ? other.length === 0 : one.some((name) => other.includes(name));
}
