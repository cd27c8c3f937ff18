import type { Unread } from '../../../model/scope.ts';
import { isPatch } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { headerList } from '../read/header-list.ts';
import { ingressKind } from '../read/ingress.ts';
import type { ControllerWorld } from '../read/world.ts';
import { isListRefused } from './configuration.ts';

/** What the controller does not read of annotations and of its ConfigMap, or for what it refuses an Ingress. */
export function ingressFaults(world: ControllerWorld): readonly Unread[] {
  return [
    ...world.ingresses.filter((each) => !isPatch(each)).flatMap((each) => annotationFaults(each, world)),
    ...configurationFaults(world),
  ];
}

/** validateIngress: one bad annotation, and nothing of the Ingress holds. */
export function isIngressRefused(object: KubernetesObject, world: ControllerWorld): boolean {
  return !isPatch(object) && (listFault(object) !== undefined || disabledSnippets(object, world).length > 0);
}

function listFault({ annotations }: KubernetesObject): string | undefined {
  const written = annotations.get('nginx.org/add-header');
  if (written === undefined || /\{\{|\$\{/.test(written.text)) return undefined;
  return headerList(written.text).find(({ fault }) => fault !== undefined)?.fault;
}

const SNIPPETS = ['nginx.org/server-snippets', 'nginx.org/location-snippets'];

function disabledSnippets(
  { annotations }: KubernetesObject,
  { snippets }: ControllerWorld,
): readonly string[] {
  return snippets === 'off' ? SNIPPETS.filter((key) => annotations.has(key)) : [];
}

/** Names that look right and do nothing. */
const UNKNOWN: ReadonlyMap<string, string> = new Map([
  ['nginx.org/configuration-snippets', 'nginx.org/location-snippets'],
  ['nginx.org/configuration-snippet', 'nginx.org/location-snippets'],
  ['nginx.org/server-snippet', 'nginx.org/server-snippets'],
  ['nginx.org/location-snippet', 'nginx.org/location-snippets'],
  ['nginx.org/http-snippets', 'nginx.org/server-snippets'],
  ['nginx.org/add-headers', 'nginx.org/add-header'],
  ['nginx.org/custom-headers', 'nginx.org/add-header'],
  ['nginx.org/custom-response-headers', 'nginx.org/add-header'],
  ['nginx.org/response-headers', 'nginx.org/add-header'],
  ['nginx.com/add-header', 'nginx.org/add-header'],
  ['nginx.com/server-snippets', 'nginx.org/server-snippets'],
  ['nginx.com/location-snippets', 'nginx.org/location-snippets'],
]);

/** What a minion may not set, since its master owns the server (minionDenylist). */
const MASTERS = ['nginx.org/server-snippets', 'nginx.org/proxy-hide-headers'];
const FRAMING = /x-frame-options|frame-ancestors/i;

function annotationFaults(object: KubernetesObject, world: ControllerWorld): readonly Unread[] {
  const { document, annotations } = object;
  const fault = listFault(object);
  const list = annotations.get('nginx.org/add-header');
  const found: Unread[] = [];
  if (fault !== undefined && list !== undefined) {
    found.push({
      at: document.place(list.node.at),
      what: 'This Ingress',
      why: `the controller refuses it as a whole: ${fault}`,
      advice: 'Write Name: value: always, the entries parted by commas.',
    });
  }
  for (const key of disabledSnippets(object, world)) {
    const written = annotations.get(key);
    if (written === undefined) continue;
    found.push({
      at: document.place(written.key.at),
      what: 'This Ingress',
      why: 'the controller runs without -enable-snippets and refuses an Ingress that has one',
      advice: 'Use nginx.org/add-header, or enable snippets.',
    });
  }
  for (const [key, { text, key: keyNode, node }] of annotations) {
    if (!FRAMING.test(text) && !FRAMING.test(key)) continue;
    const meant = UNKNOWN.get(key) ?? (isForOthers(key) ? 'nginx.org/add-header' : undefined);
    if (meant !== undefined) {
      found.push({
        at: document.place(keyNode.at),
        what: key,
        why: 'the controller knows no such annotation',
        advice: `Use ${meant}.`,
        ...(isRenamable(meant, key) &&
          !node.shared && {
            title: `Write ${meant}`,
            fix: [{ at: document.place(keyNode.at), text: meant }],
          }),
      });
    } else if (ingressKind(object) === 'minion' && MASTERS.includes(key)) {
      found.push({
        at: document.place(keyNode.at),
        what: key,
        why: 'the controller ignores it on a minion',
        advice: 'Write it on the master, or use nginx.org/location-snippets here.',
      });
    }
  }
  return found;
}

/** Annotations of ingress-nginx mean nothing to this controller. */
function isForOthers(key: string): boolean {
  return key.startsWith('nginx.ingress.kubernetes.io/');
}

/** Another name of the same grammar; that of ingress-nginx's snippets is nginx's, too. */
function isRenamable(meant: string, key: string): boolean {
  return meant.endsWith('-snippets') && /snippets?$/.test(key) && !isForOthers(key);
}

function configurationFaults({ configuration }: ControllerWorld): readonly Unread[] {
  const data = configuration && at(configuration.node, 'data');
  const list = at(data, 'add-header');
  if (configuration === undefined || data?.kind !== 'map') return [];
  const { document } = configuration;
  const singular = data.entries.filter(
    ({ key, value }) =>
      /^(?:http|server|location)-snippet$|^add-headers$/.test(key.text) &&
      value.kind === 'scalar' &&
      FRAMING.test(value.text),
  );
  return [
    ...(list?.kind === 'scalar' && isListRefused(list.text) && FRAMING.test(list.text)
      ? [
          {
            at: document.place(list.at),
            what: 'add-header',
            why: 'the controller ignores all of it where one entry is wrong',
            advice:
              'Write Name: value: always, the entries parted by commas; a value may hold neither $ nor a colon.',
          },
        ]
      : []),
    ...singular.map(({ key }) => ({
      at: document.place(key.at),
      what: key.text,
      why: 'the controller knows no such key',
      advice: `Write ${key.text === 'add-headers' ? 'add-header' : `${key.text}s`}.`,
    })),
  ];
}
