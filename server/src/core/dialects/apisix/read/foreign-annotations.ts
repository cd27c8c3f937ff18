import type { Unread } from '../../../model/scope.ts';
import { ingressOwner } from '../../../syntax/kubernetes/ingress-class.ts';
import { isPatch, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { at, entriesOf } from '../../../syntax/yaml/node.ts';
import { PREFIX, SET } from './annotations.ts';
import { REWRITE } from './plugins.ts';

/** Annotations of other controllers, of which APISIX takes no notice. */
const OTHERS =
  /^(?:(?:nginx\.|traefik\.|alb\.)?ingress\.kubernetes\.io|nginx\.(?:org|com)|(?:[\w-]+\.)*konghq\.com|haproxy\.(?:org|com)|haproxy-ingress\.github\.io|higress\.io|zalando\.org|ingress\.pomerium\.io)\//;

/** Framing headers in annotations that the controller does not know. */
export function foreignAnnotations(ingress: KubernetesObject, index: ObjectIndex): readonly Unread[] {
  const { document, node } = ingress;
  const by = ingressOwner(ingress, index)?.by;
  if (isPatch(ingress)) return [];
  return entriesOf(at(node, 'metadata', 'annotations'))
    .filter((entry) => speaksOfFraming(document, entry))
    .flatMap(({ key }): readonly Unread[] => {
      const place = document.place(key.at);
      const advice = `Write ${SET}, and switch it on.`;
      if (KNOWN.has(key.text)) return [];
      if (key.text.startsWith(PREFIX)) {
        return [{ at: place, what: key.text, why: 'APISIX has no annotation of this name', advice }];
      }
      if (!OTHERS.test(key.text) || by === 'annotations' || by === 'likely name') return [];
      const why = 'the class of this Ingress is APISIX, which does not read it';
      return [{ at: place, what: key.text, why, advice }];
    });
}

const KNOWN: ReadonlySet<string> = new Set(
  ['add', 'set', 'remove'].map((word) => `${PREFIX}${REWRITE}-${word}-header`),
);
