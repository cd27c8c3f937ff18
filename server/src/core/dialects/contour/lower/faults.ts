import type { Unread } from '../../../model/scope.ts';
import { ANY, crdFaults, list, object, TEXT, type CrdShape } from '../../../syntax/kubernetes/crd.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { RESPONSE } from './policy.ts';
import type { ProxyRoute } from './world.ts';

const POLICY = object({ set: list(object({ name: TEXT, value: TEXT })), remove: list(TEXT) });

function fields(names: string, more: Readonly<Record<string, CrdShape>> = {}): CrdShape {
  return object({ ...Object.fromEntries(names.split(/\s+/).map((name) => [name, ANY])), ...more });
}

const POLICIES = { requestHeadersPolicy: POLICY, responseHeadersPolicy: POLICY };
const SERVICE = fields(
  'name port protocol weight mirror validation healthPort cookieRewritePolicies slowStartPolicy',
  POLICIES,
);
const ROUTE = fields(
  `conditions enableWebsockets permitInsecure authPolicy timeoutPolicy retryPolicy healthCheckPolicy loadBalancerPolicy
   pathRewritePolicy cookieRewritePolicies rateLimitPolicy requestRedirectPolicy directResponsePolicy
   internalRedirectPolicy jwtVerificationPolicy ipAllowPolicy ipDenyPolicy`,
  { ...POLICIES, services: list(SERVICE) },
);
const SPEC = fields('tcpproxy ingressClassName', {
  virtualhost: fields(
    'fqdn tls authorization corsPolicy rateLimitPolicy jwtProviders ipAllowPolicy ipDenyPolicy',
  ),
  includes: list(fields('name namespace conditions')),
  routes: list(ROUTE),
});

const ADVICE = `Write ${RESPONSE}: set: with a list of name and value, in the item of routes.`;

/** What the API server drops of an HTTPProxy, or for which it or Contour takes nothing of it. */
export function proxyFaults(proxy: KubernetesObject): readonly Unread[] {
  const spec = at(proxy.node, 'spec');
  return [
    ...crdFaults(spec, SPEC).flatMap((fault) => crdUnread(proxy.document, fault, ADVICE)),
    ...policiesIn(spec).flatMap((policy) => invalid(proxy, policy)),
  ];
}

/** Nothing of the object holds. */
export function isRefused(proxy: KubernetesObject): boolean {
  const spec = at(proxy.node, 'spec');
  return (
    crdFaults(spec, SPEC).some(({ kind }) => kind === 'refused') ||
    policiesIn(spec).some((policy) => invalid(proxy, policy).length > 0)
  );
}

function policiesIn(spec: YamlNode | undefined): readonly YamlNode[] {
  const routes = itemsOf(at(spec, 'routes'));
  const holders = [...routes, ...routes.flatMap((route) => itemsOf(at(route, 'services')))];
  return holders.flatMap((holder) => at(holder, RESPONSE) ?? []);
}

/** What passes the schema, or not, and makes Contour call the object invalid (headersPolicyService). */
function invalid({ document }: KubernetesObject, policy: YamlNode): readonly Unread[] {
  const seen = new Set<string>();
  return itemsOf(at(policy, 'set')).flatMap((item) => {
    const [name, value] = ['name', 'value'].map((key) => at(item, key));
    const lower = textOf(name)?.toLowerCase();
    if (lower === undefined) return [];
    const isTwice = seen.has(lower);
    seen.add(lower);
    const isEmpty = value?.kind === 'scalar' && !value.isNull && value.text === '';
    const why = isTwice
      ? 'it sets the header twice'
      : lower === 'host'
        ? 'a response has no Host'
        : isEmpty
          ? 'a value may not be empty'
          : undefined;
    if (why === undefined) return [];
    return [
      {
        at: document.place(item.at),
        what: 'This HTTPProxy',
        why: `it is refused as a whole: ${why}`,
        advice:
          isEmpty && !isTwice ? 'Name the header in remove, or give it a value.' : 'Leave one of them out.',
      },
    ];
  });
}

/** Only what is forwarded gets headers (buildRoute). */
export function finishedPolicy({ object: proxy, node }: ProxyRoute): readonly Unread[] {
  const direct = entryOf(node, 'directResponsePolicy');
  const policy = entryOf(node, RESPONSE);
  if (direct === undefined || policy === undefined || !speaksOfFraming(proxy.document, policy)) return [];
  return [
    {
      at: proxy.document.place(policy.key.at),
      what: RESPONSE,
      why: 'Contour sends no such headers with a direct response',
      advice: 'Let a service answer.',
    },
  ];
}
