import type { Unread } from '../../../model/scope.ts';
import {
  at,
  entriesOf as yamlEntries,
  textOf as yamlText,
  type YamlEntry,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { decodeFaults } from '../config/check.ts';
import { fromLabels, type Label } from '../config/from-labels.ts';
import { field, parseBool, textOf, type ConfigMap } from '../config/node.ts';
import { DYNAMIC } from '../config/schema.ts';
import { suggestionFor } from '../config/suggest.ts';
import { mergeDeclarations, NOTHING, type Declarations } from '../model/router.ts';
import type { RuleSyntax } from '../rule/parse.ts';
import { readHttp } from '../read/http-section.ts';
import { labelsOf, labelWriter } from './compose-labels.ts';
import { firstGeneration } from './first-generation.ts';
import { implicitRouter } from './implicit-router.ts';

/** Routers, middlewares and services that the labels of compose services declare. */
export function readComposeFile({ documents }: YamlFile, syntax: RuleSyntax | undefined): Declarations {
  return mergeDeclarations(
    documents.flatMap((document) => {
      const services = yamlEntries(at(document.root, 'services'));
      return services.flatMap((service) => [
        readContainer(document, service, 'docker', syntax),
        readContainer(document, service, 'swarm', syntax),
      ]);
    }),
  );
}

/** The docker provider reads a container's own labels, the swarm provider those of the deployment. */
type LabelProvider = 'docker' | 'swarm';

function pathOf(provider: LabelProvider): readonly string[] {
  return provider === 'docker' ? ['labels'] : ['deploy', 'labels'];
}

function labelled(document: YamlDocument, service: YamlEntry, provider: LabelProvider): readonly Label[] {
  const node = at(service.value, ...pathOf(provider));
  return node === undefined ? [] : labelsOf(document, node).filter(({ key }) => /^traefik\./i.test(key));
}

function readContainer(
  document: YamlDocument,
  service: YamlEntry,
  provider: LabelProvider,
  syntax: RuleSyntax | undefined,
): Declarations {
  const labels = labelled(document, service, provider);
  const node = at(service.value, ...pathOf(provider));
  const [first] = labels;
  if (first === undefined || node === undefined) return NOTHING;
  const tree = fromLabels(labels, first.at, labelWriter(document, node));
  const enabled = textOf(field(tree, ['traefik', 'enable']));
  if (enabled !== undefined && parseBool(enabled) === false) return NOTHING;
  const faults = containerFaults(tree, labels);
  if (faults.length > 0) return { ...NOTHING, unread: faults };
  const root = field(tree, ['traefik']);
  if (root?.kind !== 'map') return NOTHING;
  const read = readHttp(root, {
    provider,
    blockOf: () => document.place(service.at),
    ...(syntax !== undefined && { syntax }),
    hasDefaultRule: true,
    byDefault: enabled === undefined,
    guardName: `${service.key.text}-frame`,
  });
  const grpc = read.services.length > 0 && read.services.every((each) => each.grpc);
  const routers = read.routers.map((router) => ({ ...router, grpc: router.grpc || grpc }));
  return {
    ...read,
    routers:
      routers.length > 0 ? routers : implicitRouter(document, service, provider, root, enabled !== undefined),
    unread: [...indexed(labels), ...ignored(labels), ...firstGeneration(labels)],
  };
}

/** One label that cannot be decoded makes Traefik leave out the container. */
function containerFaults(tree: ConfigMap, labels: readonly Label[]): readonly Unread[] {
  const root = field(tree, ['traefik']);
  const roots = labels.filter(({ key }) => !key.startsWith('traefik.'));
  return [
    ...roots.map((label) => wrongRoot(label)),
    ...(root?.kind === 'map' ? decodeFaults(root, DYNAMIC) : []).map((fault) => ({
      at: fault.at,
      what: fault.what,
      why: `${fault.why}, and Traefik then ignores all labels of this container`,
      ...suggestionFor(fault),
    })),
  ];
}

function wrongRoot(label: Label): Unread {
  const key = label.key.replace(/^traefik/i, 'traefik');
  const change = label.rename?.(key);
  return {
    at: label.keyAt,
    what: label.key,
    why: 'labels of Traefik start with traefik in small letters, and this one makes it ignore all labels of the container',
    advice: `Write ${key}.`,
    ...(change !== undefined && { title: `Write ${key}`, fix: [change] }),
  };
}

/** `middlewares[0]`: the decoder takes no such label for a list. */
function indexed(labels: readonly Label[]): readonly Unread[] {
  return labels.flatMap((label) => {
    const [, key] =
      /^(traefik\.http\.(?:routers|middlewares)\.[^.]+\.(?:chain\.)?middlewares)\[\d+\]$/i.exec(label.key) ??
      [];
    if (key === undefined) return [];
    const alone = !labels.some(
      (other) => other !== label && other.key.toLowerCase().startsWith(key.toLowerCase()),
    );
    const change = alone ? label.rename?.(key) : undefined;
    return [
      {
        at: label.keyAt,
        what: label.key,
        why: 'Traefik reads no list with indices from labels',
        advice: 'Write all names into one label, with commas between them.',
        ...(change !== undefined && { title: `Write ${key}`, fix: [change] }),
      },
    ];
  });
}

function ignored(labels: readonly Label[]): readonly Unread[] {
  return labels
    .filter(({ key }) => /^traefik\.http\.routers\.[^.]+\.parentrefs$/i.test(key))
    .map((label) => ({
      at: label.keyAt,
      what: label.key,
      why: 'Traefik does not read parentRefs from labels',
      advice: 'Declare the router in a file, or attach the middlewares of the parent here.',
    }));
}

/** The tag of a Traefik image: `v3.5`, `2.11`. */
export function traefikImage(service: YamlEntry): string | undefined {
  const image = yamlText(at(service.value, 'image')) ?? '';
  const [, tag] = /(?:^|\/)traefik(?::([^@]*))?(?:@.*)?$/.exec(image) ?? [];
  return /(?:^|\/)traefik(?::|@|$)/.test(image) ? (tag ?? '') : undefined;
}
