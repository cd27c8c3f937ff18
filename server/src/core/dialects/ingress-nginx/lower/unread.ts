import type { Unread } from '../../../model/scope.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { AnnotationValue, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { entriesOf, itemsOf, type YamlEntry, type YamlNode } from '../../../syntax/yaml/node.ts';
import { annotation, isAboutFraming, PREFIX } from '../read/annotation.ts';
import { forbiddenWord, type ServedIngress } from '../read/ingress.ts';
import { textFaults } from '../read/refused.ts';
import type { NginxWorld } from '../read/world.ts';
import { isSameObject, serverSnippetOwner } from './config.ts';
import { wrongNames } from './wrong-names.ts';

const SNIPPETS = ['configuration-snippet', 'server-snippet'] as const;

/** What stands in an Ingress, or in the controller's configuration, and has no effect. */
export function unreadIn(world: NginxWorld): readonly Unread[] {
  const { controllers, ingresses } = world;
  const maps = [
    ...controllers.flatMap(({ object }) => object ?? []),
    ...ingresses.flatMap(({ custom }) => (custom.map === undefined ? [] : [custom.map])),
  ];
  return [
    ...[...new Set(maps)].flatMap(refusedTexts),
    ...ingresses.flatMap((ingress) => [
      ...refusedTexts(ingress.object),
      ...wrongNames(ingress.object, world.index),
      ...(ingress.isPartial ? [] : misplacedAnnotations(ingress.object)),
      ...(ingress.state === 'canary' ? ofCanary(ingress) : inForce(world, ingress)),
    ]),
  ];
}

function refusedTexts(object: KubernetesObject): readonly Unread[] {
  return textFaults(object).flatMap((fault) => crdUnread(object.document, fault, 'Write it in quotes.'));
}

/** Framing headers in snippets of an Ingress, by the annotation's name. */
function framing({ object }: ServedIngress, key: string): AnnotationValue | undefined {
  const value = annotation(object, key);
  return value !== undefined && isAboutFraming(object, value) ? value : undefined;
}

function keyed({ object }: ServedIngress, { key }: AnnotationValue, why: string, advice: string): Unread {
  return { at: object.document.place(key.at), what: key.text.slice(PREFIX.length), why, advice };
}

function ofCanary(ingress: ServedIngress): readonly Unread[] {
  return [...SNIPPETS, 'custom-headers'].flatMap((key) => {
    const value = key === 'custom-headers' ? annotation(ingress.object, key) : framing(ingress, key);
    const why = 'of a canary Ingress only the canary annotations are read';
    const advice = 'Write it into the main Ingress of the same hosts and paths.';
    return value === undefined ? [] : [keyed(ingress, value, why, advice)];
  });
}

function inForce(world: NginxWorld, ingress: ServedIngress): readonly Unread[] {
  return [
    ...closedSnippets(world, ingress),
    ...blocked(world, ingress),
    ...secondServerSnippet(world, ingress),
    ...authSnippet(ingress),
  ];
}

/** Snippets that the controller does not take. */
function closedSnippets({ gate }: NginxWorld, ingress: ServedIngress): readonly Unread[] {
  if (gate.kind !== 'off' && gate.kind !== 'risky') return [];
  const advice =
    gate.kind === 'off'
      ? 'Use custom-headers with a ConfigMap, or let the controller allow snippets.'
      : 'Use custom-headers with a ConfigMap, or set annotations-risk-level to Critical.';
  return SNIPPETS.flatMap((key) => {
    const value = gate.kind === 'risky' ? annotation(ingress.object, key) : framing(ingress, key);
    return value === undefined
      ? []
      : [keyed(ingress, value, gate.why ?? 'the controller forbids it', advice)];
  });
}

function blocked({ controller }: NginxWorld, ingress: ServedIngress): readonly Unread[] {
  return [...ingress.object.annotations.values()].flatMap((value) => {
    const word = forbiddenWord(value.text, controller);
    if (word === undefined) return [];
    const why = `annotation-value-word-blocklist forbids ${word}, and the controller skips the whole Ingress`;
    const at = ingress.object.document.place(value.key.at);
    return [{ at, what: value.key.text.replace(PREFIX, ''), why, advice: 'Write it without that word.' }];
  });
}

function secondServerSnippet(world: NginxWorld, ingress: ServedIngress): readonly Unread[] {
  const value = framing(ingress, 'server-snippet');
  if (value === undefined || ingress.serverSnippet === undefined) return [];
  const hosts = [...new Set(ingress.paths.map(({ host }) => host))];
  const owners = hosts.map((host) => serverSnippetOwner(world, host));
  const other = owners.find((owner) => owner !== undefined && !isSameObject(owner, ingress));
  if (other === undefined) return [];
  const why = `Ingress ${other.object.name} has one for the same host, and of these only that of the oldest Ingress is taken`;
  const advice = 'Write it into configuration-snippet, or keep one server-snippet for the host.';
  return [{ ...keyed(ingress, value, why, advice), severity: 'warning' }];
}

function authSnippet(ingress: ServedIngress): readonly Unread[] {
  const value = framing(ingress, 'auth-snippet');
  const why = 'it acts on the request that asks for permission, not on the answer';
  return value === undefined ? [] : [keyed(ingress, value, why, 'Write it into configuration-snippet.')];
}

/** Annotations that stand anywhere but in `metadata.annotations`. */
function misplacedAnnotations({ document, node }: KubernetesObject): readonly Unread[] {
  return entriesBelow(node, []).flatMap(({ entry, path }) => {
    const isRead = path.join('.') === 'metadata.annotations';
    if (isRead || !entry.key.text.startsWith(PREFIX) || !speaksOfFraming(document, entry)) return [];
    return [
      {
        at: document.place(entry.key.at),
        what: entry.key.text.slice(PREFIX.length),
        why: 'annotations are read in metadata.annotations only',
        advice: 'Move it there; it then holds for all paths of the Ingress.',
      },
    ];
  });
}

function entriesBelow(
  node: YamlNode,
  path: readonly string[],
): readonly { readonly entry: YamlEntry; readonly path: readonly string[] }[] {
  if (path.length > 8) return [];
  const items = itemsOf(node).flatMap((item) => entriesBelow(item, path));
  return [
    ...items,
    ...entriesOf(node).flatMap((entry) => [
      { entry, path },
      ...entriesBelow(entry.value, [...path, entry.key.text]),
    ]),
  ];
}
