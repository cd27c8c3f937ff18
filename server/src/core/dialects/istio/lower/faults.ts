import type { Unread } from '../../../model/scope.ts';
import { ANY, crdFaults, list, map, object, TEXT } from '../../../syntax/kubernetes/crd.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';

const OPERATIONS = object({ set: map(TEXT), add: map(TEXT), remove: list(TEXT) });
const HEADERS = object({ request: OPERATIONS, response: OPERATIONS });
const DESTINATION = object({ host: TEXT, subset: TEXT, port: ANY });

/** The parts of the schema in which a header may stand or be looked for. */
const ITEM = object({
  ...Object.fromEntries(
    [
      'name match redirect directResponse delegate rewrite timeout retries fault mirror mirrorPercent',
      'mirror_percent mirrorPercentage mirrors corsPolicy',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, ANY]),
  ),
  headers: HEADERS,
  route: list(object({ destination: DESTINATION, weight: ANY, headers: HEADERS })),
});
const SPEC = object({ hosts: ANY, gateways: ANY, tcp: ANY, tls: ANY, exportTo: ANY, http: list(ITEM) });

/** What the API server drops of a VirtualService, or for which it takes nothing of it. */
export function schemaFaults(service: KubernetesObject): readonly Unread[] {
  const { document } = service;
  const spec = at(service.node, 'spec');
  return [
    ...crdFaults(spec, SPEC).flatMap((fault) => crdUnread(document, fault, ADVICE)),
    ...itemsOf(at(spec, 'http')).flatMap((item) =>
      itemsOf(at(item, 'match')).flatMap((match) => matcherFault(document, match)),
    ),
  ];
}

/** The API server takes nothing of the object. */
export function isRefused(service: KubernetesObject): boolean {
  return crdFaults(at(service.node, 'spec'), SPEC).some(({ kind }) => kind === 'refused');
}

const ADVICE = 'Write headers: response: set: with a name and its value below it, beside route.';

/** `headers` of a match asks for request headers: `response` is then the name of one, and what is in it is dropped. */
function matcherFault(document: YamlDocument, match: YamlNode): readonly Unread[] {
  const response = entryOf(at(match, 'headers'), 'response');
  if (response?.value.kind !== 'map' || !speaksOfFraming(document, response.value)) return [];
  return [
    {
      at: document.place(response.key.at),
      what: 'headers in match',
      why: 'there it asks for a request header named response, and what is in it is dropped',
      advice: 'Write headers beside match, not in it.',
    },
  ];
}
